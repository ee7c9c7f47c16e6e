import { NotificationType, ProgressType, RequestType } from 'vscode-languageclient/node';

/** The server's own requests, as they go over the wire. Lines in ranges are 0-based, elsewhere 1-based and inclusive. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

export interface SearchParams {
  readonly query: string;
  readonly limit: number;
}

export interface SearchResult {
  readonly uri: string;
  readonly range: WireRange;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string;
  readonly score: number;
  readonly snippet: string;
}

export interface SearchResponse {
  readonly results: readonly SearchResult[];
  readonly elapsedMs: number;
}

export interface AskParams {
  readonly question: string;
  readonly partialResultToken: string;
}

export interface Citation {
  readonly uri: string;
  readonly range: WireRange;
  readonly label: string;
  readonly path?: string;
}

export interface AskResponse {
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly kind: string;
  readonly notes?: readonly string[];
}

export interface AskPartial {
  readonly markdown: string;
}

/** What the index knows. `state`: absent, indexing, partial, ready or error. */
export interface IndexStatus {
  readonly state: string;
  readonly root?: string | null;
  readonly storePath?: string | null;
  readonly files?: number;
  readonly chunks?: number;
  readonly symbols?: number;
  readonly filesDone?: number;
  readonly filesTotal?: number;
  readonly phase?: string | null;
  readonly message?: string | null;
  readonly skipped?: Readonly<Record<string, number>> | null;
  readonly languages?: Readonly<Record<string, number>> | null;
  readonly storeBytes?: number;
  readonly lastIndexed?: string | null;
}

export interface TokensParams {
  readonly textDocument: { readonly uri: string };
  readonly range?: WireRange;
}

export const SearchRequest = new RequestType<SearchParams, SearchResponse, void>('plumb/search');
export const AskRequest = new RequestType<AskParams, AskResponse, void>('plumb/ask');
export const AskProgress = new ProgressType<AskPartial>();
export const StatusRequest = new RequestType<object, IndexStatus, void>('plumb/status');
export const RebuildRequest = new RequestType<object, unknown, void>('plumb/rebuild');
export const TokensRequest = new RequestType<TokensParams, unknown, void>('plumb/tokens');
export const StatusChanged = new NotificationType<IndexStatus>('plumb/statusChanged');
