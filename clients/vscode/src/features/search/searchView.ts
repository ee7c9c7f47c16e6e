import * as vscode from 'vscode';
import { openAt } from '../../infrastructure/openAt';
import type { SearchFilter, SearchResult } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';
import { page, pageOptions } from '../../infrastructure/webviewPage';
import { toHit } from './hits';
import { searchPage } from './searchPage';

type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'search'; readonly query: string; readonly filter: SearchFilter }
  | { readonly type: 'open'; readonly hit: number; readonly beside: boolean };

/** The Search view: ranked hits while one types, narrowed by path, kind and language, with a preview. */
export class SearchView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'plumb.searchView';

  private view: vscode.WebviewView | undefined;
  private ready = false;
  private query = '';
  private results: readonly SearchResult[] = [];
  private current: vscode.CancellationTokenSource | undefined;
  private readonly following: vscode.Disposable;

  constructor(
    private readonly session: Session,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.following = session.onDidChangeState(() => this.postLanguages());
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.ready = false;
    view.webview.options = pageOptions(this.extensionUri);
    view.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    view.onDidDispose(() => {
      this.view = undefined;
      this.ready = false;
    });
    view.webview.html = page(view.webview, this.extensionUri, {
      style: 'media/search.css',
      script: 'dist/search.js',
      body: searchPage,
    });
  }

  /** Shows the view with a query; without one it shows what was searched for last. */
  async show(query: string): Promise<void> {
    this.query = query.length > 0 ? query : this.query;
    await vscode.commands.executeCommand(`${SearchView.id}.focus`);
    this.post({ type: 'query', query: this.query });
  }

  dispose(): void {
    this.current?.cancel();
    this.following.dispose();
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.postLanguages();
        this.post({ type: 'query', query: this.query });
        return;
      case 'search':
        return this.search(message.query, message.filter);
      case 'open': {
        const hit = this.results[message.hit];
        if (hit !== undefined) {
          const column = message.beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
          await openAt(hit.uri, hit.range, { preview: true, viewColumn: column }).catch((error) =>
            vscode.window.showErrorMessage(`Plumb cannot open ${hit.path}: ${text(error)}`),
          );
        }
        return;
      }
    }
  }

  /** Each keystroke asks anew and takes back the question before it. */
  private async search(query: string, filter: SearchFilter): Promise<void> {
    this.current?.cancel();
    this.query = query;
    if (query.trim().length === 0) {
      this.results = [];
      this.post({ type: 'hits', hits: [], message: '' });
      return;
    }
    const cancellation = new vscode.CancellationTokenSource();
    this.current = cancellation;
    const limit = vscode.workspace.getConfiguration('plumb').get<number>('search.limit', 20);
    try {
      const { results, message } = await this.session.search(query, limit, cancellation.token, filter);
      if (cancellation === this.current && !cancellation.token.isCancellationRequested) {
        this.results = results;
        const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
        this.post({
          type: 'hits',
          hits: results.map((result) => toHit(result, query, several)),
          message: message ?? '',
        });
      }
    } catch (error) {
      if (cancellation === this.current && !cancellation.token.isCancellationRequested) {
        this.results = [];
        this.post({ type: 'hits', hits: [], message: text(error) });
      }
    } finally {
      cancellation.dispose();
    }
  }

  private postLanguages(): void {
    const { state } = this.session;
    const counts = state.kind === 'running' ? state.status?.languages : undefined;
    if (counts !== undefined) {
      const languages = Object.entries(counts)
        .filter(([, files]) => files > 0)
        .map(([name]) => name)
        .sort();
      this.post({ type: 'languages', languages });
    }
  }

  private post(message: object): void {
    if (this.ready) {
      void this.view?.webview.postMessage(message);
    }
  }
}
