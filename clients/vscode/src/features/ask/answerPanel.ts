import * as vscode from 'vscode';
import { openAt } from '../../infrastructure/openAt';
import { type Session, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';
import { Entry } from './conversation';

/** Milliseconds between two drawings of an answer that streams. */
const drawEvery = 40;

type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'cancel'; readonly entry: number }
  | { readonly type: 'open'; readonly entry: number; readonly citation: number };

/** The panel beside the editor: questions, streamed answers, citations that open the file at the lines. */
export class AnswerPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly entries: Entry[] = [];
  private readonly running = new Map<number, vscode.CancellationTokenSource>();
  private lastId = 0;

  constructor(
    private readonly session: Session,
    private readonly extensionUri: vscode.Uri,
  ) {}

  async ask(question: string): Promise<void> {
    const entry = new Entry(++this.lastId, question);
    this.entries.push(entry);
    this.show();
    this.draw(entry);

    const cancellation = new vscode.CancellationTokenSource();
    this.running.set(entry.id, cancellation);
    let pending: NodeJS.Timeout | undefined;
    try {
      const response = await this.session.ask(
        question,
        (markdown) => {
          entry.append(markdown);
          pending ??= setTimeout(() => {
            pending = undefined;
            this.draw(entry);
          }, drawEvery);
        },
        cancellation.token,
      );
      entry.finish(response);
    } catch (error) {
      if (cancellation.token.isCancellationRequested) {
        entry.cancel();
      } else {
        entry.fail(text(error));
      }
    } finally {
      clearTimeout(pending);
      this.running.delete(entry.id);
      cancellation.dispose();
      this.draw(entry);
    }
  }

  dispose(): void {
    this.cancelAll();
    this.panel?.dispose();
  }

  private show(): void {
    if (this.panel !== undefined) {
      this.panel.reveal(undefined, true);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      'plumb.answer',
      'Plumb',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { ...pageOptions(this.extensionUri), enableFindWidget: true },
    );
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.cancelAll();
      this.entries.length = 0;
    });
    panel.webview.html = page(panel.webview, this.extensionUri, {
      style: 'answer.css',
      script: 'answer.js',
      body: `<main id="entries" aria-live="polite"></main>
<form id="ask"><input id="question" type="text" autocomplete="off" placeholder="Ask another question" aria-label="Question"></form>`,
    });
    this.panel = panel;
  }

  private receive(message: FromView): void {
    switch (message.type) {
      case 'ready':
        for (const entry of this.entries) {
          this.draw(entry);
        }
        break;
      case 'ask':
        void this.ask(message.question);
        break;
      case 'cancel':
        this.running.get(message.entry)?.cancel();
        break;
      case 'open':
        this.open(message.entry, message.citation).catch((error) =>
          vscode.window.showErrorMessage(`Plumb cannot open the citation: ${text(error)}`),
        );
        break;
    }
  }

  private async open(entryId: number, index: number): Promise<void> {
    const citation = this.entries.find((entry) => entry.id === entryId)?.citations[index];
    if (citation !== undefined) {
      await openAt(citation.uri, citation.range, { viewColumn: this.editorColumn(), preview: true });
    }
  }

  /** Code opens where the code is: in another group than the panel's. */
  private editorColumn(): vscode.ViewColumn {
    const own = this.panel?.viewColumn;
    const other = vscode.window.visibleTextEditors.find(
      (editor) => editor.viewColumn !== undefined && editor.viewColumn !== own,
    )?.viewColumn;
    return other ?? (own === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One);
  }

  private draw(entry: Entry): void {
    void this.panel?.webview.postMessage({ type: 'entry', entry: entry.view() });
  }

  private cancelAll(): void {
    for (const cancellation of this.running.values()) {
      cancellation.cancel();
    }
  }
}
