import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export interface PageParts {
  /** Path of its style sheet within the extension. */
  readonly style: string;
  /** Path of its script within the extension. */
  readonly script: string;
  readonly body: string;
}

/** Options for a webview that may load the extension's own style sheets and scripts and nothing else. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: ['media', 'dist'].map((folder) => vscode.Uri.joinPath(extensionUri, folder)),
  };
}

/** The page around `body`: one style sheet, one script with a nonce, and nothing else is allowed to load or run. */
export function page(webview: vscode.Webview, extensionUri: vscode.Uri, parts: PageParts): string {
  const nonce = randomBytes(16).toString('base64');
  const own = (path: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, path)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${own(parts.style)}">
</head>
<body>
${parts.body}
<script nonce="${nonce}" src="${own(parts.script)}"></script>
</body>
</html>`;
}
