import type { Citation } from '../../infrastructure/protocol';

/** Where a piece of text mentions a citation. `index` counts into the answer's citations. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

const mentionPattern = /(?<path>[^\s:`"'()[\]<>|*]+):(?<start>\d+)(?:[-–](?<end>\d+))?/gu;

/** A citation as a reader sees it. */
export function where(citation: Citation): string {
  return citation.startLine === citation.endLine
    ? `${citation.path}:${citation.startLine}`
    : `${citation.path}:${citation.startLine}-${citation.endLine}`;
}

/** Finds the mentions of the given citations in a text; what names no citation of this answer stays plain text. */
export function findMentions(text: string, citations: readonly Citation[]): Mention[] {
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

/** The answer's Markdown with its mentions as links to the cited lines, for those who draw Markdown by themselves. */
export function linkMentions(markdown: string, citations: readonly Citation[]): string {
  // Fenced code stays as it is; a mention in backticks keeps them inside of its link.
  return markdown
    .split(/(^```[\s\S]*?^```[^\n]*$)/mu)
    .map((part) => (part.startsWith('```') ? part : linkInProse(part, citations)))
    .join('');
}

function linkInProse(text: string, citations: readonly Citation[]): string {
  let linked = '';
  let at = 0;
  for (const { start, end, index } of findMentions(text, citations)) {
    const citation = citations[index];
    const inLink = text[start - 1] === '(' && text[start - 2] === ']';
    if (citation === undefined || inLink) {
      continue;
    }
    const quoted = text[start - 1] === '`' && text[end] === '`';
    const bracketed = !quoted && text[start - 1] === '[' && text[end] === ']';
    const from = quoted || bracketed ? start - 1 : start;
    const to = quoted || bracketed ? end + 1 : end;
    const shown = quoted ? text.slice(from, to) : text.slice(start, end);
    linked += `${text.slice(at, from)}[${shown}](${citation.uri}#L${citation.startLine})`;
    at = to;
  }
  return linked + text.slice(at);
}

function bestCitation(citations: readonly Citation[], path: string, startLine: number, endLine: number): number {
  const exact = citations.findIndex((c) => c.path === path && c.startLine === startLine && c.endLine === endLine);
  return exact >= 0
    ? exact
    : citations.findIndex((c) => c.path === path && c.startLine <= startLine && endLine <= c.endLine);
}
