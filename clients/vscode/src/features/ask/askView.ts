import * as vscode from 'vscode';
import { openAt } from '../../infrastructure/openAt';
import type { AskQuestion, Citation, Verdict } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';
import { askPage } from './askPage';
import { Entry } from './conversation';
import { exportEntry, exportMarkdown } from './exportMarkdown';
import { readHistory, remember } from './history';

/** Milliseconds between two drawings of an answer that streams. */
const drawEvery = 40;
const historyKey = 'plumb.history';
/** Lines of a cited passage that its preview shows. */
const previewLines = 12;
/** Earlier questions that the server is told of. */
const remembered = 6;

type About = Pick<AskQuestion, 'textDocument' | 'selection'>;

type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly question: string; readonly deep: boolean; readonly about: boolean }
  | { readonly type: 'command'; readonly command: string }
  | {
      readonly type: 'stop' | 'retry' | 'copy' | 'insert';
      readonly entry: number;
    }
  | { readonly type: 'judge'; readonly entry: number; readonly verdict: Verdict; readonly comment: string }
  | { readonly type: 'open' | 'preview'; readonly entry: number; readonly citation: number };

/** What the page may start by itself. */
const commandsOfPage = new Set(['plumb.chooseModel', 'plumb.tour', 'plumb.explainChanges', 'plumb.openWalkthrough']);

