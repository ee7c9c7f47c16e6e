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
import {
  AskProgress,
  AskRequest,
  type AskResponse,
  type IndexStatus,
  RebuildRequest,
  SearchRequest,
  type SearchResponse,
  StatusChanged,
  StatusRequest,
  TokensRequest,
  type TokensResult,
  type WireRange,
} from './protocol';
import { RestartPolicy } from './restartPolicy';
import { Serial } from './serial';
import { locateServer } from './serverLocation';

/** What the server is doing, for whoever shows it. */
export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly status: IndexStatus | undefined }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

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
  private asked = 0;
  private disposed = false;

  readonly onDidChangeState = this.stateChanged.event;

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

  search(query: string, limit: number, token: vscode.CancellationToken): Promise<SearchResponse> {
    return this.running().sendRequest(SearchRequest, { query, limit }, token);
  }

  /** Asks a question; `onPartial` receives pieces of the Markdown answer as they come. */
  async ask(
    question: string,
    onPartial: (markdown: string) => void,
    token: vscode.CancellationToken,
  ): Promise<AskResponse> {
    const client = this.running();
    const partialResultToken = `plumb-ask-${++this.asked}`;
    const listener = client.onProgress(AskProgress, partialResultToken, (value) => onPartial(value.markdown));
    try {
      return await client.sendRequest(AskRequest, { question, partialResultToken }, token);
    } finally {
      listener.dispose();
    }
  }

  status(): Promise<IndexStatus> {
    return this.running().sendRequest(StatusRequest, {});
  }

  async rebuild(): Promise<void> {
    await this.running().sendRequest(RebuildRequest, {});
  }

  tokens(uri: string, range: WireRange | undefined, token: vscode.CancellationToken): Promise<TokensResult> {
    const params = range === undefined ? { textDocument: { uri } } : { textDocument: { uri }, range };
    return this.running().sendRequest(TokensRequest, params, token);
  }

  dispose(): void {
    this.disposed = true;
    void this.stop();
    this.stateChanged.dispose();
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
    });
    if ('problem' in location) {
      this.fail(location.problem, location.setting);
      return;
    }

    this.log.info(`Starting ${location.command}`);
    const client = new LanguageClient(
      'plumb',
      'Plumb',
      { command: location.command, args: ['lsp', ...settings().get<string[]>('server.arguments', [])] },
      this.clientOptions(),
    );
    client.onDidChangeState(({ newState }) => this.followClient(client, newState));
    client.onNotification(StatusChanged, (status) => {
      if (client === this.client) {
        this.setState({ kind: 'running', status });
      }
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
      },
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
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

  private running(): LanguageClient {
    if (this.client === undefined || this.client.state !== State.Running) {
      const why = this.current.kind === 'failed' ? this.current.message : 'The Plumb server is not running yet.';
      throw new Error(why);
    }
    return this.client;
  }

  private fail(message: string, setting?: string): void {
    this.log.error(message);
    this.setState({ kind: 'failed', message });
    const actions = setting === undefined ? ['Restart Server', 'Show Log'] : ['Open Setting', 'Restart Server'];
    void vscode.window.showErrorMessage(message, ...actions).then((choice) => {
      if (choice === 'Open Setting') {
        void vscode.commands.executeCommand('workbench.action.openSettings', setting);
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
