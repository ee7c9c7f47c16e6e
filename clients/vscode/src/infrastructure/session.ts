import * as vscode from 'vscode';
import { findDotnet, offerDotnet } from './dotnet';
import { answerWithEditorModel, editorModelWanted } from './editorModel';
import type { Client } from './languageClient';
import {
  type AskQuestion,
  AskRequest,
  type AskResponse,
  type AskStep,
  CancelRequest,
  CheckAnswerRequest,
  type CheckedPlace,
  type Citation,
  ClearRequest,
  DiagnosticRequest,
  type FeedbackParams,
  FeedbackRequest,
  type IndexStatus,
  type ModelChoice,
  PauseRequest,
  type PromptPreview,
  RebuildRequest,
  ResumeRequest,
  type SearchFilter,
  SearchRequest,
  type SearchResponse,
  SetModelRequest,
  ShowPromptRequest,
  StatusRequest,
  type TokenBoundaries,
  TokenBoundariesRequest,
  TokensRequest,
  type TokensResult,
  type TokenTree,
  TokenTreeRequest,
  type UsageReport,
  UsageRequest,
  WhyRequest,
  type WhyResult,
  type WireDiagnostic,
  type WireRange,
  type WireRequest,
} from './protocol';
import { RestartPolicy } from './restartPolicy';
import { selectionHover } from './selectionHover';
import { Serial } from './serial';
import { locateServer, type ServerLocation } from './serverLocation';
import { tracesOf } from './tracing';

type Remedy = Extract<ServerLocation, { readonly problem: string }>['remedy'];

/** What the server is doing, for whoever shows it. */
export type SessionState =
  | { readonly kind: 'starting'; readonly why?: string }
  | { readonly kind: 'running'; readonly status: IndexStatus | undefined }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/** What whoever asks wants to hear while the answer is made. */
export interface AskListener {
  readonly onPartial?: (markdown: string) => void;
  readonly onStep?: (step: AskStep) => void;
}

/** A question that was answered, wherever it was asked. */
export interface Answered {
  readonly question: AskQuestion;
  readonly response: AskResponse;
}

/** One running server and the only place that talks to it. Outlives the client: a restart makes a new one. */
export class Session implements vscode.Disposable {
  private client: Client | undefined;
  private current: SessionState = { kind: 'stopped' };
  /** The current client has run: a death from now on is a crash and not a server that cannot start. */
  private hasRun = false;
  /** Starts and stops never overlap: a client that is stopped while it starts leaves its server behind. */
  private readonly lifecycle = new Serial();
  /** Starts that are asked for and not through yet. */
  private coming = 0;
  /** A restart that is asked for and has not begun. */
  private restarting: Promise<void> | undefined;
  /** The user holds the index. A server that takes the place of another is told so as well. */
  private held = false;
  /** Ends the wait before a start. */
  private hurry = (): void => undefined;
  private readonly restarts = new RestartPolicy();
  private readonly stateChanged = new vscode.EventEmitter<SessionState>();
  private readonly stepped = new vscode.EventEmitter<AskStep & { readonly token: string | number }>();
  private readonly answered = new vscode.EventEmitter<Answered>();
  private asked = 0;
  private disposed = false;

  private readonly started = new vscode.EventEmitter<void>();

  readonly onDidChangeState = this.stateChanged.event;
  /** A server runs: the first one, or one that took the place of another. */
  readonly onDidStart = this.started.event;
  readonly onDidAnswer = this.answered.event;

  constructor(
    private readonly extensionPath: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): SessionState {
    return this.current;
  }

  start(): Promise<void> {
    return this.bring(() => this.startNow());
  }

  stop(): Promise<void> {
    this.hurry();
    return this.lifecycle.run(() => this.stopNow());
  }

  /** Two that come at once, as from two settings that changed, are one. */
  restart(): Promise<void> {
    this.hurry();
    this.restarting ??= this.bring(async () => {
      this.restarting = undefined;
      this.restarts.reset();
      await this.stopNow();
      await this.startNow();
    });
    return this.restarting;
  }

  async search(
    query: string,
    limit: number,
    token: vscode.CancellationToken,
    filter: SearchFilter = {},
  ): Promise<SearchResponse> {
    return (await this.ready(token)).send(SearchRequest, { query, limit, ...filter }, token);
  }

  /** Asks a question; `heard` receives pieces of the Markdown answer, and the steps that were taken, as they come. */
  async ask(question: AskQuestion, heard: AskListener, token: vscode.CancellationToken): Promise<AskResponse> {
    const client = await this.ready(token);
    const partialResultToken = `plumb-ask-${++this.asked}`;
    const pieces = client.onAnswer(partialResultToken, ({ markdown }) => heard.onPartial?.(markdown));
    const steps = this.stepped.event((step) => {
      if (step.token === partialResultToken) {
        heard.onStep?.(step);
      }
    });
    try {
      const response = await client.send(AskRequest, { ...question, partialResultToken }, token);
      this.answered.fire({ question, response });
      return response;
    } finally {
      pieces.dispose();
      steps.dispose();
    }
  }

