const promptFile =
  /(\.(prompty|prompt|poml|mdc)|\.prompt\.(md|ya?ml)|\.(instructions|agent|chatmode)\.md|\/(skprompt\.txt|SKILL\.md|AGENTS\.md|CLAUDE\.md|copilot-instructions\.md))$/u;

/** By name alone: files whose tokens somebody pays for on every request. */
export function isPromptFile(path: string): boolean {
  return promptFile.test(path);
}

export interface TokenCount {
  readonly tokens: number;
  readonly encoding: string;
}

/** Reads the server's answer; undefined when it holds no count. */
export function readTokenCount(answer: unknown): TokenCount | undefined {
  const value = answer as { tokens?: unknown; encoding?: unknown } | null | undefined;
  return typeof value?.tokens === 'number'
    ? { tokens: value.tokens, encoding: typeof value.encoding === 'string' ? value.encoding : '' }
    : undefined;
}

export function tokenLabel(tokens: number, selected: boolean): string {
  const count = `${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;
  return selected ? `${count} selected` : count;
}
