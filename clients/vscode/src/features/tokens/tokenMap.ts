import * as vscode from 'vscode';
import { type Session, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';

type FromView = { readonly type: 'ready' } | { readonly type: 'open'; readonly uri: string };

/** *Show Token Map*: the workspace as a treemap, the area of a file being its tokens. */
export class TokenMap implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly command: vscode.Disposable;

  constructor(
    private readonly session: Session,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.command = vscode.commands.registerCommand('plumb.showTokenMap', () => this.show());
  }

  dispose(): void {
    this.command.dispose();
    this.panel?.dispose();
  }

  private async show(): Promise<void> {
    if (this.panel !== undefined) {
      this.panel.reveal();
      await this.load();
      return;
    }
    const panel = vscode.window.createWebviewPanel('plumb.tokenMap', 'Plumb: Token Map', vscode.ViewColumn.Active, {
      ...pageOptions(this.extensionUri),
      retainContextWhenHidden: true,
    });
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: FromView) => {
      if (message.type === 'ready') {
        void this.load();
      } else {
        void vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(message.uri));
      }
    });
    panel.webview.html = page(panel.webview, this.extensionUri, {
      style: 'media/treemap.css',
      script: 'media/treemap.js',
      body: `<header><nav id="path" aria-label="Folder"></nav><p id="total" role="status">Counting</p></header>
<main id="map" aria-label="Token map"></main>`,
    });
  }

  private async load(): Promise<void> {
    try {
      const tree = await this.session.tokenTree();
      void this.panel?.webview.postMessage({ type: 'tree', tree });
    } catch (error) {
      void this.panel?.webview.postMessage({ type: 'problem', message: text(error) });
    }
  }
}
