import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type Middleware,
  ProgressType,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient/node';
import {
  type AskPartial,
  type AskStepNotification,
  askStepped,
  type ChatParams,
  type ChatResult,
  chat,
  type IndexStatus,
  statusChanged,
  type WireRequest,
} from './protocol';

// A bundle of its own: it is most of the extension's code, and loaded when the server is started, after the activation.

/** What the client is told to do, and whom it tells. */
export interface ClientParts {
  readonly command: string;
  readonly args: string[];
  readonly initializationOptions: object;
  readonly log: vscode.LogOutputChannel;
  /** Where the messages are written that go to and fro, when they are wanted. */
  readonly trace: vscode.LogOutputChannel;
  readonly middleware: Middleware;
  readonly onState: (state: 'running' | 'stopped') => void;
  readonly onStatus: (status: IndexStatus) => void;
  readonly onStep: (step: AskStepNotification) => void;
  /** The connection ended without having been told to. The client is of no use any more. */
  readonly onClosed: () => void;
  /** Answers for the server with the editor's own model; undefined where that is not wanted. */
  readonly onChat:
    | ((params: ChatParams, onPiece: (content: string) => void, token: vscode.CancellationToken) => Promise<ChatResult>)
    | undefined;
}

/** A client that is not started yet. */
export function makeClient(parts: ClientParts): Client {
  const { log } = parts;
  const client = new LanguageClient(
    'plumb',
    'Plumb',
    { command: parts.command, args: parts.args },
    {
      documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
      initializationOptions: parts.initializationOptions,
      outputChannel: log,
      traceOutputChannel: parts.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // Tokens stand on coloured ground in the hover; the server escapes what is the file's own.
      markdown: { supportHtml: true },
      middleware: parts.middleware,
      errorHandler: {
        error: (error) => {
          log.error(`Connection: ${error.message}`);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => {
          parts.onClosed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      initializationFailedHandler: (error) => {
        log.error(`initialize failed: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      },
    },
  );
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Starting) {
      parts.onState(newState === State.Running ? 'running' : 'stopped');
    }
  });
  client.onNotification(statusChanged, parts.onStatus);
  client.onNotification(askStepped, parts.onStep);
  const { onChat } = parts;
  // Lenses and actions of questions are the extension's own; the editor's model is there where the user wants it asked.
  announce(client, { questions: true, ...(onChat === undefined ? {} : { chat: true, chatTools: true }) });
  if (onChat !== undefined) {
    const pieces = new ProgressType<{ readonly content: string }>();
    client.onRequest(chat, (params: ChatParams, token: vscode.CancellationToken) =>
      onChat(params, (content) => void client.sendProgress(pieces, params.partialResultToken, { content }), token),
    );
  }
  return new Client(client);
}

/** The editor's side of one server, from its start to its end. */
export class Client {
  private readonly answers = new ProgressType<AskPartial>();

  constructor(private readonly client: LanguageClient) {}

  get isRunning(): boolean {
    return this.client.state === State.Running;
  }

  /** Version of the server, as it told it. */
  get serverVersion(): string | undefined {
    return this.client.initializeResult?.serverInfo?.version;
  }

  start(): Promise<void> {
    return this.client.start();
  }

  dispose(): Promise<void> {
    return this.client.dispose();
  }

  send<P, R>({ method }: WireRequest<P, R>, params: P, token?: vscode.CancellationToken): Promise<R> {
    // A token that is not there would go over the wire as one more parameter.
    return token === undefined
      ? this.client.sendRequest<R>(method, params)
      : this.client.sendRequest<R>(method, params, token);
  }

  /** Pieces of the answer that was asked for with this token. */
  onAnswer(token: string, heard: (partial: AskPartial) => void): vscode.Disposable {
    return this.client.onProgress(this.answers, token, heard);
  }

  /** The protocol's hover, with the selection that is under the mouse. */
  async hover(
    document: vscode.TextDocument,
    position: vscode.Position,
    selected: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const { code2ProtocolConverter: toWire, protocol2CodeConverter: fromWire } = this.client;
    const params = {
      ...toWire.asTextDocumentPositionParams(document, position),
      range: toWire.asRange(selected),
    };
    const hover = await this.client.sendRequest('textDocument/hover', params, token);
    return fromWire.asHover(hover as Parameters<typeof fromWire.asHover>[0]);
  }
}

/** Tells the server what this client does beyond the protocol. */
function announce(client: LanguageClient, plumb: Readonly<Record<string, boolean>>): void {
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { ...capabilities.experimental, plumb };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  });
}
