// node scripts/bench/live.mjs --tree DIR [--files 1000]: how the index lives with a workspace. A fake editor opens a copy
// of the tree in a repository of its own, types and hovers while it is indexed, edits, switches a branch of so many files,
// leaves and comes back. Prints a Markdown table for docs/measurements.md. It waits for events, and for nothing else.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureNative, executable as shipped } from '../lib/native.mjs';
import { Failure, main, root } from '../lib/run.mjs';
import { Editor } from './editor.mjs';
import { median, percentile } from './measure.mjs';
import { ms, Report } from './report.mjs';
import { listFiles } from './syntheticTree.mjs';

const hoversWhenIdle = 300;
const edits = 50;
const idleSeconds = 10;

const { values } = parseArgs({
  options: { tree: { type: 'string', default: root }, files: { type: 'string', default: '1000' } },
});
const source = resolve(process.env.INIT_CWD ?? root, values.tree);
const executable = process.env.PLUMB_BIN ?? shipped;
const scratch = mkdtempSync(join(tmpdir(), 'plumb-live-'));
const tree = join(scratch, 'tree');
const report = new Report();
let words = 0;

await main(async () => {
  try {
    if (executable === shipped) {
      await ensureNative();
    }
    const switched = makeRepository(Number(values.files));
    const editor = await openEditor();
    await coldIndex(editor);
    await unsavedEdits(editor);
    await savedFiles(editor);
    await branchSwitch(editor, switched);
    await editor.stop();
    await reopening();
    console.log(`${cpus().length} x ${cpus()[0].model}; ${listFiles(tree).length} files\n`);
    console.log(`${report}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

function openEditor() {
  return Editor.start(executable, tree, join(scratch, 'home'));
}

/** Hover and diagnostics while everything is indexed, and once more when nothing is. */
async function coldIndex(editor) {
  const code = listFiles(tree).find((path) => /\.(?:rs|cs|py|ts|go)$/u.test(path));
  const text = readFileSync(join(tree, code), 'utf8');
  const codeUri = uriOf(code);
  const promptUri = uriOf('bench.prompt.md');
  editor.open(codeUri, 'plaintext', text);
  editor.open(promptUri, 'markdown', '# Prompt\n\nSay hello.\n');
  const started = performance.now();
  let isReady = editor.state?.state === 'ready';
  const ready = editor
    .told(({ state }) => state === 'ready')
    .then(() => {
      isReady = true;
    });
  const busy = { hover: [], diagnostics: [] };
  let version = 2;
  while (!isReady) {
    busy.hover.push(await editor.hover(codeUri));
    busy.diagnostics.push(await editor.diagnosed(promptUri, version++));
  }
  await ready;
  const elapsed = performance.now() - started;
  const idleFigures = { hover: [], diagnostics: [] };
  for (let i = 0; i < hoversWhenIdle; i++) {
    idleFigures.hover.push(await editor.hover(codeUri));
    idleFigures.diagnostics.push(await editor.diagnosed(promptUri, version++));
  }
  report.tell(
    'cold index beside the editor',
    ms(elapsed),
    `${editor.state.files.toLocaleString('en')} files, ${editor.state.chunks.toLocaleString('en')} chunks`,
  );
  for (const [what, name] of [
    ['hover', 'hover'],
    ['keystroke to diagnostics', 'diagnostics'],
  ]) {
    report.tell(
      `${what} during it`,
      `p50 ${ms(median(busy[name]))}, p99 ${ms(percentile(busy[name], 0.99))}, most ${ms(Math.max(...busy[name]))}`,
      `${busy[name].length} times; idle p99 ${ms(percentile(idleFigures[name], 0.99))}`,
    );
  }
  editor.close(promptUri);
  editor.close(codeUri);
}

async function unsavedEdits(editor) {
  const path = listFiles(tree).find((name) => /\.(?:rs|cs|py|ts|go)$/u.test(name));
  const uri = uriOf(path);
  editor.open(uri, 'plaintext', readFileSync(join(tree, path), 'utf8'));
  const figures = [];
  for (let i = 0; i < edits; i++) {
    const word = nextWord();
    const started = performance.now();
    editor.type(uri, i + 2, `// ${word}`);
    if (!(await editor.finds(word))) {
      throw new Failure(`the search after a keystroke did not find ${word}.`);
    }
    figures.push(performance.now() - started);
  }
  editor.close(uri);
  report.tell('keystroke to its search result', spread(figures), `${edits} edits of ${path}`);
}

/** Another program writes a file: from the write to a search that finds it. */
async function savedFiles(editor) {
  // Files that the index holds, whatever the tree: generated ones are left out of it.
  const files = [...new Set((await editor.search('function return value', 200)).map(({ path }) => path))];
  const figures = [];
  for (let i = 0; i < edits; i++) {
    const word = nextWord();
    const path = join(tree, files[i % files.length]);
    const taken = editor.told(({ state }) => state === 'ready');
    const started = performance.now();
    appendFileSync(path, `\n// ${word}\n`);
    await taken;
    if (!(await editor.finds(word))) {
      throw new Failure(`the search after a saved file did not find ${word}.`);
    }
    figures.push(performance.now() - started);
  }
  git('checkout', '-q', '--', '.');
  await editor.told(({ state }) => state === 'ready');
  report.tell('file written by another program to its search result', spread(figures), 'seen by the system’s watcher');
}

async function branchSwitch(editor, { word, files }) {
  const figures = [];
  const alone = [];
  for (const [branch, isThere] of [
    ['bench-other', true],
    ['bench-main', false],
    ['bench-other', true],
    ['bench-main', false],
  ]) {
    const started = performance.now();
    let next = editor.told(() => true);
    git('checkout', '-q', branch);
    alone.push(performance.now() - started);
    for (;;) {
      if ((await editor.finds(word)) === isThere && editor.state.state === 'ready') {
        break;
      }
      await next;
      next = editor.told(() => true);
    }
    figures.push(performance.now() - started);
  }
  report.tell(`branch switch of ${files} files`, spread(figures), `git alone ${ms(median(alone))}`);
}

/** What a server costs that nobody asks anything. */
async function idle(editor) {
  // What the start left behind, a collection of garbage, is no idleness yet.
  await new Promise((done) => {
    setTimeout(done, 2000);
  });
  const before = cpuTime(editor.pid);
  if (before === undefined) {
    return;
  }
  await new Promise((done) => {
    setTimeout(done, idleSeconds * 1000);
  });
  report.tell('processor time while idle', `${cpuTime(editor.pid) - before} ms`, `in ${idleSeconds} s`);
}

async function reopening() {
  const figures = [];
  const searchable = [];
  let last;
  for (let i = 0; i < 5; i++) {
    await last?.stop();
    const started = performance.now();
    const editor = await openEditor();
    const ready = editor.told(({ state }) => state === 'ready');
    await editor.search('configuration');
    searchable.push(performance.now() - started);
    await ready;
    figures.push(performance.now() - started);
    last = editor;
  }
  await idle(last);
  await last.stop();
  report.tell('process start to the first search result, unchanged tree', spread(searchable));
  report.tell('process start to ready, unchanged tree', spread(figures), 'every name and time looked at');
}

/** A repository of the tree's files with a second branch that differs in so many of them. */
function makeRepository(wanted) {
  mkdirSync(tree);
  cpSync(source, tree, { recursive: true, filter: (path) => !/[/\\](?:\.git|node_modules|artifacts)$/u.test(path) });
  git('init', '-q', '-b', 'bench-main');
  git('add', '-A');
  git('commit', '-qm', 'one');
  const word = nextWord();
  const files = listFiles(tree)
    .filter((path) => /\.(?:rs|cs|py|ts|go|md)$/u.test(path))
    .slice(0, wanted);
  git('checkout', '-q', '-b', 'bench-other');
  for (const path of files) {
    writeFileSync(join(tree, path), `${readFileSync(join(tree, path), 'utf8')}\n// ${word}\n`);
  }
  git('commit', '-qam', 'two');
  git('checkout', '-q', 'bench-main');
  return { word, files: files.length };
}

function git(...args) {
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'gc.auto=0'];
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Failure(`git ${args[0]} failed: ${stderr}`);
  }
}

/** Milliseconds of processor time; undefined where the system does not tell (Linux does). */
function cpuTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

function uriOf(path) {
  return `file://${join(tree, path)}`;
}

/** A word that stands nowhere else. */
function nextWord() {
  return `quokkaword${String.fromCharCode(...[...`${++words}`].map((digit) => 97 + Number(digit)))}zz`;
}

function spread(figures) {
  return `p50 ${ms(median(figures))}, p99 ${ms(percentile(figures, 0.99))}, most ${ms(Math.max(...figures))}`;
}
