// npm run bench [-- --tree DIR] [--lines 0.1,1,5]: how fast the native server is, beside a reference measured in the same
// run. Runs alternate, so that both sides meet the same machine; the figures are medians. Prints Markdown tables for
// docs/measurements.md. `--lines` are millions of lines of the synthetic trees; `--lines none` leaves them out. `--only lint`
// measures linting alone.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lint } from './bench/lint.mjs';
import { alternate, median, percentile, timed, watched } from './bench/measure.mjs';
import { mb, ms, Report } from './bench/report.mjs';
import { listFiles, readTree, writeTree } from './bench/syntheticTree.mjs';
import { tokens } from './bench/tokens.mjs';
import { firstWords, WarmServer } from './bench/warmServer.mjs';
import { LspClient } from './lib/lspClient.mjs';
import { ensureNative, executable as shipped } from './lib/native.mjs';
import { Failure, main, root, size, which } from './lib/run.mjs';

const chunksWanted = 50_000;
const warmRequests = 480;

const { values } = parseArgs({
  options: {
    tree: { type: 'string', default: root },
    lines: { type: 'string', default: '0.1,1,5' },
    only: { type: 'string' },
  },
});
const tree = resolve(process.env.INIT_CWD ?? root, values.tree);
const sizes = values.lines === 'none' ? [] : values.lines.split(',').map(Number);
// Another executable than the one that ships: for a look at a change before it is built natively.
const executable = process.env.PLUMB_BIN ?? shipped;
const scratch = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
const report = new Report();

