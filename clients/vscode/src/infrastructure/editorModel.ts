import * as vscode from 'vscode';
import type { ChatMessage, ChatParams, ChatResult, ChatToolCall } from './protocol';

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
    { justification: 'Plumb answers a question about this workspace.', ...toolsOf(params) },
    token,
  );
  let content = '';
  const toolCalls: ChatToolCall[] = [];
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelTextPart) {
      content += part.value;
      onPiece(part.value);
    } else if (part instanceof vscode.LanguageModelToolCallPart) {
      toolCalls.push({ id: part.callId, name: part.name, arguments: JSON.stringify(part.input) });
    }
  }
  return { content, model: model.name, ...(toolCalls.length > 0 ? { toolCalls } : {}) };
}

function toolsOf({ tools }: ChatParams): Partial<vscode.LanguageModelChatRequestOptions> {
  return tools === undefined || tools.length === 0
    ? {}
    : {
        tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
        toolMode: vscode.LanguageModelChatToolMode.Auto,
      };
}

/** The editor's models know no system role: its rules go first, as the user's. */
function toMessage({ role, content, toolCalls, toolCallId }: ChatMessage): vscode.LanguageModelChatMessage {
  if (role === 'tool') {
    return vscode.LanguageModelChatMessage.User([
      new vscode.LanguageModelToolResultPart(toolCallId ?? '', [new vscode.LanguageModelTextPart(content)]),
    ]);
  }
  if (role !== 'assistant') {
    return vscode.LanguageModelChatMessage.User(content);
  }
  const calls = (toolCalls ?? []).map(
    ({ id, name, arguments: input }) => new vscode.LanguageModelToolCallPart(id, name, inputOf(input)),
  );
  return calls.length === 0
    ? vscode.LanguageModelChatMessage.Assistant(content)
    : vscode.LanguageModelChatMessage.Assistant([
        ...(content.length > 0 ? [new vscode.LanguageModelTextPart(content)] : []),
        ...calls,
      ]);
}

/** An editor refuses a history whose arguments are no object, even if its model wrote them. */
function inputOf(text: string): object {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : {};
  } catch {
    return {};
  }
}
