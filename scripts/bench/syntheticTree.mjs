// Trees of any number of lines out of a real one. Copies of a tree would be told apart by nothing and share every
// term, so each copy has folders of its own, and half of its compound identifiers get a made-up word.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const largestFile = 1 << 20;
// Compound names are no language's keywords: what a file declares stays what it was.
const compound = /\b(?:[a-z][a-z0-9]*[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|[A-Za-z][A-Za-z0-9]*_[A-Za-z]\w*)\b/gu;
const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';

/** The files of a tree: those that git does not ignore; outside of git, all of them. */
export function listFiles(tree) {
  const listing = ['-C', tree, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', listing, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 && stdout.length > 0 ? stdout.split('\0').filter(Boolean) : [...walk(tree, tree)];
}

/** The text files of a tree with their lines, in an order that spreads over its folders and is always the same. */
export function readTree(tree) {
  const files = [];
  for (const path of listFiles(tree)) {
    const full = join(tree, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat?.isFile() !== true || stat.size === 0 || stat.size > largestFile) {
      continue;
    }
    const bytes = readFileSync(full);
    if (!bytes.includes(0)) {
      files.push({ path, bytes, lines: bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0) });
    }
  }
  return files.sort((a, b) => hash(a.path) - hash(b.path) || (a.path < b.path ? -1 : 1));
}

/**
 * Writes a tree of about `lines` lines into `folder`; returns { files, lines, bytes } as written. The files count as an hour
 * old, as most of a tree are that somebody works in: of one that was written this moment the time tells nothing, and whoever
 * reads it has to hash it.
 */
export function writeTree(files, folder, lines) {
  const written = { files: 0, lines: 0, bytes: 0 };
  const hourAgo = Date.now() / 1000 - 3600;
  for (let copy = 0; written.lines < lines; copy++) {
    const name = word(copy);
    for (const file of files) {
      if (written.lines >= lines) {
        break;
      }
      const text = copy === 0 ? file.bytes : Buffer.from(perturb(file.bytes.toString('utf8'), copy));
      const target = join(folder, name, file.path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
      utimesSync(target, hourAgo, hourAgo);
      written.files++;
      written.lines += file.lines;
      written.bytes += text.length;
    }
    if (written.lines === 0) {
      throw new Error('The tree has no lines.');
    }
  }
  return written;
}

/** The same name becomes the same name everywhere in a copy. */
export function perturb(text, copy) {
  const renamed = new Map();
  return text.replaceAll(compound, (name) => {
    let other = renamed.get(name);
    if (other === undefined) {
      const chosen = hash(`${copy} ${name}`);
      const more = word(chosen % 5000);
      const added = name.includes('_') ? `_${more}` : more[0].toUpperCase() + more.slice(1);
      other = chosen % 2 === 0 ? name + added : name;
      renamed.set(name, other);
    }
    return other;
  });
}

/** A pronounceable word for a number; different numbers below 343,000 have different words. */
export function word(number) {
  let text = '';
  let rest = number;
  for (let i = 0; i < 3; i++) {
    text += consonants[rest % consonants.length];
    rest = Math.floor(rest / consonants.length);
    text += vowels[rest % vowels.length];
    rest = Math.floor(rest / vowels.length);
  }
  return text;
}

/** FNV-1a, 32 bits. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}

function* walk(folder, root) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') {
      yield* walk(path, root);
    } else if (entry.isFile()) {
      yield relative(root, path);
    }
  }
}
