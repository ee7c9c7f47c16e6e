import type { TokensResult } from '../../infrastructure/protocol';

const promptFile =
  /(\.(prompty|prompt|poml|mdc)|\.prompt\.(md|ya?ml)|\.(instructions|agent|chatmode)\.md|\/(skprompt\.txt|SKILL\.md|AGENTS\.md|CLAUDE\.md|copilot-instructions\.md))$/u;

/** By name alone: files whose tokens somebody pays for on every request. */
export function isPromptFile(path: string): boolean {
  return promptFile.test(path);
}

export function tokenLabel(tokens: number, selected: boolean): string {
  const count = `${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;
  return selected ? `${count} selected` : count;
}

/** A line per encoding; an estimate says that it is one. */
export function tokenTooltip(counts: TokensResult['counts']): string {
  return counts
    .map(({ encoding, tokens, exact }) => `${encoding}: ${tokens.toLocaleString('en-US')}${exact ? '' : ', estimated'}`)
    .join('\n');
}