await main(async () => {
  if (sizes.some((millions) => !(millions > 0))) {
    throw new Failure(`--lines takes millions of lines like 0.1,1,5, or 'none', not '${values.lines}'.`);
  }
  if (values.only !== undefined && values.only !== 'lint') {
    throw new Failure(`--only takes 'lint', not '${values.only}'.`);
  }
  try {
    if (executable === shipped) {
      await ensureNative();
    }
    if (values.only === undefined) {
      const hello = helloWorld();
      await startUp(hello);
      await initialize(hello);
      await coldIndex();
      await wholeProcess(tree, join(scratch, 'cold'));
      await growth();
      await tokens(report, executable, tree, scratch);
    }
    await lint(report, executable, scratch);
    console.log(`${cpus().length} x ${cpus()[0].model}; executable ${size(statSync(executable).size)}\n`);
    console.log(`${report}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

async function startUp(hello) {
  const [plumb, reference] = await alternate(
    31,
    () => timed(executable, ['--version']),
    () => timed(hello.path, []),
  );
  report.compare('`plumb --version`', { value: median(plumb) }, hello.name, median(reference));
}

async function initialize(hello) {
  const run = async () => {
    const started = performance.now();
    const client = new LspClient(executable, ['lsp'], { PLUMB_HOME: join(scratch, 'start') });
    await client.initialize(emptyFolder());
    const elapsed = performance.now() - started;
    await client.stop();
    return elapsed;
  };
  const [plumb, reference] = await alternate(15, run, () => timed(hello.path, []));
  report.compare('process start to InitializeResult', { value: median(plumb) }, hello.name, median(reference));
}

async function coldIndex() {
  const runs = [];
  const index = async () => {
    const home = join(scratch, 'cold');
    rmSync(home, { recursive: true, force: true });
    runs.push(await watched(executable, ['index', '--json', '--workspace', tree], { PLUMB_HOME: home }));
    return runs.at(-1).elapsed;
  };
  const ctags = which('ctags') === undefined ? undefined : ctagsRun(tree);
  const [plumb, reference] = await alternate(3, index, ctags ?? (() => 0));
  const done = JSON.parse(runs.at(-1).output);
  report.compare(
    `cold index of ${done.files.toLocaleString('en')} files, ${done.chunks.toLocaleString('en')} chunks`,
    { value: median(plumb) },
    ctags === undefined ? 'ctags is not installed' : 'ctags of the same files',
    ctags === undefined ? undefined : median(reference),
  );
  const store = storeSize(join(scratch, 'cold'));
  report.tell('peak memory while indexing', mb(runs.at(-1).peak));
  report.tell('store', mb(store), `${(store / done.bytes).toFixed(2)} of the text (${mb(done.bytes)})`);
}

/** What somebody waits for who types a search into a terminal, the look for changed files included. */
async function wholeProcess(folder, home, size = '') {
  const environment = { PLUMB_HOME: home };
  const search = (more) => (i) =>
    timed(executable, ['search', ...more, '--workspace', folder, firstWords[i % firstWords.length]], environment);
  const grep = (i) => timed('rg', ['--ignore-case', '--line-number', firstWords[i % firstWords.length], folder]);
  const rg = which('rg') !== undefined;
  for (const [what, more] of [
    ['`plumb search WORD` as a process', []],
    ['the same with `--no-refresh`', ['--no-refresh']],
  ]) {
    const [plumb, reference] = await alternate(15, search(more), rg ? grep : () => 0);
    report.compare(
      `${what}${size}`,
      { value: median(plumb) },
      rg ? '`rg WORD`' : 'rg is not installed',
      rg ? median(reference) : undefined,
    );
  }
}

/** Trees of growing size, and one that has about the chunks at which the warm query is told. */
async function growth() {
  if (sizes.length === 0) {
    return;
  }
  const files = readTree(tree);
  if (files.length === 0) {
    throw new Failure(`${tree} has no text files to grow a tree from.`);
  }
  let chunksPerLine;
  for (const millions of sizes) {
    const row = await grow(files, millions * 1e6);
    chunksPerLine = row.chunks / row.lines;
    report.grew(row);
  }
  await grow(files, chunksWanted / chunksPerLine, { besideGrep: true });
}

async function grow(files, lines, { besideGrep = false } = {}) {
  const folder = join(scratch, 'grown');
  const home = join(scratch, 'grown-home');
  try {
    const written = writeTree(files, folder, lines);
    const run = await watched(executable, ['index', '--json', '--workspace', folder], { PLUMB_HOME: home });
    const { chunks, bytes } = JSON.parse(run.output);
    const ctags = which('ctags') === undefined ? undefined : ctagsRun(folder)();
    const server = await WarmServer.start(executable, folder, home);
    const warm = [];
    const inside = [];
    const grep = [];
    for (let i = 0; i < warmRequests; i++) {
      const { elapsed, query } = await server.search(i);
      warm.push(elapsed);
      inside.push(query);
      if (besideGrep && i % 20 === 0 && which('rg') !== undefined) {
        grep.push(timed('rg', ['--count', '--ignore-case', firstWords[(i / 20) % firstWords.length], folder]));
      }
    }
    await server.stop();
    if (besideGrep) {
      const text = `p50 ${ms(median(warm))}, p99 ${ms(percentile(warm, 0.99))}`;
      const reference = grep.length === 0 ? 'rg is not installed' : '`rg --count WORD`';
      report.compare(
        `warm search over the protocol, ${chunks.toLocaleString('en')} chunks`,
        { value: median(warm), text },
        reference,
        grep.length === 0 ? undefined : median(grep),
      );
      report.tell('of that the query itself', `p50 ${ms(median(inside))}, p99 ${ms(percentile(inside, 0.99))}`);
      await wholeProcess(folder, home, `, ${chunks.toLocaleString('en')} chunks`);
    }
    return {
      lines: written.lines,
      bytes,
      chunks,
      index: run.elapsed,
      ctags,
      peak: run.peak,
      store: storeSize(home),
      p50: median(warm),
      p99: percentile(warm, 0.99),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}

/** ctags is to read what the index reads: the files that git does not ignore; outside of git, the whole tree. */
function ctagsRun(folder) {
  const list = join(scratch, 'files');
  writeFileSync(
    list,
    listFiles(folder)
      .map((path) => `${join(folder, path)}\n`)
      .join(''),
  );
  return () => timed('ctags', ['-f', join(scratch, 'tags'), '-L', list]);
}

function storeSize(home) {
  return readdirSync(home, { recursive: true })
    .filter((name) => /index\.db(-wal)?$/u.test(name))
    .reduce((sum, name) => sum + statSync(join(home, name)).size, 0);
}

function emptyFolder() {
  const folder = join(scratch, 'empty');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The least that a process can do here: a C program where there is a compiler, else `true`. */
function helloWorld() {
  const compiler = which('cc') ?? which('clang');
  if (compiler === undefined) {
    return { name: '/bin/true', path: '/bin/true' };
  }
  const source = join(scratch, 'hello.c');
  const path = join(scratch, 'hello');
  writeFileSync(source, '#include <stdio.h>\nint main(void) { return puts("0.1.0") < 0; }\n');
  const { status } = spawnSync(compiler, ['-O2', '-o', path, source], { stdio: 'ignore' });
  return status === 0 ? { name: 'hello world in C', path } : { name: '/bin/true', path: '/bin/true' };
}
