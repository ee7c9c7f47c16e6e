import * as vscode from 'vscode';
import { type Session, text } from '../../infrastructure/session';
import { linkMentions } from '../ask/citations';
import { findQuestions } from './questionComments';

/** Milliseconds between two drawings of an answer that streams. */
const drawEvery = 80;

interface Asked {
  readonly question: string;
  readonly cancellation: vscode.CancellationTokenSource;
}

/** Questions in comments: a lens asks them, and the answer appears under the line as a thread of comments. */
export function registerInline(session: Session): vscode.Disposable {
  return new InlineQuestions(session);
}

class InlineQuestions implements vscode.Disposable, vscode.CodeLensProvider {
  private readonly controller = vscode.comments.createCommentController('plumb.inline', 'Plumb');
  private readonly threads = new Map<vscode.CommentThread, Asked>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly session: Session) {
    this.controller.options = { placeHolder: 'Ask Plumb', prompt: 'Ask Plumb' };
    this.subscriptions = vscode.Disposable.from(
      this.controller,
      vscode.languages.registerCodeLensProvider([{ scheme: 'file' }, { scheme: 'untitled' }], this),
      vscode.commands.registerCommand('plumb.askInline', (uri: vscode.Uri, line: number, question: string) =>
        this.ask(uri, line, question),
      ),
      vscode.commands.registerCommand('plumb.closeInline', (thread: vscode.CommentThread) => this.close(thread)),
      vscode.commands.registerCommand('plumb.openInline', (thread: vscode.CommentThread) => {
        const question = this.threads.get(thread)?.question;
        this.close(thread);
        return vscode.commands.executeCommand('plumb.ask', question);
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return findQuestions(document.getText()).map(
      ({ line, question }) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title: '$(comment-discussion) Ask Plumb',
          tooltip: question,
          command: 'plumb.askInline',
          arguments: [document.uri, line, question],
        }),
    );
  }

  dispose(): void {
    for (const thread of [...this.threads.keys()]) {
      this.close(thread);
    }
    this.subscriptions.dispose();
  }

  private async ask(uri: vscode.Uri, line: number, question: string): Promise<void> {
    for (const old of [...this.threads.keys()]) {
      if (old.uri.toString() === uri.toString() && old.range?.start.line === line) {
        this.close(old);
      }
    }
    const thread = this.controller.createCommentThread(uri, new vscode.Range(line, 0, line, 0), []);
    const asked = { question, cancellation: new vscode.CancellationTokenSource() };
    this.threads.set(thread, asked);
    thread.label = question;
    thread.canReply = false;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;

    let streamed = '';
    let pending: NodeJS.Timeout | undefined;
    const show = (markdown: string) => {
      if (this.threads.has(thread)) {
        thread.comments = [comment(markdown)];
      }
    };
    show('_Looking through the workspace…_');
    try {
      const response = await this.session.ask(
        { question, textDocument: { uri: uri.toString() } },
        {
          onPartial: (piece) => {
            streamed += piece;
            pending ??= setTimeout(() => {
              pending = undefined;
              show(streamed);
            }, drawEvery);
          },
        },
        asked.cancellation.token,
      );
      clearTimeout(pending);
      const notes = response.notes.map((note) => `\n\n_${note}_`).join('');
      show(linkMentions(response.answer, response.citations) + notes);
    } catch (error) {
      clearTimeout(pending);
      show(text(error));
    }
  }

  private close(thread: vscode.CommentThread): void {
    const asked = this.threads.get(thread);
    this.threads.delete(thread);
    asked?.cancellation.cancel();
    asked?.cancellation.dispose();
    thread.dispose();
  }
}

function comment(markdown: string): vscode.Comment {
  return {
    // Neither commands nor HTML: an answer quotes files, and a file may say anything.
    body: new vscode.MarkdownString(markdown),
    mode: vscode.CommentMode.Preview,
    author: { name: 'Plumb' },
  };
}
