import type { SearchResult } from '../../infrastructure/protocol';
import { lastPart, snippetLine } from './resultText';

/** A result as the Search view draws it. */
export interface HitView {
  readonly name: string;
  readonly where: string;
  readonly line: string;
  readonly snippet: string;
  readonly startLine: number;
  readonly language: string;
  /** Why it ranks where it ranks. */
  readonly why: string;
}

/** @param several whether more than one folder is open: then a path begins with the name of its folder. */
export function toHit(result: SearchResult, query: string, several: boolean): HitView {
  const { path, startLine, endLine, symbol, snippet, language = '' } = result;
  const root = several && result.root !== undefined ? `${lastPart(result.root.replaceAll('\\', '/'))}/` : '';
  const lines = startLine === endLine ? startLine : `${startLine}-${endLine}`;
  return {
    name: lastPart(symbol.length > 0 ? symbol : path),
    where: `${root}${path}:${lines}`,
    line: snippetLine(snippet, symbol, query),
    snippet,
    startLine,
    language,
    why: (result.signals ?? [])
      .slice(0, 3)
      .map(({ name }) => name)
      .join(' · '),
  };
}