/** The side view: a conversation with streamed answers and citations that open the file at the lines. */
export class AskView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'plumb.askView';

  private view: vscode.WebviewView | undefined;
  private ready = false;
  private entries: Entry[] = [];
  private conversation = newId();
  private about: About | undefined;
  private draft = '';
  private readonly running = new Map<Entry, vscode.CancellationTokenSource>();
  private lastId = 0;
  private checking = false;
  /** Sources are to be looked up again when the look that is under way is over. */
  private checkAgain = false;
  private lastChange: string | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly session: Session,
    private readonly extensionUri: vscode.Uri,
    private readonly state: vscode.Memento,
  ) {
    const [latest] = readHistory(state.get(historyKey));
    if (latest !== undefined) {
      this.open(latest.id);
    }
    this.subscriptions = vscode.Disposable.from(
      session.onDidStart(() => this.recheck()),
      // What an answer stands on may have changed whenever the index took something in.
      session.onDidChangeState((state) => {
        const change = state.kind === 'running' ? state.status?.lastChange : undefined;
        if (change !== undefined && change !== this.lastChange) {
          this.lastChange = change;
          this.recheck();
        }
      }),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.ready = false;
    view.webview.options = pageOptions(this.extensionUri);
    view.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    view.onDidChangeVisibility(() => this.recheck());
    view.onDidDispose(() => {
      this.view = undefined;
      this.ready = false;
    });
    view.webview.html = page(view.webview, this.extensionUri, {
      style: 'media/page.css',
      script: 'dist/ask.js',
      body: askPage,
    });
  }

  /** Shows the view with a question to be finished, about the given lines. */
  async begin(draft: string, about?: About): Promise<void> {
    this.draft = draft;
    this.about = about;
    await vscode.commands.executeCommand(`${AskView.id}.focus`);
    this.postDraft();
  }

  /** Asks at once. `title` is what stands above the answer where the question itself is empty. */
  async ask(asked: AskQuestion, title = asked.question): Promise<void> {
    if (this.view === undefined) {
      await vscode.commands.executeCommand(`${AskView.id}.focus`);
    } else {
      this.view.show(true);
    }
    const conversation = this.entries
      .filter((entry) => entry.state === 'done')
      .slice(-remembered)
      .map((entry) => ({ question: entry.title, answer: entry.markdown }));
    const entry = Entry.begin(++this.lastId, asked, title);
    this.entries.push(entry);
    this.draw(entry);
    await this.run(entry, conversation);
  }

  startAnew(): Promise<void> {
    this.cancelAll();
    this.entries = [];
    this.conversation = newId();
    this.drawAll();
    return this.begin('');
  }

  stop(): void {
    this.cancelAll();
  }

  async pickFromHistory(): Promise<void> {
    const history = readHistory(this.state.get(historyKey));
    const forget: vscode.QuickPickItem = { label: '$(trash) Forget All Conversations of This Workspace' };
    const items = history.map(({ id, changed, entries }) => ({
      label: entries[0]?.title ?? '',
      description: `${new Date(changed).toLocaleString()}, ${entries.length} ${entries.length === 1 ? 'question' : 'questions'}`,
      id,
    }));
    const choice = await vscode.window.showQuickPick<vscode.QuickPickItem & { id?: string }>([...items, forget], {
      title: 'Conversations of This Workspace',
      matchOnDescription: true,
    });
    if (choice === forget) {
      await this.state.update(historyKey, undefined);
      await this.startAnew();
    } else if (choice?.id !== undefined) {
      this.cancelAll();
      this.open(choice.id);
      this.drawAll();
      this.recheck();
      await vscode.commands.executeCommand(`${AskView.id}.focus`);
    }
  }

  async export(): Promise<void> {
    if (this.entries.length === 0) {
      void vscode.window.showInformationMessage('There is nothing to export yet: ask a question first.');
      return;
    }
    const content = exportMarkdown(this.entries);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.cancelAll();
  }

  private async run(entry: Entry, conversation: NonNullable<AskQuestion['conversation']>): Promise<void> {
    const cancellation = new vscode.CancellationTokenSource();
    this.running.set(entry, cancellation);
    let pending: NodeJS.Timeout | undefined;
    const drawSoon = () => {
      pending ??= setTimeout(() => {
        pending = undefined;
        this.draw(entry);
      }, drawEvery);
    };
    try {
      const response = await this.session.ask(
        { ...openFile(), ...entry.asked, ...(conversation.length > 0 ? { conversation } : {}) },
        {
          onPartial: (markdown) => {
            entry.append(markdown);
            drawSoon();
          },
          onStep: (step) => {
            entry.step(step);
            drawSoon();
          },
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
      this.running.delete(entry);
      cancellation.dispose();
      this.draw(entry);
      this.save();
    }
  }

  private receive(message: FromView): void {
    this.handle(message).catch((error) => vscode.window.showErrorMessage(`Plumb: ${text(error)}`));
  }

  private async handle(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.drawAll();
        this.postDraft();
        this.recheck();
        return;
      case 'ask': {
        const about = message.about ? this.about : undefined;
        this.about = undefined;
        this.draft = '';
        await this.ask({ question: message.question, ...about, ...(message.deep ? { deep: true } : {}) });
        return;
      }
      case 'command':
        if (commandsOfPage.has(message.command)) {
          await vscode.commands.executeCommand(message.command);
        }
        return;
    }
    const entry = this.entries.find(({ id }) => id === message.entry);
    if (entry === undefined) {
      return;
    }
    switch (message.type) {
      case 'stop':
        this.running.get(entry)?.cancel();
        return;
      case 'retry':
        await this.ask(entry.asked, entry.title);
        return;
      case 'copy':
        await vscode.env.clipboard.writeText(exportEntry(entry));
        vscode.window.setStatusBarMessage('Answer copied', 2000);
        return;
      case 'insert':
        await insertAtCursor(entry.markdown);
        return;
      case 'judge':
        await this.judge(entry, message.verdict, message.comment.trim());
        return;
      case 'open': {
        const citation = entry.citationNow(message.citation);
        if (citation !== undefined) {
          await openAt(citation.uri, citation.range, { preview: true });
        }
        return;
      }
      case 'preview': {
        const citation = entry.citationNow(message.citation);
        if (citation !== undefined) {
          this.post({ type: 'preview', entry: entry.id, citation: message.citation, text: await passage(citation) });
        }
        return;
      }
    }
  }

  /** The server keeps the last verdict of a question: one that was given is followed by its comment. */
  private async judge(entry: Entry, verdict: Verdict, comment: string): Promise<void> {
    const [cited] = entry.citations;
    const folder = cited && vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(cited.uri))?.uri.toString();
    await this.session.feedback({
      question: entry.title,
      answer: entry.markdown,
      verdict,
      citations: entry.citations.map(({ path, startLine, endLine }) => ({ path, startLine, endLine })),
      ...(comment.length > 0 ? { comment } : {}),
      ...(folder === undefined ? {} : { folder }),
    });
    entry.judge(verdict, comment);
    this.draw(entry);
    this.save();
  }

  private open(id: string): void {
    const saved = readHistory(this.state.get(historyKey)).find((conversation) => conversation.id === id);
    if (saved !== undefined) {
      this.conversation = saved.id;
      this.entries = saved.entries.map((entry) => Entry.restore(++this.lastId, entry));
    }
  }

  private save(): void {
    const saved = { id: this.conversation, changed: Date.now(), entries: this.entries.map((entry) => entry.save()) };
    void this.state.update(historyKey, remember(readHistory(this.state.get(historyKey)), saved));
  }

  /** Tells of the answers that are shown which of their sources are not what they were. One look at a time. */
  private recheck(): void {
    this.checkAgain = true;
    if (!this.checking && this.ready && this.view?.visible === true && this.session.state.kind === 'running') {
      this.checking = true;
      void this.lookUpSources().finally(() => {
        this.checking = false;
        if (this.checkAgain) {
          this.recheck();
        }
      });
    }
  }

  private async lookUpSources(): Promise<void> {
    this.checkAgain = false;
    const entries = this.entries.filter(({ state, citations }) => state === 'done' && citations.length > 0);
    if (entries.length === 0) {
      return;
    }
    try {
      const places = await this.session.checkAnswer(entries.flatMap(({ citations }) => citations));
      let first = 0;
      for (const entry of entries) {
        const own = places.slice(first, first + entry.citations.length);
        first += own.length;
        if (entry.recheck(own)) {
          this.draw(entry);
        }
      }
    } catch (error) {
      // A server that goes away meanwhile: the next one is asked again.
      this.session.warn(`plumb/checkAnswer: ${text(error)}`);
    }
  }

  private draw(entry: Entry): void {
    if (this.entries.includes(entry)) {
      this.post({ type: 'entry', entry: entry.view() });
    }
  }

  private drawAll(): void {
    this.post({ type: 'entries', entries: this.entries.map((entry) => entry.view()) });
  }

  private postDraft(): void {
    const { textDocument, selection } = this.about ?? {};
    const about =
      textDocument === undefined || selection === undefined
        ? ''
        : `${vscode.workspace.asRelativePath(vscode.Uri.parse(textDocument.uri))}:${selection.start.line + 1}-${selection.end.line + 1}`;
    this.post({ type: 'draft', text: this.draft, about });
  }

  private post(message: object): void {
    if (this.ready) {
      void this.view?.webview.postMessage(message);
    }
  }

  private cancelAll(): void {
    for (const cancellation of this.running.values()) {
      cancellation.cancel();
    }
  }
}

function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** The open file is a little nearer than the others. */
function openFile(): About {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === 'file' ? { textDocument: { uri: document.uri.toString() } } : {};
}

async function insertAtCursor(markdown: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new Error('Open the file that the answer shall be inserted into.');
  }
  await editor.edit((edit) => edit.insert(editor.selection.active, markdown));
}

/** The first lines of what is cited, as the editor shows them now. */
async function passage(citation: Citation): Promise<string> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(citation.uri));
    const last = Math.min(citation.endLine, citation.startLine + previewLines - 1, document.lineCount);
    const lines: string[] = [];
    for (let line = citation.startLine; line <= last; line++) {
      lines.push(`${String(line).padStart(5)}  ${document.lineAt(line - 1).text}`);
    }
    return lines.join('\n') + (citation.endLine > last ? '\n    …' : '');
  } catch (error) {
    return text(error);
  }
}
