import * as vscode from 'vscode';
import { type Session, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';

type FromView = { readonly type: 'load'; readonly days: number };

const choices = [7, 30, 90, 365];

/** *Show Usage*: what was sent to models, when, and what it cost. */
export function registerUsage(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  let panel: vscode.WebviewPanel | undefined;
  const load = async (days: number): Promise<void> => {
    try {
      void panel?.webview.postMessage({ type: 'report', report: await session.usage(days) });
    } catch (error) {
      void panel?.webview.postMessage({ type: 'problem', message: text(error) });
    }
  };
  const show = (): void => {
    if (panel !== undefined) {
      panel.reveal();
      void panel.webview.postMessage({ type: 'again' });
      return;
    }
    panel = vscode.window.createWebviewPanel('plumb.usage', 'Plumb: Usage', vscode.ViewColumn.Active, {
      ...pageOptions(extensionUri),
      retainContextWhenHidden: true,
    });
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      panel = undefined;
    });
    panel.webview.onDidReceiveMessage(({ days }: FromView) => load(days));
    panel.webview.html = page(panel.webview, extensionUri, {
      style: 'media/usage.css',
      script: 'dist/usage.js',
      body: `<main>
<header><h1>Usage</h1><label>Time <select id="days">${choices
        .map((days) => `<option value="${days}"${days === 30 ? ' selected' : ''}>${days} days</option>`)
        .join('')}</select></label></header>
<div id="report" aria-live="polite"></div>
</main>`,
    });
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('plumb.showUsage', show),
    new vscode.Disposable(() => panel?.dispose()),
  );
}
