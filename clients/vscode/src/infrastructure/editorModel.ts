import * as vscode from 'vscode';
import type { ChatMessage, ChatParams, ChatResult } from './protocol';

/** Whether this editor has models and its user agreed that Plumb asks them. */
export function editorModelWanted(): boolean {
  return hasEditorModels() && vscode.workspace.getConfiguration('plumb').get<boolean>('ask.useEditorModel', false);
}

export function hasEditorModels(): boolean {
  return typeof vscode.lm?.selectChatModels === 'function';
}

/**
 * Asks the editor's own model on behalf of the server; `onPiece` receives the text as it comes. Consent, sign-in and
 * limits are the editor's: its refusals become the error of the response.
 */
export async function answerWithEditorModel(
  params: ChatParams,
  onPiece: (content: string) => void,
  token: vscode.CancellationToken,
): Promise<ChatResult> {
  const family = vscode.workspace.getConfiguration('plumb').get<string>('ask.editorModelFamily', '').trim();
  const [model] = await vscode.lm.selectChatModels(family.length > 0 ? { family } : {});
  if (model === undefined) {
    throw new Error(
      family.length > 0
        ? `The editor has no language model of the family "${family}" (plumb.ask.editorModelFamily).`
        : 'The editor has no language model: sign in to one, or choose another model for Plumb.',
    );
  }
  const response = await model.sendRequest(
    params.messages.map(toMessage),
    { justification: 'Plumb answers a question about this workspace.' },
    token,
  );
  let content = '';
  for await (const piece of response.text) {
    content += piece;
    onPiece(piece);
  }
  return { content, model: model.name };
}

/** The editor's models know no system role: its rules go first, as the user's. */
function toMessage({ role, content }: ChatMessage): vscode.LanguageModelChatMessage {
  return role === 'assistant'
    ? vscode.LanguageModelChatMessage.Assistant(content)
    : vscode.LanguageModelChatMessage.User(content);
}
