import type { PromptPreview } from '../../infrastructure/protocol';

/** What would be sent to the model, as a document. */
export function promptMarkdown(question: string, preview: PromptPreview): string {
  const size = `${preview.exact ? '' : '≈ '}${preview.tokens.toLocaleString('en-US')} tokens`;
  const cost = preview.costUsd === undefined ? '' : `, $${preview.costUsd.toFixed(4)}`;
  const secrets = preview.secretsRemoved > 0 ? `, ${preview.secretsRemoved} secrets blacked out` : '';
  return [
    `# ${question}`,
    '',
    `For ${preview.model ?? 'no model: nothing would be sent'} · ${size}${cost}${secrets}`,
    '',
    ...(preview.notes ?? []).flatMap((note) => [note, '']),
    ...preview.messages.flatMap(({ role, content }) => [`## ${role}`, '', content.trimEnd(), '']),
  ].join('\n');
}