  showPrompt(question: AskQuestion): Promise<PromptPreview> {
    return this.running().send(ShowPromptRequest, question);
  }

  /** What became of cited places since; in the order of the citations. */
  async checkAnswer(citations: readonly Citation[]): Promise<readonly CheckedPlace[]> {
    const places = citations.map(({ path, startLine, endLine, contentHash = '' }) => ({
      path,
      startLine,
      endLine,
      contentHash,
    }));
    return (await this.running().send(CheckAnswerRequest, { citations: places })).citations;
  }

  /** Keeps what somebody thought of an answer. Resolves to the judgements of this workspace that are kept. */
  async feedback(params: FeedbackParams): Promise<number> {
    return (await this.running().send(FeedbackRequest, params)).count;
  }

  usage(days: number): Promise<UsageReport> {
    return this.running().send(UsageRequest, { days });
  }

  /** The server's findings of a document, which the editor has open. */
  async findings(uri: string): Promise<readonly WireDiagnostic[]> {
    return (await this.running().send(DiagnosticRequest, { textDocument: { uri } })).items ?? [];
  }

  setModel(choice: ModelChoice): Promise<{ readonly model?: string; readonly problem?: string }> {
    return this.running().send(SetModelRequest, choice);
  }

  status(): Promise<IndexStatus> {
    return this.running().send(StatusRequest, {});
  }

  async rebuild(): Promise<void> {
    await this.steer(RebuildRequest, false);
  }

  async pause(): Promise<void> {
    await this.steer(PauseRequest, true);
  }

  async resume(): Promise<void> {
    await this.steer(ResumeRequest, false);
  }

  /** Ends the run that is under way. False when there was none. */
  async cancelIndexing(): Promise<boolean> {
    return (await this.running().send(CancelRequest, {})).cancelled;
  }

  /** Empties the store, and holds the index. */
  async clear(): Promise<void> {
    await this.steer(ClearRequest, true);
  }

  why(uri: string): Promise<WhyResult> {
    return this.running().send(WhyRequest, { uri });
  }

  /** Tokens of a document, or of ranges of it: of several cursors' selections together. */
  tokens(uri: string, ranges: readonly WireRange[], token?: vscode.CancellationToken): Promise<TokensResult> {
    const params = ranges.length === 0 ? { textDocument: { uri } } : { textDocument: { uri }, ranges };
    return this.running().send(TokensRequest, params, token);
  }

  tokenBoundaries(uri: string, range: WireRange | undefined): Promise<TokenBoundaries> {
    const params = range === undefined ? { textDocument: { uri } } : { textDocument: { uri }, range };
    return this.running().send(TokenBoundariesRequest, params);
  }

  tokenTree(): Promise<TokenTree> {
    return this.running().send(TokenTreeRequest, {});
  }

  /** Version of the server as it told it; undefined while none runs. */
  get serverVersion(): string | undefined {
    return this.client?.serverVersion;
  }

  warn(message: string): void {
    this.log.warn(message);
  }

  dispose(): void {
    this.disposed = true;
    void this.stop();
    this.stateChanged.dispose();
    this.stepped.dispose();
    this.answered.dispose();
    this.started.dispose();
  }

