import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unpacked } from '../lib/debian.mjs';
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

const packages = ['lsp-mode', 'dash', 'f', 'ht', 'lv', 'markdown-mode', 's', 'spinner'].map((name) => `elpa-${name}`);
const lspMode = whyNoServer() ?? (program('emacs') ? unpacked(...packages) : 'emacs is not installed');

test('Emacs, lsp-mode', { skip: typeof lspMode === 'string' ? lspMode : false, timeout: 180_000 }, async (t) => {
  const { workspace, home, folder } = scratch(t);
  const script = fileURLToPath(new URL('./lsp-mode-test.el', import.meta.url));
  await testLines(t, 'emacs', ['-q', '--batch', '-l', script], {
    PLUMB_BIN: executable,
    PLUMB_TEST_ELPA: join(lspMode.root, 'usr', 'share', 'emacs', 'site-lisp', 'elpa-src'),
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_HOME: home,
    HOME: folder,
  });
});
