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

/** A line per encoding and chosen model; an estimate says that it is one. */
export function tokenTooltip({ counts, models, budget, problems }: TokensResult): string {
  const lines = counts.map(({ encoding, tokens, exact }) => line(encoding, tokens, exact, ''));
  for (const { model, tokens, exact, share } of models ?? []) {
    if (!counts.some(({ encoding }) => encoding === model)) {
      lines.push(
        line(model, tokens, exact, share === undefined ? '' : `, ${(share * 100).toFixed(1)} % of its window`),
      );
    }
  }
  if (budget !== undefined) {
    lines.push(`budget: ${budget.toLocaleString('en-US')}`);
  }
  lines.push(...(problems ?? []).map(({ model, message }) => `${model}: ${message}`));
  return lines.join('\n');
}

function line(name: string, tokens: number, exact: boolean, more: string): string {
  return `${name}: ${tokens.toLocaleString('en-US')}${exact ? '' : ', estimated'}${more}`;
}
