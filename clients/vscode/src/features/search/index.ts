import * as vscode from 'vscode';
import { openAt } from '../../infrastructure/openAt';
import type { SearchResult } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';
import { lastPart, snippetLine } from './resultText';
import { SearchView } from './searchView';

interface ResultItem extends vscode.QuickPickItem {
  readonly result?: SearchResult;
}

/** *Plumb: Search the Codebase*, a list under the palette for the quick look, and the Search view with its filters. */
export function registerSearch(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  const view = new SearchView(session, extensionUri);
  const query = (argument: unknown) => (typeof argument === 'string' ? argument : '');
  return vscode.Disposable.from(
    view,
    vscode.window.registerWebviewViewProvider(SearchView.id, view, {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    vscode.commands.registerCommand('plumb.search', (argument?: unknown) =>
      new SearchPick(session).show(query(argument)),
    ),
    vscode.commands.registerCommand('plumb.searchInView', (argument?: unknown) => view.show(query(argument))),
  );
}

/** Buttons of the list: what else can be done with what was typed. */
const toAsk: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('comment-discussion'),
  tooltip: 'Ask this as a question',
};
const toView: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('filter'),
  tooltip: 'Filter in the Search view',
};

class SearchPick {
  private readonly pick = vscode.window.createQuickPick<ResultItem>();
  private readonly limit = vscode.workspace.getConfiguration('plumb').get<number>('search.limit', 20);
  private current: vscode.CancellationTokenSource | undefined;

  constructor(private readonly session: Session) {
    this.pick.title = 'Search the Codebase';
    this.pick.placeholder = 'Words, an identifier, a path or a question';
    this.pick.matchOnDescription = false;
    this.pick.buttons = [toView, toAsk];
    this.pick.onDidChangeValue((value) => this.search(value));
    this.pick.onDidTriggerButton((button) => {
      const typed = this.pick.value.trim();
      this.pick.hide();
      void vscode.commands.executeCommand(
        button === toView ? 'plumb.searchInView' : 'plumb.ask',
        typed.length > 0 ? typed : undefined,
      );
    });
    this.pick.onDidAccept(() => this.open(this.pick.activeItems[0]));
    this.pick.onDidHide(() => {
      this.current?.cancel();
      this.pick.dispose();
    });
  }

  show(query: string): void {
    this.pick.value = query;
    this.pick.show();
    void this.search(query);
  }

  /** Each keystroke asks anew and takes back the question before it; the server answers in milliseconds. */
  private async search(query: string): Promise<void> {
    this.current?.cancel();
    if (query.trim().length === 0) {
      this.pick.items = [];
      this.pick.busy = false;
      return;
    }
    const cancellation = new vscode.CancellationTokenSource();
    this.current = cancellation;
    this.pick.busy = true;
    try {
      const { results, message: note } = await this.session.search(query, this.limit, cancellation.token);
      if (cancellation === this.current && !cancellation.token.isCancellationRequested) {
        this.pick.items =
          results.length > 0
            ? results.map((result) => toItem(result, query))
            : [message(note ?? `Nothing matches "${query}".`)];
        this.pick.busy = false;
      }
    } catch (error) {
      if (cancellation === this.current && !cancellation.token.isCancellationRequested) {
        this.pick.items = [message(text(error))];
        this.pick.busy = false;
      }
    } finally {
      cancellation.dispose();
    }
  }

  private async open(item: ResultItem | undefined): Promise<void> {
    if (item?.result === undefined) {
      return;
    }
    this.pick.hide();
    try {
      await openAt(item.result.uri, item.result.range, { preview: false });
    } catch (error) {
      void vscode.window.showErrorMessage(`Plumb cannot open ${item.result.path}: ${text(error)}`);
    }
  }
}

function toItem(result: SearchResult, query: string): ResultItem {
  return {
    // The server ranked these: the picker must not filter them by its own letters.
    alwaysShow: true,
    label: `$(symbol-misc) ${result.symbol.length > 0 ? lastPart(result.symbol) : lastPart(result.path)}`,
    description: `${result.path}:${result.startLine}-${result.endLine}`,
    detail: snippetLine(result.snippet, result.symbol, query),
    result,
  };
}

function message(label: string): ResultItem {
  return { label, alwaysShow: true };
}
