import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unpacked } from '../lib/debian.mjs';
import { laterDebian, laterPackages } from '../lib/laterDebian.mjs';
import { testLines } from '../lib/lines.mjs';
import { program, whyNoServer } from '../lib/need.mjs';
import { recipe } from '../lib/recipes.mjs';
import { stranger } from '../lib/stranger.mjs';

const file = (name) => fileURLToPath(new URL(`./${name}`, import.meta.url));
const noServer = whyNoServer();
const installed = noServer ?? (program('emacs') ? { command: 'emacs', args: [], env: {} } : 'emacs is not installed');
const modes = noServer ?? unpacked('elpa-yaml-mode', 'elpa-markdown-mode');
const lspPackages = ['lsp-mode', 'dash', 'f', 'ht', 'lv', 'markdown-mode', 's', 'spinner'].map(
  (name) => `elpa-${name}`,
);

drive(
  'Emacs, Eglot',
  withEglot(installed),
  [modes],
  recipe('Emacs / Eglot') + recipe('Emacs / Eglot', 'learns it'),
  'eglot-test.el',
);
drive('Emacs 30, Eglot', noServer ?? emacs30(), [modes], recipe('Emacs / Eglot'), 'eglot-test.el');
const lsp = recipe('Emacs / lsp-mode');
drive('Emacs, lsp-mode', installed, [modes, noServer ?? unpacked(...lspPackages)], lsp, 'lsp-mode-test.el', '8.0');
const later = noServer ?? laterPackages('forky', ...lspPackages);
drive('Emacs, lsp-mode 10', installed, [modes, later], lsp, 'lsp-mode-test.el', '10.0');

function drive(name, emacs, packages, init, script, version = '') {
  const why = [emacs, ...packages].find((needed) => typeof needed === 'string');
  test(name, { skip: why ?? false, timeout: 300_000 }, async (t) => {
    const { home, env, configure } = stranger(t);
    configure('.emacs.d/init.el', `;; -*- lexical-binding: t -*-\n${init}`);
    // Later folders come to stand before earlier ones.
    const elpa = packages
      .map(({ root }) => join(root, 'usr', 'share', 'emacs', 'site-lisp', 'elpa-src'))
      .join(delimiter);
    const loaded = ['-l', file('harness.el'), '-l', join(home, '.emacs.d', 'init.el'), '-l', file(script)];
    await testLines(
      t,
      emacs.command,
      [...emacs.args, '-q', '--batch', '--eval', "(progn (require 'package) (package-initialize))", ...loaded],
      { ...env, ...emacs.env, PLUMB_TEST_ELPA: elpa, PLUMB_TEST_LSP_MODE: version },
      home,
    );
  });
}

function withEglot(emacs) {
  if (typeof emacs === 'string') {
    return emacs;
  }
  const load = ['-q', '--batch', '--eval', "(progn (require 'package) (package-initialize) (require 'eglot))"];
  const { status } = spawnSync(emacs.command, load, { stdio: 'ignore', timeout: 60_000 });
  return status === 0 ? emacs : 'Eglot is not installed';
}

/** Emacs looks for its own files where Debian would have installed them: it is told where they are. */
function emacs30() {
  const found = laterDebian('emacs-nox', 'emacs-nox');
  if (typeof found === 'string') {
    return found;
  }
  const share = join(found.root, 'usr', 'share', 'emacs', '30.1');
  const dumps = join(found.root, 'usr', 'libexec', 'emacs', '30.1', 'x86_64-linux-gnu');
  const dump = readdirSync(dumps).find((name) => name.endsWith('.pdmp'));
  const lisp = readdirSync(join(share, 'lisp'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return {
    command: found.command,
    args: [...found.args, `--dump-file=${join(dumps, dump)}`],
    env: {
      EMACSLOADPATH: [join(share, 'lisp'), ...lisp].join(delimiter),
      EMACSDATA: join(share, 'etc'),
      EMACSDOC: join(share, 'etc'),
    },
  };
}
