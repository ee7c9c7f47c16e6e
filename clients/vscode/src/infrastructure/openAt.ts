import * as vscode from 'vscode';
import type { WireRange } from './protocol';

/** Opens a file with the cited lines selected and in sight. */
export async function openAt(uri: string, range: WireRange, options: vscode.TextDocumentShowOptions): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const { start, end } = document.validateRange(
    new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
  );
  const editor = await vscode.window.showTextDocument(document, options);
  // From the end to the start: the cursor stands where the reader begins.
  const selection = new vscode.Selection(end, start);
  editor.selection = selection;
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
