/** The server's own requests, as they go over the wire. Lines in ranges are 0-based, elsewhere 1-based and inclusive. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

/** Which of the ranked passages are wanted; what is absent leaves nothing out. */
export interface SearchFilter {
  /** A glob over paths from the folder's root. */
  readonly include?: string;
  readonly kind?: 'code' | 'docs' | 'data' | 'tests';
  /** Identifier of a language, such as `csharp`. */
  readonly language?: string;
}

export interface SearchParams extends SearchFilter {
  readonly query: string;
  readonly limit: number;
}

export interface SearchResult {
  readonly uri: string;
  /** Absolute path of the folder that it lies in. */
  readonly root?: string;
  readonly range: WireRange;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string;
  readonly language?: string;
  readonly score: number;
  readonly snippet: string;
  /** Why it ranks where it ranks, most important first. */
  readonly signals?: readonly { readonly name: string; readonly value: number }[];
}

export interface SearchResponse {
  readonly results: readonly SearchResult[];
  readonly elapsedMs: number;
  /** What the reader should know: no folder open, still indexing. */
  readonly message?: string;
}

export type AskTask = 'explain' | 'tests' | 'impact' | 'summarize' | 'diff' | 'tour';

/** A question, and what it is about. */
export interface AskQuestion {
  /** May be empty where there is a task. */
  readonly question: string;
  readonly task?: AskTask;
  /** Of a task: a path with lines, or a symbol; the open file and its selection when absent. */
  readonly target?: string;
  readonly textDocument?: { readonly uri: string };
  readonly selection?: WireRange;
  /** The model looks around by itself, with tools that only read. */
  readonly deep?: boolean;
  readonly conversation?: readonly { readonly question: string; readonly answer: string }[];
}

export interface AskParams extends AskQuestion {
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
  /** Why these lines were evidence; absent where a model asked for them itself. */
  readonly why?: string;
  readonly contentHash?: string;
}

export interface AskStep {
  readonly name: string;
  readonly detail: string;
  readonly elapsedMs: number;
}

export interface AskUsage {
  readonly model?: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly answerTokens: number;
  readonly costUsd?: number;
  readonly calls: number;
  readonly steps: readonly AskStep[];
}

export interface AskResponse {
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly kind: 'notFound' | 'extractive' | 'model';
  readonly notes: readonly string[];
  readonly evidenceTokens?: number;
  readonly confidence?: {
    readonly level: 'high' | 'medium' | 'low';
    readonly coverage: number;
    readonly supported?: number;
  };
  readonly followUps?: readonly string[];
  readonly usage?: AskUsage;
}

/** What became of a cited place since: its lines are as they were, stand elsewhere in the file, or are not there any more. */
export interface CheckedPlace {
  readonly state: 'fresh' | 'moved' | 'changed' | 'gone';
  /** Where the lines are now; absent where they are nowhere. */
  readonly range?: WireRange | null;
}

export interface CheckAnswerParams {
  readonly citations: readonly Pick<Citation, 'path' | 'startLine' | 'endLine' | 'contentHash'>[];
}

export interface CheckAnswerResult {
  readonly stale: boolean;
  /** In the order in which they were asked about. */
  readonly citations: readonly CheckedPlace[];
}

export interface AskPartial {
  readonly markdown: string;
}

export interface AskStepNotification extends AskStep {
  readonly token: string | number;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** Of an assistant: what it wanted called. */
  readonly toolCalls?: readonly ChatToolCall[];
  /** Of a tool: the call whose result this is. */
  readonly toolCallId?: string;
}

/** `arguments` is JSON as text: a model may write what is none. */
export interface ChatToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export interface ChatTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

export interface PromptPreview {
  readonly model?: string;
  readonly messages: readonly ChatMessage[];
  readonly tokens: number;
  readonly exact: boolean;
  readonly costUsd?: number;
  readonly secretsRemoved: number;
  readonly notes?: readonly string[];
}

