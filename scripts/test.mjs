// npm test: installs, builds and runs everything, and ends with one line of totals. With --editors it runs the tests in
// editors alone (npm run test:editors), against the server and the VSIX that it builds first.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNative, executable } from './lib/native.mjs';
import { installPackages } from './lib/npm.mjs';
import { artifacts, main, requireDotnet, root, run, seconds } from './lib/run.mjs';
import { add, readTap, readTrx } from './lib/testResults.mjs';
import { packUniversalVsix, packVsix } from './lib/vsix.mjs';

const results = join(artifacts, 'test-results');
const home = mkdtempSync(join(tmpdir(), 'plumb-test-home-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

/** What every test may rely on: the native executable, and a data folder that is nobody's. */
const testEnvironment = { PLUMB_HOME: home, PLUMB_BIN: executable };

await main(async () => {
  try {
    requireDotnet();
    rmSync(results, { recursive: true, force: true });
    mkdirSync(results, { recursive: true });
    await (process.argv.includes('--editors') ? runEditors() : runAll());
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return totals.failed > 0 || totals.passed === 0 ? 1 : 0;
});

async function runAll() {
  // The network and the compiler do not compete: packages come while the solution builds.
  const packages = check('packages', installPackages);
  const built = await check('build', () =>
    run('dotnet', ['build', 'Lsp.sln', '-c', 'Release', '-v', 'quiet', '-clp:NoSummary'], { quiet: true }),
  );
  const installed = await packages;

  if (built) {
    await check('format', () =>
      run('dotnet', ['format', 'whitespace', 'Lsp.sln', '--verify-no-changes', '--no-restore'], { quiet: true }),
    );
  }
  if (installed) {
    await check('types', () => run('npx', ['tsc', '--noEmit', '-p', 'clients/vscode'], { quiet: true }));
    await check('lint', () => run('npx', ['biome', 'check', '--error-on-warnings', '.'], { quiet: true }));
    await clientTests();
  }

  const native = built && (await check('native build', () => buildNative({ log: () => {} })));
  if (built) {
    await dotnetTests();
  }
  if (native && installed && (await check('package', () => packVsix({ log: () => {} })))) {
    await editorTests({ full: false });
  }
}

async function runEditors() {
  const ready =
    (await check('packages', installPackages)) &&
    (await check('native build', () => buildNative({ log: () => {} }))) &&
    (await check('package', () => packVsix({ log: () => {} }))) &&
    (await check('universal package', () => packUniversalVsix({ log: () => {} })));
  if (ready) {
    await editorTests({ full: true });
  }
}

/** A step that counts as one test. */
async function check(name, body) {
  const started = performance.now();
  try {
    await body();
    report(name, { passed: 1, failed: 0, skipped: 0 }, started);
    return true;
  } catch (error) {
    report(name, { passed: 0, failed: 1, skipped: 0 }, started, [error.message]);
    return false;
  }
}

async function clientTests() {
  const client = join(root, 'clients', 'vscode');
  if (await check('client bundle', () => run('node', ['esbuild.mjs', '--test'], { cwd: client, quiet: true }))) {
    await nodeTests('client', join(client, 'dist-test'), '.js', client);
  }
}

/** Those in files named `.full.test.mjs` are left to a full run: `npm test` stays within its quarter of an hour. */
async function editorTests({ full }) {
  const editors = join(root, 'tests', 'editors');
  for (const editor of ['neovim', 'helix', 'emacs', 'vim', 'vscode']) {
    await nodeTests(`editor ${editor}`, join(editors, editor), '.test.mjs', root, full ? undefined : '.full.test.mjs');
  }
}

async function nodeTests(name, folder, suffix, cwd, except) {
  const started = performance.now();
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(suffix) && (except === undefined || !file.endsWith(except)))
    .map((file) => join(folder, file));
  const tap = join(results, `${name.replace(' ', '-')}.tap`);
  const { code, output } = await run(
    process.execPath,
    ['--test', '--test-concurrency=1', '--test-reporter=spec', '--test-reporter-destination=stdout']
      .concat(['--test-reporter=tap', `--test-reporter-destination=${tap}`])
      .concat(files),
    { cwd, env: testEnvironment, quiet: true, allowFailure: true },
  );
  const { counts, skips } = readTap(tap);
  finish(name, counts, skips, code, output, started);
}

/** Each test project by itself, so that one that runs nothing is seen. */
async function dotnetTests() {
  for (const project of readdirSync(join(root, 'tests')).filter((folder) => folder.endsWith('.Tests'))) {
    const started = performance.now();
    const trx = join(results, `${project}.trx`);
    const { code, output } = await run(
      'dotnet',
      ['test', join('tests', project, 'bin', 'Release', 'net10.0', `${project}.dll`)]
        .concat(['--logger', `trx;LogFileName=${project}.trx`, '--results-directory', results])
        .concat(['--logger', 'console;verbosity=minimal']),
      { env: testEnvironment, quiet: true, allowFailure: true },
    );
    const { counts, skips } = readTrx(trx);
    finish(project, counts, skips, code, output, started);
  }
}

/** A run that ended badly, or in which nothing ran, is a failure even when no single test failed. */
function finish(name, counts, skips, code, output, started) {
  const ran = counts.passed + counts.failed + counts.skipped;
  const why = [];
  const counted = { ...counts };
  if (ran === 0) {
    why.push('no test ran');
  } else if (code !== 0 && counts.failed === 0) {
    why.push(`all its tests passed, but it ended with exit code ${code}`);
  }
  counted.failed += why.length;
  if (counted.failed > 0) {
    console.log(output.trimEnd());
  }
  report(name, counted, started, why, skips);
}

function report(name, counts, started, why = [], skips = []) {
  add(totals, counts);
  const mark = counts.failed > 0 ? 'FAIL' : counts.passed === 0 ? 'skip' : 'ok  ';
  const numbers = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  console.log(`${mark} ${name}: ${numbers} (${seconds(started)})`);
  for (const line of why) {
    console.log(`     ${line}`);
  }
  for (const { test, reason } of skips) {
    console.log(`     skipped: ${test}: ${reason || 'no reason given'}`);
  }
}
