import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testLines } from '../lib/lines.mjs';
import { executable, program, scratch, whyNoServer } from '../lib/need.mjs';

function whyNoEglot() {
  if (!program('emacs')) {
    return 'emacs is not installed';
  }
  const load = ['-q', '--batch', '--eval', "(progn (require 'package) (package-initialize) (require 'eglot))"];
  return spawnSync('emacs', load, { stdio: 'ignore', timeout: 60_000 }).status === 0
    ? undefined
    : 'Eglot is not installed';
}

const skip = whyNoServer() ?? whyNoEglot() ?? false;

test('Emacs', { skip, timeout: 180_000 }, async (t) => {
  const { workspace, home, folder } = scratch(t);
  const script = fileURLToPath(new URL('./plumb-test.el', import.meta.url));
  await testLines(t, 'emacs', ['-q', '--batch', '-l', script], {
    PLUMB_BIN: executable,
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_HOME: home,
    HOME: folder,
  });
});
