import * as vscode from 'vscode';
import { type Session, text } from '../../infrastructure/session';
import { IndexTree } from './indexTree';

/** The Index view and the commands that steer the index. */
export function registerIndexView(session: Session): vscode.Disposable {
  const tree = new IndexTree(session);
  const command = (name: string, failing: string, run: (argument?: unknown) => Promise<unknown>) =>
    vscode.commands.registerCommand(name, async (argument?: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        void vscode.window.showErrorMessage(`Plumb cannot ${failing}: ${text(error)}`);
      }
    });
  const follow = () => {
    const status = session.state.kind === 'running' ? session.state.status : undefined;
    void vscode.commands.executeCommand('setContext', 'plumb.paused', status?.paused === true);
    void vscode.commands.executeCommand('setContext', 'plumb.indexing', status?.state === 'indexing');
  };
  follow();
  return vscode.Disposable.from(
    tree,
    vscode.window.createTreeView('plumb.indexView', { treeDataProvider: tree }),
    session.onDidChangeState(follow),
    command('plumb.pauseIndexing', 'pause', () => session.pause()),
    command('plumb.resumeIndexing', 'go on', () => session.resume()),
    command('plumb.cancelIndexing', 'cancel', async () => {
      if (!(await session.cancelIndexing())) {
        void vscode.window.showInformationMessage('Nothing is being indexed.');
      }
    }),
    command('plumb.clearIndex', 'clear the index', async () => {
      const clear = 'Clear';
      const choice = await vscode.window.showWarningMessage(
        'Clear the index of this workspace?',
        {
          modal: true,
          detail: 'Its store is emptied, and indexing rests until you resume it. Your files stay as they are.',
        },
        clear,
      );
      if (choice === clear) {
        await session.clear();
      }
    }),
    command('plumb.why', 'say why', async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
      if (uri === undefined) {
        throw new Error('open a file, or choose one in the Explorer.');
      }
      const { message } = await session.why(uri.toString());
      const status = 'Show Index Status';
      if ((await vscode.window.showInformationMessage(message, status)) === status) {
        await vscode.commands.executeCommand('plumb.showStatus');
      }
    }),
  );
}