/** What somebody thought of an answer. It is kept on this machine. */
export interface FeedbackParams {
  readonly question: string;
  readonly answer: string;
  readonly verdict: Verdict;
  readonly comment?: string;
  readonly citations: readonly { readonly path: string; readonly startLine: number; readonly endLine: number }[];
  /** URI of the folder that the question was about. */
  readonly folder?: string;
}

export type Verdict = 'up' | 'down';

export interface UsageRow {
  /** Such as `2026-11-25`. */
  readonly day: string;
  readonly provider: string;
  readonly model: string;
  readonly kind: string;
  readonly calls: number;
  readonly failed: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly answerTokens: number;
  /** In US dollars; absent where the price is not known. */
  readonly costUsd?: number | null;
  readonly averageMs: number;
}

export interface UsageReport {
  readonly days: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly answerTokens: number;
  readonly costUsd?: number | null;
  /** Totals of each day, model and kind, the newest day first. */
  readonly rows: readonly UsageRow[];
  readonly budget: {
    readonly tokensPerDay?: number | null;
    readonly costPerDay?: number | null;
    readonly tokensToday: number;
    readonly costToday: number;
    readonly state: 'none' | 'ok' | 'warn' | 'stop';
  };
}

/** The server asks the editor's own model. */
export interface ChatParams {
  readonly messages: readonly ChatMessage[];
  readonly partialResultToken: string | number;
  /** What the model may have called. */
  readonly tools?: readonly ChatTool[];
}

export interface ChatResult {
  readonly content: string;
  readonly toolCalls?: readonly ChatToolCall[];
  readonly model?: string;
}

export interface ModelChoice {
  readonly provider?: string;
  readonly model?: string;
  readonly endpoint?: string;
  readonly apiKey?: string;
}

export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
  readonly detail: string;
}

/** What the index knows. */
export interface IndexStatus {
  /** `absent`: never indexed; `partial`: a run was cut short; `error`: the message says why. */
  readonly state: 'noFolder' | 'disabled' | 'starting' | 'absent' | 'indexing' | 'ready' | 'partial' | 'error';
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
  /** Share of the indexable files that queries see, 0 to 1. */
  readonly coverage?: number;
  readonly paused?: boolean;
  readonly unsaved?: number;
  readonly failed?: readonly SkippedFile[];
  /** ISO 8601. */
  readonly lastChange?: string;
  /** When the whole tree is looked at next; absent when that is switched off or held. ISO 8601. */
  readonly nextReconcile?: string;
  /** Who tells of changed files; `none`: the next look at the tree. */
  readonly watching?: 'client' | 'system' | 'none';
  /** What happened to the store when it was opened. */
  readonly notice?: string;
  /** The store could not be used: the index ends with the server. */
  readonly inMemory?: boolean;
  /** What is masked in the indexed texts. */
  readonly secrets?: {
    readonly files: number;
    readonly count: number;
    readonly kinds: Readonly<Record<string, number>>;
  };
  /** The state of each folder, in the editor's order; the other members are about all of them together. */
  readonly roots?: readonly IndexStatus[];
  readonly skipped?: Readonly<Record<string, number>>;
  readonly skippedExamples?: readonly SkippedFile[];
  readonly languages?: Readonly<Record<string, number>>;
}

/** Why a file is, or is not, indexed. */
export interface WhyResult {
  readonly indexed: boolean;
  readonly state: string;
  readonly path?: string;
  readonly detail: string;
  readonly message: string;
  readonly chunks: number;
}

export interface TokensParams {
  readonly textDocument: { readonly uri: string };
  readonly ranges?: readonly WireRange[];
}

export interface TokenCount {
  readonly encoding: string;
  readonly tokens: number;
  readonly exact: boolean;
}

export interface ModelCount extends TokenCount {
  readonly model: string;
  readonly share?: number;
  readonly inputCost?: number;
}

