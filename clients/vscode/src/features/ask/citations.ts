import type { Citation } from '../../infrastructure/protocol';

/** A citation as a reader sees it: the path from the workspace root and 1-based, inclusive lines. */
export interface ShownCitation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly label: string;
}

/** Where a piece of text mentions a citation. `index` counts into the answer's citations. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

const mentionPattern = /(?<path>[^\s:`"'()[\]<>|*]+):(?<start>\d+)(?:[-–](?<end>\d+))?/gu;

/** `toPath` turns the citation's URI into the path that the answer's text uses. */
export function showCitation(citation: Citation, toPath: (uri: string) => string): ShownCitation {
  const { start, end } = citation.range;
  // A range that ends at column 0 does not reach into its last line.
  const lastLine = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return {
    path: citation.path ?? toPath(citation.uri),
    startLine: start.line + 1,
    endLine: lastLine,
    label: citation.label,
  };
}

export function where(citation: ShownCitation): string {
  return citation.startLine === citation.endLine
    ? `${citation.path}:${citation.startLine}`
    : `${citation.path}:${citation.startLine}-${citation.endLine}`;
}

/** Finds the mentions of the given citations in a text; what names no citation of this answer stays plain text. */
export function findMentions(text: string, citations: readonly ShownCitation[]): Mention[] {
  const mentions: Mention[] = [];
  for (const match of text.matchAll(mentionPattern)) {
    const path = match.groups?.path ?? '';
    const startLine = Number(match.groups?.start);
    const endLine = Number(match.groups?.end ?? startLine);
    const index = bestCitation(citations, path, startLine, endLine);
    if (index >= 0) {
      mentions.push({ start: match.index, end: match.index + match[0].length, index });
    }
  }
  return mentions;
}

function bestCitation(citations: readonly ShownCitation[], path: string, startLine: number, endLine: number): number {
  const exact = citations.findIndex((c) => c.path === path && c.startLine === startLine && c.endLine === endLine);
  return exact >= 0
    ? exact
    : citations.findIndex((c) => c.path === path && c.startLine <= startLine && endLine <= c.endLine);
}
