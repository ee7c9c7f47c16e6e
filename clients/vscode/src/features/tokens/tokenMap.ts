import * as vscode from 'vscode';
import { openAt } from '../../infrastructure/openAt';
import type { WireRange } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';

type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'models' }
  | { readonly type: 'open'; readonly uri: string; readonly range?: WireRange };

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
      } else if (message.type === 'models') {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'plumb.tokens.models');
      } else {
        open(message.uri, message.range).catch((error) => vscode.window.showErrorMessage(`Plumb: ${text(error)}`));
      }
    });
    panel.webview.html = page(panel.webview, this.extensionUri, {
      style: 'media/treemap.css',
      script: 'media/treemap.js',
      body: `<header><nav id="path" aria-label="Folder"></nav><p id="total" role="status">Counting</p></header>
<main id="map" aria-label="Token map"></main>
<footer hidden>
<section><h2>What fits</h2><ul id="windows"></ul></section>
<section><h2>Heaviest sections</h2><ol id="heaviest"></ol></section>
</footer>`,
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

async function open(uri: string, range: WireRange | undefined): Promise<void> {
  await (range === undefined
    ? vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri))
    : openAt(uri, range, { preview: true }));
}
