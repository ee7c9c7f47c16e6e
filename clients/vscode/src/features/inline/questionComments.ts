/** A question that stands in a comment. */
export interface QuestionComment {
  /** 0-based. */
  readonly line: number;
  readonly question: string;
}

const opening = String.raw`(?://+|#+|--+|;+|%+|/\*+|\*|<!--|\{#|'|REM\b)`;
const pattern = new RegExp(String.raw`(?:^|\s)${opening}\s*ask:\s*(?<question>.*?)\s*(?:\*+/|--+>|#\})?\s*$`, 'u');
/** A line longer than this is data and no comment. */
const longest = 1000;

/** Finds `// ask: ...`, `# ask: ...`, `-- ask: ...`, `<!-- ask: ... -->` and their like, whatever the language. */
export function findQuestions(text: string): QuestionComment[] {
  const found: QuestionComment[] = [];
  text.split(/\r\n|\r|\n/u).forEach((content, line) => {
    const question = content.length > longest ? undefined : pattern.exec(content)?.groups?.question;
    if (question !== undefined && /[\p{L}\p{N}]/u.test(question)) {
      found.push({ line, question });
    }
  });
  return found;
}