  /** `why`: what the user should know of this start. */
  private async startNow(why?: string): Promise<void> {
    if (this.disposed) {
      return;
    }
    this.setState({ kind: 'starting', ...(why === undefined ? {} : { why }) });
    const location = await locateServer({
      configured: settings().get<string>('server.path', ''),
      extensionPath: this.extensionPath,
      workspacePath: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      platform: process.platform,
      dotnet: () => findDotnet((message) => this.log.info(message)),
    });
    if ('problem' in location) {
      this.fail(location.problem, location.remedy);
      return;
    }

    this.log.info(`Starting ${[location.command, ...location.args].join(' ')}`);
    // Loaded here, where nobody waits for the activation any more.
    const { makeClient } = await import('./languageClient');
    const client = makeClient({
      command: location.command,
      args: [...location.args, 'lsp', ...settings().get<string[]>('server.arguments', [])],
      initializationOptions: {
        index: { enabled: settings().get<boolean>('index.enabled', true) },
        embedder: settings().get<string>('embedder', ''),
        lint: { review: settings().get<boolean>('lint.review', false) },
      },
      log: this.log,
      trace: tracesOf(this.log),
      middleware: selectionHover(() => this.client),
      onState: (state) => this.followClient(client, state),
      onStatus: (status) => {
        if (client === this.client) {
          this.setState({ kind: 'running', status });
        }
      },
      onStep: (step) => this.stepped.fire(step),
      onClosed: () => this.outlive(client),
      onChat: editorModelWanted() ? answerWithEditorModel : undefined,
    });
    this.client = client;
    this.hasRun = false;
    try {
      await client.start();
    } catch (error) {
      this.log.error(text(error));
      this.fail(`The Plumb server did not start (${location.command}). The log says why.`);
    }
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error) => this.log.warn(`Stopping the server: ${text(error)}`));
    this.setState({ kind: 'stopped' });
  }

  /** The server died. One that ran is started again, a little later each time, until that is too often. */
  private outlive(dead: Client): void {
    if (dead !== this.client || !this.hasRun) {
      return;
    }
    const wait = this.restarts.waitAfterDeath(Date.now());
    if (wait === undefined) {
      this.fail('The Plumb server stopped four times within three minutes and stays off. The log says why.');
      return;
    }
    const soon = wait === 0 ? 'It is being started again.' : `It is started again in ${wait / 1000} s.`;
    const why = `The Plumb server stopped unexpectedly. ${soon}`;
    this.log.warn(why);
    void this.bring(async () => {
      if (dead !== this.client) {
        return;
      }
      this.setState({ kind: 'starting', why });
      await this.wait(wait);
      await dead.dispose().catch(() => undefined);
      await this.startNow(why);
    });
  }

  private followClient(client: Client, state: 'starting' | 'running' | 'stopped'): void {
    if (client !== this.client) {
      return;
    }
    if (state === 'running') {
      this.hasRun = true;
      this.setState({ kind: 'running', status: undefined });
      this.started.fire();
      this.greet(client).catch((error) => this.log.warn(`plumb/status: ${text(error)}`));
    } else if (state === 'stopped' && this.current.kind !== 'failed') {
      this.setState({ kind: 'stopped' });
    }
  }

  /** Tells a new server what the user had told the one before it, and asks it for its state. */
  private async greet(client: Client): Promise<void> {
    if (this.held) {
      await client.send(PauseRequest, {});
    }
    const status = await client.send(StatusRequest, {});
    // What it told by itself meanwhile is newer.
    if (client === this.client && this.current.kind === 'running' && this.current.status === undefined) {
      this.setState({ kind: 'running', status });
    }
  }

  /** What the user does with the index is done whole: a server that is replaced meanwhile leaves it to the next one. */
  private async steer<R>(request: WireRequest<object, R>, held: boolean): Promise<R> {
    for (;;) {
      const client = await this.ready();
      try {
        const result = await client.send(request, {});
        this.held = held;
        return result;
      } catch (error) {
        if (client === this.client) {
          throw error;
        }
      }
    }
  }

  /** Runs what ends with a server that runs, or with a failure that was told. */
  private async bring(task: () => Promise<void>): Promise<void> {
    this.coming++;
    try {
      await this.lifecycle.run(task);
    } finally {
      this.coming--;
      // Whoever waits looks again: nothing comes any more.
      this.setState(this.current);
    }
  }

  /** The running client; one that is about to start, or to start again after a crash, is waited for. */
  private async ready(token?: vscode.CancellationToken): Promise<Client> {
    const settled = () =>
      this.client?.isRunning === true ||
      token?.isCancellationRequested === true ||
      (this.coming === 0 &&
        this.current.kind !== 'starting' &&
        !(this.current.kind === 'stopped' && this.client !== undefined));
    if (!settled()) {
      await new Promise<void>((resolve) => {
        const look = () => {
          if (settled()) {
            listening.dispose();
            resolve();
          }
        };
        const listening = vscode.Disposable.from(
          this.onDidChangeState(look),
          ...(token === undefined ? [] : [token.onCancellationRequested(look)]),
        );
      });
    }
    return this.running();
  }

  private running(): Client {
    if (this.client?.isRunning !== true) {
      const why = this.current.kind === 'failed' ? this.current.message : 'The Plumb server is not running yet.';
      throw new Error(why);
    }
    return this.client;
  }

  private fail(message: string, remedy?: Remedy): void {
    this.log.error(message);
    this.setState({ kind: 'failed', message });
    const actions =
      remedy === undefined
        ? ['Restart Server', 'Show Log']
        : [remedy === 'dotnet' ? 'Get .NET' : 'Open Setting', 'Restart Server'];
    void vscode.window.showErrorMessage(message, ...actions).then((choice) => {
      if (choice === 'Open Setting') {
        void vscode.commands.executeCommand('workbench.action.openSettings', remedy);
      } else if (choice === 'Get .NET') {
        void offerDotnet();
      } else if (choice === 'Show Log') {
        this.log.show(true);
      } else if (choice === 'Restart Server') {
        void this.restart();
      }
    });
  }

  private setState(state: SessionState): void {
    if (this.disposed) {
      return;
    }
    this.current = state;
    this.stateChanged.fire(state);
  }
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('plumb');
}

export function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
