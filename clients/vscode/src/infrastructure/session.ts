import * as vscode from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient/node';
import { findDotnet, offerDotnet } from './dotnet';
import { answerWithEditorModel, editorModelWanted } from './editorModel';
import {
  AskProgress,
  type AskQuestion,
  AskRequest,
  type AskResponse,
  type AskStep,
  AskStepped,
  CancelRequest,
  ChatProgress,
  ChatRequest,
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
  StatusChanged,
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
} from './protocol';
import { RestartPolicy } from './restartPolicy';
import { selectionHover } from './selectionHover';
import { Serial } from './serial';
import { locateServer, type ServerLocation } from './serverLocation';

type Remedy = Extract<ServerLocation, { readonly problem: string }>['remedy'];

/** What the server is doing, for whoever shows it. */
export type SessionState =
  | { readonly kind: 'starting' }
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
  private client: LanguageClient | undefined;
  private current: SessionState = { kind: 'stopped' };
  /** The current client has run: a death from now on is a crash and not a server that cannot start. */
  private hasRun = false;
  /** Starts and stops never overlap: a client that is stopped while it starts leaves its server behind. */
  private readonly lifecycle = new Serial();
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
    return this.lifecycle.run(() => this.startNow());
  }

  stop(): Promise<void> {
    return this.lifecycle.run(() => this.stopNow());
  }

  restart(): Promise<void> {
    return this.lifecycle.run(async () => {
      this.restarts.reset();
      await this.stopNow();
      await this.startNow();
    });
  }

  async search(
    query: string,
    limit: number,
    token: vscode.CancellationToken,
    filter: SearchFilter = {},
  ): Promise<SearchResponse> {
    const client = await this.ready(token);
    return client.sendRequest(SearchRequest, { query, limit, ...filter }, token);
  }

  /** Asks a question; `heard` receives pieces of the Markdown answer, and the steps that were taken, as they come. */
  async ask(question: AskQuestion, heard: AskListener, token: vscode.CancellationToken): Promise<AskResponse> {
    const client = await this.ready(token);
    const partialResultToken = `plumb-ask-${++this.asked}`;
    const pieces = client.onProgress(AskProgress, partialResultToken, (value) => heard.onPartial?.(value.markdown));
    const steps = this.stepped.event((step) => {
      if (step.token === partialResultToken) {
        heard.onStep?.(step);
      }
    });
    try {
      const response = await client.sendRequest(AskRequest, { ...question, partialResultToken }, token);
      this.answered.fire({ question, response });
      return response;
    } finally {
      pieces.dispose();
      steps.dispose();
    }
  }

  showPrompt(question: AskQuestion): Promise<PromptPreview> {
    return this.running().sendRequest(ShowPromptRequest, question);
  }

  /** Keeps what somebody thought of an answer. Resolves to the judgements of this workspace that are kept. */
  async feedback(params: FeedbackParams): Promise<number> {
    return (await this.running().sendRequest(FeedbackRequest, params)).count;
  }

  usage(days: number): Promise<UsageReport> {
    return this.running().sendRequest(UsageRequest, { days });
  }

  /** The server's findings of a document, which the editor has open. */
  async findings(uri: string): Promise<readonly WireDiagnostic[]> {
    return (await this.running().sendRequest(DiagnosticRequest, { textDocument: { uri } })).items ?? [];
  }

  setModel(choice: ModelChoice): Promise<{ readonly model?: string; readonly problem?: string }> {
    return this.running().sendRequest(SetModelRequest, choice);
  }

  status(): Promise<IndexStatus> {
    return this.running().sendRequest(StatusRequest, {});
  }

  async rebuild(): Promise<void> {
    await this.running().sendRequest(RebuildRequest, {});
  }

  async pause(): Promise<void> {
    await this.running().sendRequest(PauseRequest, {});
  }

  async resume(): Promise<void> {
    await this.running().sendRequest(ResumeRequest, {});
  }

  /** Ends the run that is under way. False when there was none. */
  async cancelIndexing(): Promise<boolean> {
    return (await this.running().sendRequest(CancelRequest, {})).cancelled;
  }

  async clear(): Promise<void> {
    await this.running().sendRequest(ClearRequest, {});
  }

  why(uri: string): Promise<WhyResult> {
    return this.running().sendRequest(WhyRequest, { uri });
  }

  /** Tokens of a document, or of ranges of it: of several cursors' selections together. */
  tokens(uri: string, ranges: readonly WireRange[], token?: vscode.CancellationToken): Promise<TokensResult> {
    const params = ranges.length === 0 ? { textDocument: { uri } } : { textDocument: { uri }, ranges };
    return this.running().sendRequest(TokensRequest, params, token);
  }

  tokenBoundaries(uri: string, range: WireRange | undefined): Promise<TokenBoundaries> {
    const params = range === undefined ? { textDocument: { uri } } : { textDocument: { uri }, range };
    return this.running().sendRequest(TokenBoundariesRequest, params);
  }

  tokenTree(): Promise<TokenTree> {
    return this.running().sendRequest(TokenTreeRequest, {});
  }

  /** Version of the server as it told it; undefined while none runs. */
  get serverVersion(): string | undefined {
    return this.client?.initializeResult?.serverInfo?.version;
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

  private async startNow(): Promise<void> {
    if (this.disposed) {
      return;
    }
    this.setState({ kind: 'starting' });
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
    const client = new LanguageClient(
      'plumb',
      'Plumb',
      {
        command: location.command,
        args: [...location.args, 'lsp', ...settings().get<string[]>('server.arguments', [])],
      },
      this.clientOptions(),
    );
    client.onDidChangeState(({ newState }) => this.followClient(client, newState));
    client.onNotification(StatusChanged, (status) => {
      if (client === this.client) {
        this.setState({ kind: 'running', status });
      }
    });
    client.onNotification(AskStepped, (step) => this.stepped.fire(step));
    if (editorModelWanted()) {
      announceChat(client);
      client.onRequest(ChatRequest, (params, token) =>
        answerWithEditorModel(
          params,
          (content) => client.sendProgress(ChatProgress, params.partialResultToken, { content }),
          token,
        ),
      );
    }
    this.client = client;
    this.hasRun = false;
    try {
      await client.start();
    } catch (error) {
      this.log.error(text(error));
      this.fail(`The Plumb server did not start (${location.command}). The log says why.`);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error) => this.log.warn(`Stopping the server: ${text(error)}`));
    this.setState({ kind: 'stopped' });
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
      initializationOptions: {
        index: { enabled: settings().get<boolean>('index.enabled', true) },
        embedder: settings().get<string>('embedder', ''),
        lint: { review: settings().get<boolean>('lint.review', false) },
      },
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // Tokens stand on coloured ground in the hover; the server escapes what is the file's own.
      markdown: { supportHtml: true },
      middleware: selectionHover(() => this.client),
      errorHandler: this.errorHandler(),
      initializationFailedHandler: (error) => {
        this.log.error(`initialize failed: ${text(error)}`);
        return false;
      },
    };
  }

  private errorHandler(): ErrorHandler {
    return {
      error: (error): ErrorHandlerResult => {
        this.log.error(`Connection: ${error.message}`);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed: (): CloseHandlerResult => {
        if (!this.hasRun) {
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        if (this.restarts.shouldRestart(Date.now())) {
          this.log.warn('The server stopped unexpectedly. Starting it again.');
          return { action: CloseAction.Restart, handled: true };
        }
        this.fail('The Plumb server stopped four times within three minutes and stays off. The log says why.');
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private followClient(client: LanguageClient, state: State): void {
    if (client !== this.client) {
      return;
    }
    if (state === State.Running) {
      this.hasRun = true;
      this.setState({ kind: 'running', status: undefined });
      this.started.fire();
      this.status().then(
        (status) => {
          if (client === this.client) {
            this.setState({ kind: 'running', status });
          }
        },
        (error) => this.log.warn(`plumb/status: ${text(error)}`),
      );
    } else if (state === State.Starting) {
      this.setState({ kind: 'starting' });
    } else if (this.current.kind !== 'failed') {
      this.setState({ kind: 'stopped' });
    }
  }

  /** The running client; one that is about to start, or to start again after a crash, is waited for. */
  private async ready(token: vscode.CancellationToken): Promise<LanguageClient> {
    const coming = () =>
      this.current.kind === 'starting' || (this.current.kind === 'stopped' && this.client !== undefined);
    if (coming() && !token.isCancellationRequested) {
      await new Promise<void>((resolve) => {
        const listening = vscode.Disposable.from(
          this.onDidChangeState(() => {
            if (!coming()) {
              listening.dispose();
              resolve();
            }
          }),
          token.onCancellationRequested(() => {
            listening.dispose();
            resolve();
          }),
        );
      });
    }
    return this.running();
  }

  private running(): LanguageClient {
    if (this.client === undefined || this.client.state !== State.Running) {
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

/** Tells the server that it may ask the editor's own model. */
function announceChat(client: LanguageClient): void {
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { ...capabilities.experimental, plumb: { chat: true, chatTools: true } };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  });
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('plumb');
}

export function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
