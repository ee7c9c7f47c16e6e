import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import { EvidenceBook } from './evidenceBook';

/** Lines of a cited passage that a hover shows. */
const shown = 10;

/** Rest on a symbol that a recent answer cited, in any file, and see what was cited of it and for which question. */
export function registerEvidence(session: Session): vscode.Disposable {
  const book = new EvidenceBook();
  return vscode.Disposable.from(
    session.onDidAnswer(({ question, response }) => book.add(question.question, response.citations)),
    vscode.languages.registerHoverProvider(
      { scheme: 'file' },
      {
        provideHover: async (document, position) => {
          const range = document.getWordRangeAtPosition(position);
          const found = range === undefined ? [] : book.find(document.getText(range));
          return found.length === 0 ? undefined : new vscode.Hover(await Promise.all(found.map(passage)), range);
        },
      },
    ),
  );
}

async function passage({
  citation,
  question,
}: ReturnType<EvidenceBook['find']>[number]): Promise<vscode.MarkdownString> {
  const uri = vscode.Uri.parse(citation.uri);
  const { path, startLine, endLine } = citation;
  // Neither commands nor HTML: a file may say anything.
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(`[${path}:${startLine}-${endLine}](${uri.toString()}#L${startLine}) answered `);
  hover.appendText(question.length > 0 ? `"${question}"` : 'what was asked last');
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const last = Math.min(endLine, startLine + shown - 1, document.lineCount);
    const lines = document.getText(new vscode.Range(startLine - 1, 0, last - 1, Number.MAX_SAFE_INTEGER));
    hover.appendCodeblock(lines, document.languageId);
  } catch {
    // The file is gone: the link says what it was.
  }
  return hover;
}
