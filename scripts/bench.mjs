// npm run bench [-- --tree DIR]: how fast the native server is, beside a reference measured in the same run. Runs
// alternate, so that both sides meet the same machine; the figures are medians.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LspClient } from './lib/lspClient.mjs';
import { ensureNative, executable } from './lib/native.mjs';
import { environment, Failure, main, root, size, which } from './lib/run.mjs';

const queries = [
  'index',
  'error handling',
  'where is the configuration read',
  'parse',
  'retry',
  'write file atomically',
];

const { values } = parseArgs({ options: { tree: { type: 'string', default: root } } });
const tree = resolve(process.env.INIT_CWD ?? root, values.tree);
const scratch = mkdtempSync(join(tmpdir(), 'plumb-bench-'));

await main(async () => {
  try {
    await ensureNative();
    console.log(`${cpus().length} x ${cpus()[0].model}; tree ${tree}; binary ${size(statSync(executable).size)}`);
    const hello = helloWorld();
    await startUp(hello);
    await initialize(hello);
    coldIndex();
    await warmSearch();
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
  tell('plumb --version', plumb, hello.name, reference);
}

async function initialize(hello) {
  const run = async () => {
    const started = performance.now();
    const client = new LspClient(executable, ['lsp'], { PLUMB_HOME: join(scratch, 'start') });
    await client.initialize(scratch);
    const elapsed = performance.now() - started;
    await client.stop();
    return elapsed;
  };
  const [plumb, reference] = await alternate(15, run, () => timed(hello.path, []));
  tell('process start to InitializeResult', plumb, hello.name, reference);
}

function coldIndex() {
  const index = (home) => timed(executable, ['index', '--workspace', tree], { PLUMB_HOME: home });
  if (which('ctags') === undefined) {
    const home = join(scratch, 'index');
    console.log(`cold index: ${ms(index(home))}; no reference: ctags is not installed`);
    return;
  }
  const files = ctagsInput();
  const plumb = [];
  const ctags = [];
  for (let i = 0; i < 3; i++) {
    const home = join(scratch, `index-${i}`);
    plumb.push(index(home));
    rmSync(home, { recursive: true, force: true });
    ctags.push(timed('ctags', ['-f', join(scratch, 'tags'), ...files]));
  }
  tell('cold index', plumb, files[0] === '-L' ? 'ctags of the same files' : 'ctags -R', ctags);
}

/** What ctags is to read: the files that git does not ignore, as the index does; outside of git, the whole tree. */
function ctagsInput() {
  const listing = ['-C', tree, 'ls-files', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', listing, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) {
    return ['-R', tree];
  }
  const list = join(scratch, 'files');
  writeFileSync(list, stdout.replaceAll(/^(?=.)/gmu, `${tree}/`));
  return ['-L', list];
}

async function warmSearch() {
  const client = new LspClient(executable, ['lsp'], { PLUMB_HOME: join(scratch, 'search') });
  const ready = new Promise((resolve, reject) => {
    client.on('plumb/statusChanged', ({ state, message }) => {
      if (state === 'ready') {
        resolve();
      } else if (state === 'failed') {
        reject(new Failure(`the index failed: ${message}`));
      }
    });
  });
  await client.initialize(tree);
  client.notify('initialized', {});
  await ready;
  const search = async (i) => {
    const started = performance.now();
    await client.request('plumb/search', { query: queries[i % queries.length], limit: 20 });
    return performance.now() - started;
  };
  const grep = (i) => timed('rg', ['--count', '--ignore-case', queries[i % queries.length].split(' ')[0], tree]);
  for (let i = 0; i < queries.length; i++) {
    await search(i);
  }
  if (which('rg') === undefined) {
    const [plumb] = await alternate(60, search, () => 0);
    console.log(`warm search: ${ms(median(plumb))}; no reference: rg is not installed`);
  } else {
    const [plumb, reference] = await alternate(60, search, grep);
    tell('warm search', plumb, 'rg --count', reference);
  }
  await client.stop();
}

async function alternate(times, one, other) {
  const figures = [[], []];
  for (let i = -1; i < times; i++) {
    const pair = [await one(Math.max(i, 0)), await other(Math.max(i, 0))];
    // The first round only warms the file cache.
    if (i >= 0) {
      figures[0].push(pair[0]);
      figures[1].push(pair[1]);
    }
  }
  return figures;
}

function timed(command, args, env = {}) {
  const started = performance.now();
  const { status, error } = spawnSync(command, args, { env: environment(env), stdio: 'ignore' });
  const elapsed = performance.now() - started;
  // rg says 1 when nothing matches.
  if (error !== undefined || status === null || status > 1) {
    throw new Failure(`${command} ${args.join(' ')} ended with ${error?.message ?? `exit code ${status}`}.`);
  }
  return elapsed;
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

function tell(what, figures, reference, referenceFigures) {
  const [ours, theirs] = [median(figures), median(referenceFigures)];
  const ratio = (ours / theirs).toFixed(2);
  console.log(
    `${what}: ${ms(ours)} (p95 ${ms(percentile(figures, 0.95))}) = ${ratio} x ${reference} (${ms(theirs)}), ${figures.length} runs`,
  );
}

function percentile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function median(figures) {
  return percentile(figures, 0.5);
}

function ms(value) {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`;
}
