import type { Entry } from './conversation';

/** A conversation as a Markdown document. */
export function exportMarkdown(entries: readonly Entry[]): string {
  return entries.map(exportEntry).join('\n');
}

/** One question with its answer and where it stands. */
export function exportEntry(entry: Entry): string {
  const { notes, usage, error, stale, citations } = entry.view();
  const lines = [`## ${entry.title}`, ''];
  if (entry.markdown.length > 0) {
    lines.push(entry.markdown.trimEnd(), '');
  }
  if (error.length > 0) {
    lines.push(`> ${error}`, '');
  }
  if (entry.citations.length > 0) {
    lines.push('Sources:', '', ...citations.map(({ where, label, since }) => source(where, label, since)), '');
  }
  for (const note of [stale, ...notes, usage].filter((line) => line.length > 0)) {
    lines.push(`_${note}_`, '');
  }
  return lines.join('\n');
}

function source(where: string, label: string, since: string): string {
  return `- \`${where}\` ${label}`.trimEnd() + (since.length > 0 ? ` (${since})` : '');
}
