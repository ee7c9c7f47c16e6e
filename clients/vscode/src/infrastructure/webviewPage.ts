import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export interface PageParts {
  readonly style: string;
  /** A script from the media folder; none: the page is only shown. */
  readonly script?: string;
  readonly body: string;
}

/** Options for a webview that may load files from the extension's media folder and from nowhere else. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'media')] };
}

/** The page around `body`: one style sheet, one script with a nonce, and nothing else is allowed to load or run. */
export function page(webview: vscode.Webview, extensionUri: vscode.Uri, parts: PageParts): string {
  const nonce = randomBytes(16).toString('base64');
  const media = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'media', name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${media(parts.style)}">
</head>
<body>
${parts.body}
${parts.script === undefined ? '' : `<script nonce="${nonce}" src="${media(parts.script)}"></script>`}
</body>
</html>`;
}
