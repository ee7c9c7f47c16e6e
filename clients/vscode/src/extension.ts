import * as vscode from 'vscode';
import { registerAsk } from './features/ask';
import { registerChat } from './features/chat';
import { registerIndexView } from './features/indexView';
import { registerInline } from './features/inline';
import { registerModel } from './features/model';
import { registerReport } from './features/report';
import { registerSearch } from './features/search';
import { registerStatus } from './features/status';
import { registerTokens } from './features/tokens';
import { registerUsage } from './features/usage';
import { Session } from './infrastructure/session';
import { toggleTrace } from './infrastructure/tracing';

/** Settings that the server takes in only when it starts. It follows the others by itself. */
const readAtStart = ['plumb.server', 'plumb.embedder', 'plumb.ask.useEditorModel', 'plumb.lint.review'];

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Plumb', { log: true });
  const current = new Session(context.extensionPath, log);
  session = current;
  context.subscriptions.push(
    log,
    current,
    registerAsk(current, context),
    registerChat(current, context.extensionUri),
    registerIndexView(current),
    registerInline(current),
    registerModel(current, context),
    registerReport(current, context),
    registerSearch(current, context.extensionUri),
    registerStatus(current, context.extensionUri),
    registerTokens(current, context.extensionUri),
    registerUsage(current, context.extensionUri),
    vscode.commands.registerCommand('plumb.restartServer', () => current.restart()),
    vscode.commands.registerCommand('plumb.showLog', () => log.show(true)),
    vscode.commands.registerCommand('plumb.traceServer', () => toggleTrace(log)),
    vscode.commands.registerCommand('plumb.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#plumb.start`, false),
    ),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (readAtStart.some((name) => change.affectsConfiguration(name))) {
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
