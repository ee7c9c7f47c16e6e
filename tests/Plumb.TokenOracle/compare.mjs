// node tests/Plumb.TokenOracle/compare.mjs [--files DIR]... [--strings 10000] [--sample FILE]
// Compares Plumb's counts with those of npm tiktoken (`npm install --no-save tiktoken`, or TIKTOKEN=FOLDER of the package)
// over real files, at most 120 of a kind, and over generated strings: all planes of Unicode, surrogates without partners,
// long runs, spellings of special tokens. A byte order mark is not part of a decoded file. --sample writes some of the
// strings with tiktoken's counts as a fixture. Exit code 1 when a count differs.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    files: { type: 'string', multiple: true, default: [] },
    strings: { type: 'string', default: '10000' },
    sample: { type: 'string' },
  },
});
const ofOneKind = 120;
const largest = 200_000;
const require = createRequire(import.meta.url);
const tiktoken = require(process.env.TIKTOKEN ?? 'tiktoken');
const encoders = {
  o200k_base: tiktoken.get_encoding('o200k_base'),
  cl100k_base: tiktoken.get_encoding('cl100k_base'),
  p50k_base: tiktoken.get_encoding('p50k_base'),
  r50k_base: tiktoken.get_encoding('r50k_base'),
};
// The package has no name for it; it is o200k_base with other special tokens, which are plain text here.
encoders.o200k_harmony = encoders.o200k_base;

/** The same seed gives the same numbers. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function* strings(count) {
  const random = randomNumbers(7);
  const among = (list) => list[random(list.length)];
  const between = (from, to) => from + random(to - from);
  const kinds = [
    () => String.fromCharCode(between(32, 127)),
    () => String.fromCharCode(between(97, 123)),
    () => String.fromCharCode(between(65, 91)),
    () => String.fromCharCode(between(48, 58)),
    () => ' ',
    () => among(['\n', '\r\n', '\t', '\r', '\u00A0', '\u2028', '\u0085', '\u3000', '\u000B']),
    () => '/',
    () => `'${among(['s', 't', 're', 've', 'm', 'll', 'd', 'S', 'RE', '\u017F', 'x', ''])}`,
    () => String.fromCharCode(between(0x80, 0x800)),
    () => String.fromCharCode(between(0x300, 0x370)),
    () => String.fromCharCode(between(0x4e00, 0x9fff)),
    () => String.fromCharCode(between(0, 0x10000)),
    () => String.fromCharCode(between(0xd800, 0xe000)),
    () => String.fromCodePoint(between(0x1f300, 0x1f600)),
    () => String.fromCodePoint(between(0x10000, 0x110000)),
    () => among(['<|endoftext|>', '<|fim_prefix|>', '<|start|>', '<|endofprompt|>', '\uFEFF']),
    () => among(['a', 'A', ' ', '\n', '0', '=', '\u4e2d', '\u0301', '😀', 'ab', 'aB', ' \n', '中A']).repeat(between(1, 400)),
  ];
  for (let i = 0; i < count; i++) {
    const pool = Array.from({ length: between(1, kinds.length) }, () => among(kinds));
    // A mark at the very start is how a file is stored, and not counted.
    yield Array.from({ length: between(1, 40) }, () => among(pool)())
      .join('')
      .replace(/^\uFEFF+/u, '');
  }
}

function* files(folders) {
  const taken = new Map();
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const kind = extname(entry.name);
      if (!entry.isFile() || kind === '' || (taken.get(kind) ?? 0) >= ofOneKind) {
        continue;
      }
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      if (bytes.length === 0 || bytes.length > largest || bytes.includes(0)) {
        continue;
      }
      try {
        yield { kind, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
        taken.set(kind, (taken.get(kind) ?? 0) + 1);
      } catch {
        // Not UTF-8: what it says depends on who reads it.
      }
    }
  }
}

const texts = [];
for (const text of strings(Number(values.strings))) {
  texts.push({ kind: 'generated', text });
}
texts.push(...files(values.files));

const path = join(tmpdir(), `plumb-oracle-${process.pid}.bin`);
const names = Object.keys(encoders);
try {
  writeFileSync(
    path,
    Buffer.concat(
      texts.flatMap(({ text }) => {
        const length = Buffer.alloc(4);
        length.writeInt32LE(text.length);
        return [length, Buffer.from(text, 'utf16le')];
      }),
    ),
  );
  const project = new URL('.', import.meta.url).pathname;
  const run = spawnSync('dotnet', ['run', '-c', 'Release', '--project', project, '--', path, ...names], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) {
    throw new Error(run.stderr || run.stdout);
  }
  const ours = run.stdout.trim().split('\n');
  const kinds = new Map();
  const golden = [];
  let different = 0;
  texts.forEach(({ kind, text }, i) => {
    const row = kinds.get(kind) ?? { texts: 0, units: 0 };
    kinds.set(kind, { texts: row.texts + 1, units: row.units + text.length });
    const counts = names.map((name) => encoders[name].encode_ordinary(text).length);
    if (counts.join(' ') !== ours[i]) {
      different++;
      if (different <= 10) {
        console.log(`tiktoken ${counts}, Plumb ${ours[i]}: ${JSON.stringify(text.slice(0, 200))}`);
      }
    }
    if (kind === 'generated' && i % 50 === 0 && text.length < 500) {
      golden.push(`${Buffer.from(text, 'utf16le').swap16().toString('hex')} ${counts.join(' ')}\n`);
    }
  });
  for (const [kind, { texts: count, units }] of [...kinds].sort((a, b) => b[1].texts - a[1].texts)) {
    console.log(`${String(count).padStart(6)} ${kind} (${units} characters)`);
  }
  console.log(`${texts.length} texts in ${names.join(', ')}: ${different} differ.`);
  if (values.sample !== undefined) {
    writeFileSync(values.sample, `${names.join(' ')}\n${golden.join('')}`);
  }
  process.exitCode = different === 0 && ours.length === texts.length ? 0 : 1;
} finally {
  rmSync(path, { force: true });
}
