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
  /** What the reader should know: no folder open, still indexing. */
  readonly message?: string;
}

export interface AskParams {
  readonly question: string;
  readonly partialResultToken: string;
}

export interface Citation {
  readonly uri: string;
  readonly range: WireRange;
  /** Posix path from the workspace root, as the answer's text writes it. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly label: string;
}

export interface AskResponse {
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly kind: 'notFound' | 'extractive' | 'model';
  readonly notes: readonly string[];
}

export interface AskPartial {
  readonly markdown: string;
}

export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
  readonly detail: string;
}

/** What the index knows. */
export interface IndexStatus {
  /** `absent`: never indexed; `partial`: a run was cut short; `failed`: the message says why. */
  readonly state: 'noFolder' | 'disabled' | 'starting' | 'absent' | 'indexing' | 'ready' | 'partial' | 'failed';
  readonly root?: string;
  readonly message?: string;
  readonly files: number;
  readonly chunks: number;
  readonly symbols: number;
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly storePath?: string;
  readonly storeBytes: number;
  readonly lastIndexed?: string;
  /** Whose vectors answer queries. */
  readonly embedder?: string;
  /** Why the embedder that was chosen is not used. */
  readonly embedderProblem?: string;
  readonly skipped?: Readonly<Record<string, number>>;
  readonly skippedExamples?: readonly SkippedFile[];
  readonly languages?: Readonly<Record<string, number>>;
}

export interface TokensParams {
  readonly textDocument: { readonly uri: string };
  readonly range?: WireRange;
}

export interface TokensResult {
  /** One per encoding, the default encoding first. */
  readonly counts: readonly { readonly encoding: string; readonly tokens: number; readonly exact: boolean }[];
}

export const SearchRequest = new RequestType<SearchParams, SearchResponse, void>('plumb/search');
export const AskRequest = new RequestType<AskParams, AskResponse, void>('plumb/ask');
export const AskProgress = new ProgressType<AskPartial>();
export const StatusRequest = new RequestType<object, IndexStatus, void>('plumb/status');
export const RebuildRequest = new RequestType<object, unknown, void>('plumb/rebuild');
export const TokensRequest = new RequestType<TokensParams, TokensResult, void>('plumb/tokens');
export const StatusChanged = new NotificationType<IndexStatus>('plumb/statusChanged');
