/** What is used of the editor's document symbols. */
export interface OutlineSymbol {
  readonly name: string;
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly children?: readonly OutlineSymbol[];
}

/** Declarations with their 1-based lines, indented as they are nested. */
export function outlineText(symbols: readonly OutlineSymbol[], depth = 0): string {
  if (symbols.length === 0 && depth === 0) {
    return 'The file has no declarations.';
  }
  return symbols
    .map(({ name, range, children }) => {
      const line = `${'  '.repeat(depth)}${name} ${range.start.line + 1}-${range.end.line + 1}`;
      const inner = outlineText(children ?? [], depth + 1);
      return inner.length > 0 ? `${line}\n${inner}` : line;
    })
    .join('\n');
}
