import * as vscode from 'vscode';
import type { WirePosition } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';

/** Milliseconds of quiet after which the tokens are asked for again. */
const settle = 150;

/** *Tint Tokens*: shows where each token of the selection, or of the file, begins and ends. */
export class TokenTint implements vscode.Disposable {
  private readonly colours = [1, 2, 3, 4].map((number) =>
    vscode.window.createTextEditorDecorationType({ backgroundColor: new vscode.ThemeColor(`plumb.token${number}`) }),
  );
  private readonly subscriptions: vscode.Disposable;
  private on = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly session: Session) {
    this.subscriptions = vscode.Disposable.from(
      ...this.colours,
      vscode.commands.registerCommand('plumb.tintTokens', () => this.toggle()),
      vscode.window.onDidChangeActiveTextEditor(() => this.later()),
      vscode.window.onDidChangeTextEditorSelection(() => this.later()),
      vscode.workspace.onDidChangeTextDocument(() => this.later()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private async toggle(): Promise<void> {
    this.on = !this.on;
    if (this.on) {
      await this.draw(true);
      return;
    }
    clearTimeout(this.timer);
    for (const editor of vscode.window.visibleTextEditors) {
      this.set(editor, []);
    }
  }

  private later(): void {
    if (this.on) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.draw(false), settle);
    }
  }

  private async draw(asked: boolean): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      return;
    }
    const { document, selection } = editor;
    try {
      const range = selection.isEmpty ? undefined : { start: selection.start, end: selection.end };
      const { version, start, ends } = await this.session.tokenBoundaries(document.uri.toString(), range);
      if (this.on && (version === 0 || version === document.version)) {
        this.set(editor, tokenRanges(start, ends));
      }
    } catch (error) {
      if (asked) {
        this.on = false;
        void vscode.window.showErrorMessage(`Plumb cannot tint the tokens: ${text(error)}`);
      }
    }
  }

  private set(editor: vscode.TextEditor, ranges: readonly vscode.Range[]): void {
    this.colours.forEach((colour, index) => {
      editor.setDecorations(
        colour,
        ranges.filter((_range, at) => at % this.colours.length === index),
      );
    });
  }
}

/** Tokens that lie inside one character have no room of their own and are left out. */
function tokenRanges(start: WirePosition, ends: readonly WirePosition[]): vscode.Range[] {
  const ranges: vscode.Range[] = [];
  let from = start;
  for (const end of ends) {
    if (end.line !== from.line || end.character !== from.character) {
      ranges.push(new vscode.Range(from.line, from.character, end.line, end.character));
    }
    from = end;
  }
  return ranges;
}
