import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import { TokenTint } from './tint';
import { TokenMap } from './tokenMap';
import { isPromptFile, tokenLabel, tokenTooltip } from './tokenText';

/** Milliseconds of quiet after which the count is asked for again. */
const settle = 250;

/** The token count in the status bar, *Tint Tokens* and *Show Token Map*. */
export function registerTokens(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(new TokenItem(session), new TokenTint(session), new TokenMap(session, extensionUri));
}

/** A status bar item with the exact token count of the file, or of what is selected. */
class TokenItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('plumb.tokens', vscode.StatusBarAlignment.Right, 91);
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private current: vscode.CancellationTokenSource | undefined;

  constructor(private readonly session: Session) {
    this.item.name = 'Plumb: Tokens';
    this.item.command = 'plumb.tintTokens';
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.later(0)),
      vscode.window.onDidChangeTextEditorSelection(() => this.later(settle)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) {
          this.later(settle);
        }
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('plumb.tokens')) {
          this.later(0);
        }
      }),
      session.onDidChangeState(() => this.later(settle)),
    ];
    this.later(0);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.current?.cancel();
    this.item.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), ms);
  }

  private async refresh(): Promise<void> {
    this.current?.cancel();
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || this.session.state.kind !== 'running' || !this.wanted(editor)) {
      this.item.hide();
      return;
    }
    const cancellation = new vscode.CancellationTokenSource();
    this.current = cancellation;
    const ranges = editor.selections
      .filter((selection) => !selection.isEmpty)
      .map(({ start, end }) => ({ start, end }));
    try {
      const result = await this.session.tokens(editor.document.uri.toString(), ranges, cancellation.token);
      const first = result.counts[0];
      if (cancellation === this.current && first !== undefined) {
        this.item.text = tokenLabel(first.tokens, ranges.length > 0);
        this.item.tooltip = tokenTooltip(result);
        this.item.show();
      }
    } catch {
      // A count that was overtaken, or a file that the server does not hold: there is nothing to show.
      if (cancellation === this.current) {
        this.item.hide();
      }
    } finally {
      cancellation.dispose();
    }
  }

  private wanted(editor: vscode.TextEditor): boolean {
    if (editor.document.uri.scheme !== 'file' && editor.document.uri.scheme !== 'untitled') {
      return false;
    }
    const when = vscode.workspace.getConfiguration('plumb').get<string>('tokens.showInStatusBar', 'prompts');
    return (
      when === 'always' || (when === 'prompts' && (!editor.selection.isEmpty || isPromptFile(editor.document.uri.path)))
    );
  }
}
