// The recipes of docs/editors.md: what a reader copies is what the tests run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './need.mjs';

/** Every code block with the headings above it ("Emacs / Eglot"), its language, the line of text before it and the text behind it. */
export function blocks() {
  const found = [];
  const headings = [];
  let before = '';
  let block;
  for (const line of readFileSync(join(repository, 'docs', 'editors.md'), 'utf8').split('\n')) {
    if (block !== undefined) {
      if (line === '```') {
        found.push({ ...block, code: `${block.code.join('\n')}\n`, after: '' });
        block = undefined;
      } else {
        block.code.push(line);
      }
    } else if (line.startsWith('```')) {
      block = { heading: headings.filter(Boolean).join(' / '), before, language: line.slice(3), code: [] };
    } else if (/^#{2,3} /u.test(line)) {
      headings.length = line.startsWith('### ') ? 1 : 0;
      headings[line.startsWith('### ') ? 1 : 0] = line.replace(/^#+ /u, '');
    } else {
      before = line.trim() === '' ? before : line;
      if (found.length > 0) {
        found.at(-1).after += `${line}\n`;
      }
    }
  }
  return found;
}

/** The code of one block: the first under a heading whose line before it has the given words. */
export function recipe(heading, words = '') {
  const found = blocks().find((block) => block.heading === heading && block.before.includes(words));
  if (found === undefined) {
    throw new Error(`docs/editors.md has no recipe under "${heading}" behind "${words}"`);
  }
  return found.code;
}
