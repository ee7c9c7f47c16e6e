import * as vscode from 'vscode';
import { type Session, type SessionState, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';
import { statusLook, statusMarkdown } from './statusText';

/** The status bar item, *Show Index Status* and *Rebuild Index*. */
export function registerStatus(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('plumb.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Plumb';
  const draw = (state: SessionState) => drawItem(item, state);
  draw(session.state);
  item.show();

  const view = new StatusPanel(session, extensionUri);
  return vscode.Disposable.from(
    item,
    view,
    session.onDidChangeState((state) => {
      draw(state);
      view.draw();
    }),
    vscode.commands.registerCommand('plumb.showStatus', () => view.show()),
    vscode.commands.registerCommand('plumb.rebuildIndex', () =>
      session
        .rebuild()
        .catch((error) => vscode.window.showErrorMessage(`Plumb cannot rebuild the index: ${text(error)}`)),
    ),
  );
}

function drawItem(item: vscode.StatusBarItem, state: SessionState): void {
  const look = lookOf(state);
  item.text = look.text;
  item.command = state.kind === 'failed' ? 'plumb.showLog' : 'plumb.showStatus';
  item.backgroundColor =
    look.severity === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${look.severity}Background`);
  item.tooltip = tooltipOf(state);
  item.accessibilityInformation = { label: look.text.replace(/\$\([^)]*\)\s*/gu, '') };
}

function lookOf(state: SessionState): ReturnType<typeof statusLook> {
  switch (state.kind) {
    case 'starting':
      return { text: `$(sync~spin) Plumb: starting${state.why === undefined ? '' : ' again'}`, severity: 'normal' };
    case 'running':
      return statusLook(state.status);
    case 'stopped':
      return { text: '$(debug-stop) Plumb: stopped', severity: 'warning' };
    case 'failed':
      return { text: '$(error) Plumb: server failed', severity: 'error' };
  }
}

function tooltipOf(state: SessionState): vscode.MarkdownString | string {
  if (state.kind === 'failed' || state.kind === 'starting') {
    return (state.kind === 'failed' ? state.message : state.why) ?? 'Plumb';
  }
  return state.kind === 'running' && state.status !== undefined
    ? new vscode.MarkdownString(statusMarkdown(state.status))
    : 'Plumb';
}

/** *Show Index Status*: a page that follows the index while it is open. */
class StatusPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly session: Session,
    private readonly extensionUri: vscode.Uri,
  ) {}

  show(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel('plumb.status', 'Plumb: Index Status', vscode.ViewColumn.Active, {
      ...pageOptions(this.extensionUri),
      retainContextWhenHidden: true,
    });
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    this.panel = panel;
    panel.webview.onDidReceiveMessage(() => this.refresh());
    panel.webview.html = page(panel.webview, this.extensionUri, {
      style: 'media/page.css',
      script: 'dist/status.js',
      body: '<main><h2 class="question">Index Status</h2><div id="status"></div></main>',
    });
  }

  draw(): void {
    if (this.panel !== undefined) {
      void this.refresh();
    }
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private async refresh(): Promise<void> {
    let markdown: string;
    try {
      markdown = statusMarkdown(await this.session.status());
    } catch (error) {
      markdown = text(error);
    }
    void this.panel?.webview.postMessage({ markdown });
  }
}