export interface TokensResult {
  /** One per encoding, the default encoding first. */
  readonly counts: readonly TokenCount[];
  /** For the models that the user chose. */
  readonly models?: readonly ModelCount[];
  /** Most tokens that plumb.json allows the file. */
  readonly budget?: number;
  /** Models that were asked about and cannot be counted for, each with the reason. */
  readonly problems?: readonly { readonly model: string; readonly message: string }[];
}

export interface TokenBoundaries {
  readonly version: number;
  readonly encoding: string;
  readonly start: WirePosition;
  readonly ends: readonly WirePosition[];
  readonly truncated: boolean;
}

export interface TokenTreeNode {
  readonly name: string;
  readonly path: string;
  readonly uri: string;
  readonly tokens: number;
  readonly files: number;
  readonly children?: readonly TokenTreeNode[];
}

export interface TokenTree {
  readonly model: string;
  readonly encoding: string;
  readonly exact: boolean;
  readonly root: TokenTreeNode;
  /** What of it fits into which window: `filesThatFit` counts the lightest files first. */
  readonly windows: readonly {
    readonly model: string;
    readonly contextWindow: number;
    readonly share: number;
    readonly filesThatFit: number;
  }[];
  /** Sections, declarations and strings, the heaviest first. */
  readonly heaviest: readonly {
    readonly path: string;
    readonly uri: string;
    readonly name: string;
    readonly kind: string;
    readonly range: WireRange;
    readonly tokens: number;
  }[];
}

/** What is used of a finding of the language server. */
export interface WireDiagnostic {
  readonly range: WireRange;
  readonly code?: string | number;
  readonly message: string;
}

/** A request and the shapes of its parameters and of its result. */
export interface WireRequest<P, R> {
  readonly method: string;
  /** Never there: it carries the types. */
  readonly shape?: (params: P) => R;
}

const request = <P, R>(method: string): WireRequest<P, R> => ({ method });

/** The protocol's own, for a document that no editor shows: only those that are shown are asked about by themselves. */
export const DiagnosticRequest = request<
  { readonly textDocument: { readonly uri: string } },
  { readonly items?: readonly WireDiagnostic[] }
>('textDocument/diagnostic');
export const SearchRequest = request<SearchParams, SearchResponse>('plumb/search');
export const AskRequest = request<AskParams, AskResponse>('plumb/ask');
export const ShowPromptRequest = request<AskQuestion, PromptPreview>('plumb/showPrompt');
export const CheckAnswerRequest = request<CheckAnswerParams, CheckAnswerResult>('plumb/checkAnswer');
export const FeedbackRequest = request<FeedbackParams, { readonly saved: boolean; readonly count: number }>(
  'plumb/feedback',
);
export const UsageRequest = request<{ readonly days: number }, UsageReport>('plumb/usage');
export const SetModelRequest = request<ModelChoice, { readonly model?: string; readonly problem?: string }>(
  'plumb/setModel',
);
export const StatusRequest = request<object, IndexStatus>('plumb/status');
export const RebuildRequest = request<object, unknown>('plumb/rebuild');
export const PauseRequest = request<object, unknown>('plumb/pause');
export const ResumeRequest = request<object, unknown>('plumb/resume');
export const CancelRequest = request<object, { readonly cancelled: boolean }>('plumb/cancel');
export const ClearRequest = request<object, unknown>('plumb/clear');
export const WhyRequest = request<{ readonly uri: string }, WhyResult>('plumb/why');
export const TokensRequest = request<TokensParams, TokensResult>('plumb/tokens');
export const TokenBoundariesRequest = request<
  { readonly textDocument: { readonly uri: string }; readonly range?: WireRange },
  TokenBoundaries
>('plumb/tokenBoundaries');
export const TokenTreeRequest = request<object, TokenTree>('plumb/tokenTree');

/** What the server tells and asks by itself: an `AskStepNotification`, an `IndexStatus`, and `ChatParams` for a `ChatResult`. */
export const askStepped = 'plumb/askStep';
export const statusChanged = 'plumb/statusChanged';
export const chat = 'plumb/chat';
