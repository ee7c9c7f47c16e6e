// Token counting: the libraries side by side in one process of .NET, JavaScript's beside them where they are installed
// (`npm install --no-save tiktoken gpt-tokenizer`), and the first use in the executable that ships.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { Failure, root } from '../lib/run.mjs';
import { alternate, median, timed } from './measure.mjs';

const kinds = new Set(['.cs', '.ts', '.js', '.py', '.go', '.java', '.rs', '.md']);
const mostBytes = 2_000_000;
const require = createRequire(import.meta.url);

export async function tokens(report, executable, tree, scratch) {
  const project = join(root, 'tests', 'benchmarks', 'Plumb.Tokens.Benchmarks');
  const { status, stdout, stderr } = spawnSync('dotnet', ['run', '-c', 'Release', '--project', project, '--', tree], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Failure(`the benchmark of token counting failed: ${stderr || stdout}`);
  }
  console.log(`${stdout}`);

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
  javascript(tree);
}

function javascript(tree) {
  const texts = [];
  let size = 0;
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (
      size < mostBytes &&
      entry.isFile() &&
      kinds.has(extname(path)) &&
      !/node_modules|[\\/](bin|obj)[\\/]/u.test(path)
    ) {
      texts.push(readFileSync(path, 'utf8'));
      size += Buffer.byteLength(texts.at(-1));
    }
  }
  for (const [name, load] of [
    ['tiktoken', (m) => m.get_encoding('o200k_base').encode_ordinary.bind(m.get_encoding('o200k_base'))],
    ['gpt-tokenizer', (m) => m.encode],
  ]) {
    let encode;
    try {
      encode = load(require(name));
    } catch {
      console.log(`npm ${name} is not installed: not compared.`);
      continue;
    }
    const times = [];
    for (let round = -1; round < 3; round++) {
      const started = performance.now();
      for (const text of texts) {
        encode(text);
      }
      if (round >= 0) {
        times.push(performance.now() - started);
      }
    }
    console.log(`npm ${name}, o200k_base: ${(size / median(times) / 1000).toFixed(1)} MB/s`);
  }
}
