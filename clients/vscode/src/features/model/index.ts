import * as vscode from 'vscode';
import { editorModelWanted, hasEditorModels } from '../../infrastructure/editorModel';
import type { ModelChoice } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';

const chosen = 'plumb.model';

interface Provider extends vscode.QuickPickItem {
  readonly provider?: string;
  readonly needs: 'editor' | 'nothing' | 'name' | 'key' | 'address';
}

/**
 * *Choose a Model*: which model writes the answers. The choice is kept for this machine, its key in the editor's secret
 * storage, and the server is told of both whenever it starts.
 */
export function registerModel(session: Session, context: vscode.ExtensionContext): vscode.Disposable {
  const tell = async (): Promise<void> => {
    const choice = context.globalState.get<ModelChoice>(chosen);
    if (choice === undefined) {
      return;
    }
    const apiKey = await context.secrets.get(secretOf(choice));
    const { problem } = await session.setModel(apiKey === undefined ? choice : { ...choice, apiKey });
    if (problem) {
      void vscode.window.showWarningMessage(`Plumb: ${problem}`);
    }
  };
  return vscode.Disposable.from(
    session.onDidStart(() => void tell().catch((error) => session.warn(`plumb/setModel: ${text(error)}`))),
    vscode.commands.registerCommand('plumb.chooseModel', async () => {
      try {
        const choice = await choose(context.secrets);
        if (choice === undefined) {
          return;
        }
        await context.globalState.update(chosen, choice === 'none' ? undefined : choice);
        const useEditor = choice !== 'none' && choice.provider === 'editor';
        if (useEditor !== editorModelWanted()) {
          // The server learns of the editor's model when it starts; the changed setting starts it anew.
          await vscode.workspace
            .getConfiguration('plumb')
            .update('ask.useEditorModel', useEditor, vscode.ConfigurationTarget.Global);
        } else if (choice === 'none') {
          await session.restart();
        } else {
          await tell();
        }
      } catch (error) {
        void vscode.window.showErrorMessage(`Plumb cannot use this model: ${text(error)}`);
      }
    }),
  );
}

async function choose(secrets: vscode.SecretStorage): Promise<ModelChoice | 'none' | undefined> {
  const items: Provider[] = [
    ...(hasEditorModels()
      ? [{ label: "$(vscode) The editor's own model", description: 'asks for your consent', needs: 'editor' as const }]
      : []),
    { label: '$(device-desktop) Ollama', description: 'on this machine', provider: 'ollama', needs: 'name' },
    { label: '$(device-desktop) LM Studio', description: 'on this machine', provider: 'lmstudio', needs: 'name' },
    { label: '$(device-desktop) llama.cpp', description: 'on this machine', provider: 'llamacpp', needs: 'name' },
    { label: '$(cloud) OpenAI', provider: 'openai', needs: 'key' },
    { label: '$(cloud) OpenRouter', provider: 'openrouter', needs: 'key' },
    { label: '$(cloud) Azure OpenAI', provider: 'azure', needs: 'address' },
    { label: '$(globe) Another service', description: 'that speaks the OpenAI protocol', needs: 'address' },
    { label: '$(circle-slash) None', description: 'answers are the passages themselves', needs: 'nothing' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Choose a Model',
    placeHolder: 'Questions and the passages for their answers are sent to it',
  });
  if (picked === undefined || picked.needs === 'nothing') {
    return picked === undefined ? undefined : 'none';
  }
  if (picked.needs === 'editor') {
    return { provider: 'editor' };
  }
  const endpoint =
    picked.needs === 'address' ? await input('Address of the service', 'https://llm.example/v1') : undefined;
  if (picked.needs === 'address' && endpoint === undefined) {
    return undefined;
  }
  const model = await input('Name of the model, as the service calls it', '');
  if (model === undefined) {
    return undefined;
  }
  const choice: ModelChoice = {
    model,
    ...(picked.provider === undefined ? {} : { provider: picked.provider }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  if (picked.needs !== 'name') {
    const key = await vscode.window.showInputBox({
      title: 'Key',
      prompt: 'Kept in the secret storage of the editor. Empty: the environment variable of the service.',
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) {
      return undefined;
    }
    await (key.length > 0 ? secrets.store(secretOf(choice), key) : secrets.delete(secretOf(choice)));
  }
  return choice;
}

async function input(title: string, placeHolder: string): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title,
    placeHolder,
    ignoreFocusOut: true,
    validateInput: (entered) => (entered.trim().length === 0 ? 'This cannot be empty.' : undefined),
  });
  return value?.trim();
}

function secretOf({ provider, endpoint }: ModelChoice): string {
  return `plumb.key.${endpoint ?? provider ?? ''}`;
}
