import type { AskResponse } from '../../infrastructure/protocol';

/** What an answer took and how far it stands on evidence, in one line; empty when the server told nothing of it. */
export function usageLine({ usage, confidence }: AskResponse): string {
  const parts: string[] = [];
  if (confidence !== undefined) {
    const supported = confidence.supported === undefined ? '' : `, ${percent(confidence.supported)} of sentences cited`;
    parts.push(`evidence for ${percent(confidence.coverage)} of the question${supported}`);
  }
  if (usage?.model !== undefined) {
    parts.push(usage.model);
  }
  if (usage !== undefined && usage.promptTokens + usage.answerTokens > 0) {
    const cached = usage.cachedTokens > 0 ? ` (${count(usage.cachedTokens)} cached)` : '';
    parts.push(`${count(usage.promptTokens)}${cached} + ${count(usage.answerTokens)} tokens`);
  }
  if (usage?.costUsd !== undefined) {
    parts.push(`$${usage.costUsd < 0.01 ? usage.costUsd.toFixed(4) : usage.costUsd.toFixed(2)}`);
  }
  return parts.join(' · ');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
