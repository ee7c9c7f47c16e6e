import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import type { Problem } from './chatText';

/** Plumb's findings of a file, which is opened, though not shown, unless it is open already. */
export async function problemsOf(session: Session, uri: vscode.Uri): Promise<Problem[]> {
  await vscode.workspace.openTextDocument(uri);
  const found = await session.findings(uri.toString());
  return found.map(({ range, code, message }) => ({ line: range.start.line + 1, code: String(code ?? ''), message }));
}
