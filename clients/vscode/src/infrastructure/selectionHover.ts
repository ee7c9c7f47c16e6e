import * as vscode from 'vscode';
import type { HoverMiddleware, LanguageClient } from 'vscode-languageclient/node';

/**
 * Tells the server of the selection under the mouse, which the protocol's hover does not: it is counted as well. Everywhere
 * else the hover is asked for as it always is.
 */
export function selectionHover(client: () => LanguageClient | undefined): HoverMiddleware {
  return {
    provideHover: async (document, position, token, next) => {
      const selected = vscode.window.visibleTextEditors
        .filter((editor) => editor.document === document)
        .flatMap((editor) => editor.selections)
        .find((selection) => !selection.isEmpty && selection.contains(position));
      const current = client();
      if (selected === undefined || current === undefined) {
        return next(document, position, token);
      }
      const params = current.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
      const range = current.code2ProtocolConverter.asRange(selected);
      const hover = await current.sendRequest('textDocument/hover', { ...params, range }, token);
      return current.protocol2CodeConverter.asHover(
        hover as Parameters<typeof current.protocol2CodeConverter.asHover>[0],
      );
    },
  };
}
