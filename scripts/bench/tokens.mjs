// Token counting: libraries of .NET side by side in one process, then JavaScript's over the same files, and the first use in
// the executable that ships. JavaScript's are installed beside the build's output the first time, for this alone.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure, root } from '../lib/run.mjs';
import { alternate, median, timed } from './measure.mjs';

const packages = { tiktoken: '1.0.22', 'gpt-tokenizer': '3.4.0' };
const encodings = ['o200k_base', 'cl100k_base'];
const rounds = 3;

export async function tokens(report, executable, tree, scratch) {
  const list = join(scratch, 'token-files.txt');
  const project = join(root, 'tests', 'benchmarks', 'Plumb.Tokens.Benchmarks');
  const { status, stdout, stderr } = spawnSync(
    'dotnet',
    ['run', '-c', 'Release', '--project', project, '--', tree, list],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) {
    throw new Failure(`the benchmark of token counting failed: ${stderr || stdout}`);
  }
  console.log(withJavaScript(stdout, readFileSync(list, 'utf8').split('\n').filter(Boolean)));

  const text = join(scratch, 'one.txt');
  writeFileSync(text, 'hello world\n');
  const [counting, starting] = await alternate(
    15,
    () => timed(executable, ['tokens', text]),
    () => timed(executable, ['--version']),
  );
  report.compare(
    '`plumb tokens FILE`: first use, vocabulary included',
    { value: median(counting) },
    '`plumb --version`',
    median(starting),
  );
}

/** The table of .NET's libraries with a column for each of JavaScript's, or with a line that says why there is none. */
function withJavaScript(table, files) {
  const libraries = load();
  if (libraries instanceof Error) {
    return `${table}\nJavaScript's libraries are not compared: ${libraries.message}\n`;
  }
  const texts = files.map((file) => readFileSync(file, 'utf8').replace(/^\uFEFF/u, ''));
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const columns = libraries.map(({ name, counter }) => ({
    '| counting |': ` npm ${name} |`,
    '|:--|--:|--:': '--:|',
    ...Object.fromEntries(
      encodings.map((encoding) => [`| ${encoding} |`, ` ${speed(counter(encoding), texts, bytes)} |`]),
    ),
  }));
  return table
    .split('\n')
    .map((line) => line + columns.map((cells) => cellOf(cells, line)).join(''))
    .join('\n');
}

function cellOf(cells, line) {
  const start = Object.keys(cells).find((key) => line.startsWith(key));
  return start === undefined ? '' : cells[start];
}

function speed(count, texts, bytes) {
  const times = [];
  for (let round = -1; round < rounds; round++) {
    const started = performance.now();
    for (const text of texts) {
      count(text);
    }
    if (round >= 0) {
      times.push(performance.now() - started);
    }
  }
  return `${(bytes / median(times) / 1000).toFixed(1)} MB/s`;
}

/** The libraries, or the error that kept them from being there: most often no registry can be reached. */
function load() {
  const folder = join(root, 'artifacts', 'bench-packages');
  const manifest = join(folder, 'package.json');
  const wanted = JSON.stringify({ private: true, dependencies: packages });
  try {
    if (
      !existsSync(manifest) ||
      readFileSync(manifest, 'utf8') !== wanted ||
      !existsSync(join(folder, 'node_modules', 'tiktoken'))
    ) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(manifest, wanted);
      const npm = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: folder,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      });
      if (npm.status !== 0) {
        throw new Error(`npm could not install them (${(npm.stderr || String(npm.error)).trim().split('\n')[0]}).`);
      }
    }
    const require = createRequire(manifest);
    return [
      {
        name: `tiktoken ${packages.tiktoken}`,
        counter: (encoding) => {
          const encoder = require('tiktoken').get_encoding(encoding);
          return (text) => encoder.encode_ordinary(text).length;
        },
      },
      {
        name: `gpt-tokenizer ${packages['gpt-tokenizer']}`,
        counter: (encoding) => {
          const { countTokens } = require(`gpt-tokenizer/encoding/${encoding}`);
          const plain = { disallowedSpecial: new Set() };
          return (text) => countTokens(text, plain);
        },
      },
    ];
  } catch (error) {
    return error;
  }
}
