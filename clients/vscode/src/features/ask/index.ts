import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import { AnswerPanel } from './answerPanel';

/** *Plumb: Ask the Codebase*. Takes the question from its argument, else from an input box. */
export function registerAsk(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  const panel = new AnswerPanel(session, extensionUri);
  const command = vscode.commands.registerCommand('plumb.ask', async (argument?: unknown) => {
    const question =
      typeof argument === 'string'
        ? argument
        : await vscode.window.showInputBox({
            title: 'Ask the Codebase',
            prompt: 'Answered from this workspace, with citations.',
            placeHolder: 'How are retries configured?',
            value: selectedName(),
          });
    if (question !== undefined && question.trim().length > 0) {
      await panel.ask(question.trim());
    }
  });
  return vscode.Disposable.from(panel, command);
}

/** A selected name makes a good start of a question; a selected passage does not. */
function selectedName(): string {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection).trim();
  return /^[\w.$:#-]{1,80}$/u.test(selected) ? `What does ${selected} do?` : '';
}
