import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import { registerParticipant } from './participant';
import { registerTools } from './tools';

/** What Plumb gives to the editor's own chat, where the editor has one. */
export function registerChat(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  const parts: vscode.Disposable[] = [];
  if (typeof vscode.chat?.createChatParticipant === 'function') {
    parts.push(registerParticipant(session, extensionUri));
  }
  if (typeof vscode.lm?.registerTool === 'function') {
    parts.push(registerTools(session));
  }
  return vscode.Disposable.from(...parts);
}
