import * as vscode from 'vscode';
import type { AskQuestion } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';
import { AskView } from './askView';
import { registerEvidence } from './evidence';
import { promptMarkdown } from './promptText';

/** The Ask view, and the commands and light bulbs that lead to it. */
export function registerAsk(session: Session, context: vscode.ExtensionContext): vscode.Disposable {
  const view = new AskView(session, context.extensionUri, context.workspaceState);
  const command = (name: string, run: (argument?: unknown) => unknown) =>
    vscode.commands.registerCommand(name, async (argument?: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        void vscode.window.showErrorMessage(`Plumb: ${text(error)}`);
      }
    });
  return vscode.Disposable.from(
    view,
    registerEvidence(session),
    vscode.window.registerWebviewViewProvider(AskView.id, view, { webviewOptions: { retainContextWhenHidden: true } }),
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file' },
      { provideCodeActions: selectionActions },
      { providedCodeActionKinds: [askKind] },
    ),
    command('plumb.ask', async (argument) => {
      const question = typeof argument === 'string' ? argument.trim() : '';
      await (question.length > 0 ? view.ask({ question }) : view.begin(selectedName()));
    }),
    command('plumb.askSelection', () => view.begin('', selectionOf(vscode.window.activeTextEditor))),
    command('plumb.explainSelection', () => {
      const editor = vscode.window.activeTextEditor;
      const about = selectionOf(editor);
      if (editor === undefined || about === undefined) {
        throw new Error('Select the lines to explain first.');
      }
      const name = vscode.workspace.asRelativePath(editor.document.uri);
      const { start, end } = editor.selection;
      return view.ask({ question: '', task: 'explain', ...about }, `Explain ${name}:${start.line + 1}-${end.line + 1}`);
    }),
    command('plumb.tour', () => view.ask({ question: '', task: 'tour' }, 'Where do I begin?')),
    command('plumb.explainChanges', () =>
      view.ask({ question: '', task: 'diff' }, 'What changed since the last commit?'),
    ),
    command('plumb.newConversation', () => view.startAnew()),
    command('plumb.showHistory', () => view.pickFromHistory()),
    command('plumb.exportConversation', () => view.export()),
    command('plumb.stopAnswer', () => view.stop()),
    command('plumb.showPrompt', async () => {
      const question = await vscode.window.showInputBox({
        title: 'Show What Would Be Sent',
        prompt: 'The prompt is made and shown; no model is asked.',
        ignoreFocusOut: true,
      });
      if (question !== undefined && question.trim().length > 0) {
        const content = promptMarkdown(question, await session.showPrompt({ question: question.trim() }));
        await vscode.window.showTextDocument(
          await vscode.workspace.openTextDocument({ language: 'markdown', content }),
        );
      }
    }),
  );
}

const askKind = vscode.CodeActionKind.Empty.append('plumb');

function selectionActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  return range.isEmpty || document.uri.scheme !== 'file'
    ? []
    : [action('Ask Plumb about this', 'plumb.askSelection'), action('Explain with Plumb', 'plumb.explainSelection')];
}

function action(title: string, command: string): vscode.CodeAction {
  const made = new vscode.CodeAction(title, askKind);
  made.command = { title, command };
  return made;
}

function selectionOf(
  editor: vscode.TextEditor | undefined,
): Required<Pick<AskQuestion, 'textDocument' | 'selection'>> | undefined {
  if (editor === undefined || editor.selection.isEmpty) {
    return undefined;
  }
  const { start, end } = editor.selection;
  return { textDocument: { uri: editor.document.uri.toString() }, selection: { start, end } };
}

/** A selected name makes a good start of a question; a selected passage does not. */
function selectedName(): string {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection).trim();
  return /^[\w.$:#-]{1,80}$/u.test(selected) ? `What does ${selected} do?` : '';
}
