/** The last part of `A.B.C`, `A > B > C` or `a/b/c.cs`: what a reader looks for first. */
export function lastPart(qualified: string): string {
  if (qualified.includes(' > ')) {
    return qualified.slice(qualified.lastIndexOf(' > ') + 3);
  }
  if (qualified.includes('/')) {
    return qualified.slice(qualified.lastIndexOf('/') + 1);
  }
  const dot = qualified.lastIndexOf('.');
  return dot > 0 && dot < qualified.length - 1 ? qualified.slice(dot + 1) : qualified;
}

/** One line of a snippet that fits under a result: the one with most of the query's words, else the symbol's own. */
export function snippetLine(snippet: string, symbol: string, query: string): string {
  const lines = snippet.split('\n').map((line) => line.trim().replace(/\s+/gu, ' '));
  const telling = lines.filter((line) => /[\p{L}\p{N}]/u.test(line));
  const words = query.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? [];
  const name = lastPart(symbol);
  const worth = (line: string): number => {
    const lower = line.toLowerCase();
    return 2 * words.filter((word) => lower.includes(word)).length + (name.length > 0 && line.includes(name) ? 1 : 0);
  };
  const best = telling.reduce((a, b) => (worth(b) > worth(a) ? b : a), telling[0] ?? '');
  return best.length > 160 ? `${best.slice(0, 159)}…` : best;
}
