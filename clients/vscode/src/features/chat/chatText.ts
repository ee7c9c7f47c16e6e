import type { SearchResult, TokensResult } from '../../infrastructure/protocol';

export interface Problem {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** Ranked results as Markdown, each with a link to its lines. */
export function searchMarkdown(results: readonly SearchResult[], message: string | undefined): string {
  return results.length === 0
    ? (message ?? 'Nothing matches.')
    : results
        .map(
          ({ symbol, path, uri, startLine, endLine }) =>
            `1. [${path}:${startLine}-${endLine}](${uri}#L${startLine})${symbol.length > 0 ? ` \`${symbol}\`` : ''}`,
        )
        .join('\n');
}

/** The counts of one file as a table. */
export function tokensMarkdown(name: string, result: TokensResult): string {
  const rows = [
    ...result.counts.map(({ encoding, tokens, exact }) => [encoding, tokens, exact, undefined] as const),
    ...(result.models ?? [])
      .filter(({ model }) => !result.counts.some(({ encoding }) => encoding === model))
      .map(({ model, tokens, exact, share }) => [model, tokens, exact, share] as const),
  ].map(([counter, tokens, exact, share]) => {
    const of = share === undefined ? '' : `${(share * 100).toFixed(1)} %`;
    return `| ${counter} | ${exact ? '' : '≈ '}${tokens.toLocaleString('en-US')} | ${of} |`;
  });
  const budget =
    result.budget === undefined ? '' : `\n\nIts budget is ${result.budget.toLocaleString('en-US')} tokens.`;
  const problems = (result.problems ?? []).map(({ model, message }) => `\n\n${model}: ${message}`).join('');
  return `\`${name}\`\n\n| counted for | tokens | of its window |\n|---|---:|---:|\n${rows.join('\n')}${budget}${problems}`;
}

/** Findings of one file as a list. Lines are 1-based. */
export function diagnosticsMarkdown(name: string, problems: readonly Problem[]): string {
  return problems.length === 0
    ? `\`${name}\`: nothing to complain about.`
    : [`\`${name}\``, '', ...problems.map(({ line, code, message }) => `- line ${line}, ${code}: ${message}`)].join(
        '\n',
      );
}
