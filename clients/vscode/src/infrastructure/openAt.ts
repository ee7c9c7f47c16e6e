import * as vscode from 'vscode';
import { isBinaryFile } from './fileKinds';
import type { WireRange } from './protocol';

/** Opens a file with the cited lines selected and in sight; one that is no text as the editor or an extension shows it. */
export async function openAt(uri: string, range: WireRange, options: vscode.TextDocumentShowOptions): Promise<void> {
  const target = vscode.Uri.parse(uri);
  if (isBinaryFile(target.path)) {
    await vscode.commands.executeCommand('vscode.open', target, options);
    return;
  }
  const document = await vscode.workspace.openTextDocument(target);
  const { start, end } = document.validateRange(
    new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
  );
  const editor = await vscode.window.showTextDocument(document, options);
  // From the end to the start: the cursor stands where the reader begins.
  const selection = new vscode.Selection(end, start);
  editor.selection = selection;
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
