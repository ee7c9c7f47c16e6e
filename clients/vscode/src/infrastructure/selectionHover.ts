import * as vscode from 'vscode';
import type { HoverMiddleware } from 'vscode-languageclient/node';
import type { Client } from './languageClient';

/**
 * Tells the server of the selection under the mouse, which the protocol's hover does not: it is counted as well. Everywhere
 * else the hover is asked for as it always is.
 */
export function selectionHover(client: () => Client | undefined): HoverMiddleware {
  return {
    provideHover: (document, position, token, next) => {
      const selected = vscode.window.visibleTextEditors
        .filter((editor) => editor.document === document)
        .flatMap((editor) => editor.selections)
        .find((selection) => !selection.isEmpty && selection.contains(position));
      const current = client();
      return selected === undefined || current === undefined
        ? next(document, position, token)
        : current.hover(document, position, selected, token);
    },
  };
}
