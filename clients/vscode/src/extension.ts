import * as vscode from 'vscode';
import { registerAsk } from './features/ask';
import { registerSearch } from './features/search';
import { registerStatus } from './features/status';
import { registerTokens } from './features/tokens';
import { Session } from './infrastructure/session';

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Plumb', { log: true });
  const current = new Session(context.extensionPath, log);
  session = current;
  context.subscriptions.push(
    log,
    current,
    registerAsk(current, context.extensionUri),
    registerSearch(current),
    registerStatus(current, context.extensionUri),
    registerTokens(current),
    vscode.commands.registerCommand('plumb.restartServer', () => current.restart()),
    vscode.commands.registerCommand('plumb.showLog', () => log.show(true)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (['plumb.server', 'plumb.index', 'plumb.embedder'].some((name) => change.affectsConfiguration(name))) {
        void current.restart();
      }
    }),
  );
  // Not awaited: the editor goes on while the server starts.
  void current.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
