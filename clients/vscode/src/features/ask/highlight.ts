/** A piece of code and what it is; plain pieces have no kind. */
export interface CodePiece {
  readonly text: string;
  readonly kind?: 'comment' | 'string' | 'number' | 'keyword';
}

const keywords = new Set(
  `abstract as async await base bool boolean break byte case catch char class const continue crate def default defer del
  delete do double elif else enum except export extends extern false final finally float fn for foreach from func
  function go goto if impl implements import in instanceof int interface internal is lambda let long match mod module
  mut namespace new nil none not null object of or out override package pass private protected pub public raise readonly
  record ref return sealed self short static str string struct super switch template this throw throws trait true try
  type typeof undefined union unless unsafe use using val var virtual void volatile when where while with yield
  False None True`.split(/\s+/u),
);

/** Languages whose comments begin with # or with --; the others take // and slash-star. */
const hash = /^(py|python|rb|ruby|sh|bash|shell|yaml|yml|toml|r|perl|make|dockerfile|powershell|ps1|elixir|ini)$/u;
const dashes = /^(sql|lua|haskell|hs|ada|elm)$/u;
const plain = /^(|text|txt|md|markdown|log|diff|console)$/u;

const strings = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\x60(?:\\.|[^\x60\\])*\x60`;
const numbers = String.raw`\b(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?)\b`;
const words = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;

/** Cuts code into pieces to be coloured: the same few kinds in every language. The pieces add up to the code. */
export function codePieces(code: string, language: string): CodePiece[] {
  const name = language.toLowerCase();
  if (plain.test(name)) {
    return [{ text: code }];
  }
  const comments = hash.test(name)
    ? '#[^\\n]*'
    : dashes.test(name)
      ? '--[^\\n]*'
      : '//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)';
  const pattern = new RegExp(`(${comments})|(${strings})|(${numbers})|(${words})`, 'gu');
  const pieces: CodePiece[] = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    const [text, comment, quoted, number] = match;
    const kind = comment
      ? 'comment'
      : quoted
        ? 'string'
        : number
          ? 'number'
          : keywords.has(text)
            ? 'keyword'
            : undefined;
    if (kind === undefined) {
      continue;
    }
    if (match.index > at) {
      pieces.push({ text: code.slice(at, match.index) });
    }
    pieces.push({ text, kind });
    at = match.index + text.length;
  }
  if (at < code.length) {
    pieces.push({ text: code.slice(at) });
  }
  return pieces;
}
