/** What stands for a person or a place in a report, and what is shown instead. */
export interface Secret {
  readonly value: string;
  readonly shown: string;
}

const looksSecret =
  /(?:\b(?:sk|pk|ghp|gho|github_pat|xox[abp]|glpat)[-_][\w-]{12,}|\bBearer\s+\S{8,}|\bAKIA[A-Z\d]{12,}|\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*|\b[A-Fa-f\d]{40,}\b)/gu;
const assigned =
  /\b((?:api[-_ ]?key|token|secret|password|authorization)["']?\s*[:=]\s*)("[^"\n]*"|'[^'\n]*'|[^\s,;}]+)/giu;
const userOfUrl = /\b(https?:\/\/)[^\s/@]+@/giu;

/** The text without the given names of people and places, and without whatever looks like a key. */
export function redact(text: string, secrets: readonly Secret[]): string {
  let redacted = text;
  // The longest first: a workspace lies in the home folder.
  for (const { value, shown } of [...secrets].sort((a, b) => b.value.length - a.value.length)) {
    if (value.length > 1) {
      for (const form of new Set([value, encodeURI(value)])) {
        redacted = redacted.replaceAll(/[\\/]/u.test(value) ? form : wholeWord(form), shown);
      }
    }
  }
  return redacted.replace(assigned, '$1***').replace(looksSecret, '***').replace(userOfUrl, '$1***@');
}

/** A name of a person may be a part of other words, such as "ann" of "annotations". */
function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${name.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu');
}
