import * as vscode from 'vscode';
import type { Problem } from './chatText';

/** Milliseconds that a file which was just opened is given to be linted. */
const limit = 3000;

/** Plumb's findings of a file. One that was not open yet is opened, and its first findings are waited for. */
export async function problemsOf(uri: vscode.Uri): Promise<Problem[]> {
  const known = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'plumb');
  const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  if (!open) {
    const told = new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((changed) => changed.toString() === uri.toString())) {
          done();
        }
      });
      const timer = setTimeout(() => done(), limit);
      const done = () => {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      };
    });
    await vscode.workspace.openTextDocument(uri);
    await told;
  }
  return known().map(({ range, code, message }) => ({
    line: range.start.line + 1,
    code: String(typeof code === 'object' ? code.value : (code ?? '')),
    message,
  }));
}
