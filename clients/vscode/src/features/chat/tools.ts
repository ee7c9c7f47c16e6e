import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import { diagnosticsMarkdown, tokensMarkdown } from './chatText';
import { outlineText } from './outlineText';
import { problemsOf } from './problems';

interface SearchInput {
  readonly query: string;
  readonly limit?: number;
}

interface FileInput {
  readonly path: string;
}

/** Tools for the editor's agents. All of them only read, and read only what lies in the workspace. */
export function registerTools(session: Session): vscode.Disposable {
  return vscode.Disposable.from(
    tool<SearchInput>('plumb_search', {
      doing: ({ query }) => `Searching the workspace for "${query}"`,
      title: 'Search the workspace with Plumb?',
      body: ({ query }) => `The passages that match **${query}** best are given to the model.`,
      run: async ({ query, limit }, token) => {
        const { results, message } = await session.search(query, Math.min(Math.max(limit ?? 10, 1), 50), token);
        return results.length === 0
          ? (message ?? 'Nothing matches.')
          : results.map((r) => `${r.path}:${r.startLine}-${r.endLine} ${r.symbol}\n${r.snippet}`).join('\n\n');
      },
    }),
    tool<FileInput>('plumb_outline', {
      doing: ({ path }) => `Reading the outline of ${path}`,
      title: 'Outline a file with Plumb?',
      body: ({ path }) => `The names and lines of the declarations in \`${path}\` are given to the model.`,
      run: async ({ path }) => {
        const uri = await inWorkspace(path);
        await vscode.workspace.openTextDocument(uri);
        const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
          'vscode.executeDocumentSymbolProvider',
          uri,
        );
        return outlineText(symbols ?? []);
      },
    }),
    tool<FileInput>('plumb_tokens', {
      doing: ({ path }) => `Counting the tokens of ${path}`,
      title: 'Count tokens with Plumb?',
      body: ({ path }) => `The token counts of \`${path}\` are given to the model.`,
      run: async ({ path }, token) =>
        tokensMarkdown(path, await session.tokens((await inWorkspace(path)).toString(), [], token)),
    }),
    tool<FileInput>('plumb_lint', {
      doing: ({ path }) => `Linting ${path}`,
      title: 'Lint a prompt with Plumb?',
      body: ({ path }) => `The findings in \`${path}\` are given to the model.`,
      run: async ({ path }) => diagnosticsMarkdown(path, await problemsOf(session, await inWorkspace(path))),
    }),
  );
}

interface ToolParts<T> {
  readonly doing: (input: T) => string;
  readonly title: string;
  readonly body: (input: T) => string;
  readonly run: (input: T, token: vscode.CancellationToken) => Promise<string>;
}

function tool<T>(name: string, parts: ToolParts<T>): vscode.Disposable {
  return vscode.lm.registerTool<T>(name, {
    prepareInvocation: ({ input }) => ({
      invocationMessage: parts.doing(input),
      confirmationMessages: { title: parts.title, message: new vscode.MarkdownString(parts.body(input)) },
    }),
    invoke: async ({ input }, token) =>
      new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(await parts.run(input, token))]),
  });
}

/** The file that a model named; it never names one outside of the open folders. */
async function inWorkspace(path: string): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const folder of folders) {
    const within = folders.length > 1 && path.startsWith(`${folder.name}/`) ? path.slice(folder.name.length + 1) : path;
    const uri = vscode.Uri.joinPath(folder.uri, within);
    const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    if (inside && (await exists(uri))) {
      return uri;
    }
  }
  throw new Error(`There is no file ${path} in the workspace. Give its path from the workspace folder.`);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
