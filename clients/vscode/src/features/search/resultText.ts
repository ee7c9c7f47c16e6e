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

/** One line of a snippet that fits under a result: the first that says something, with its blanks collapsed. */
export function snippetLine(snippet: string, symbol: string): string {
  const lines = snippet.split('\n').map((line) => line.trim().replace(/\s+/gu, ' '));
  const telling = lines.filter((line) => /[\p{L}\p{N}]/u.test(line));
  const name = lastPart(symbol);
  const best = (name.length > 0 ? telling.find((line) => line.includes(name)) : undefined) ?? telling[0] ?? '';
  return best.length > 160 ? `${best.slice(0, 159)}…` : best;
}
