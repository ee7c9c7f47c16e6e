import * as vscode from 'vscode';
import { type Tracing, traceLog } from './traceLog';

const setting = 'trace.server';

const tracing: Tracing = {
  isOn: () => vscode.workspace.getConfiguration('plumb').get<string>(setting, 'off') !== 'off',
  onDidChange: (listener) =>
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`plumb.${setting}`)) {
        listener(undefined);
      }
    }),
};

/** The channel for the messages between the editor and the server. */
export function tracesOf(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return traceLog(log, tracing, vscode.LogLevel.Trace);
}

/** *Trace the Messages with the Server*: switches it on, or off again, and shows the log. */
export async function toggleTrace(log: vscode.LogOutputChannel): Promise<void> {
  const on = !tracing.isOn();
  await vscode.workspace
    .getConfiguration('plumb')
    .update(setting, on ? 'messages' : undefined, vscode.ConfigurationTarget.Global);
  vscode.window.setStatusBarMessage(on ? 'Plumb traces into its log' : 'Plumb traces no more', 3000);
  log.show(true);
}
