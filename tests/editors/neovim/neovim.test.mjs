import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { laterDebian } from '../lib/laterDebian.mjs';
import { testLines } from '../lib/lines.mjs';
import { executable, program, scratch, whyNoServer } from '../lib/need.mjs';

const script = fileURLToPath(new URL('./init.lua', import.meta.url));
const noServer = whyNoServer();

test('Neovim', { skip: noServer ?? (program('nvim') ? false : 'nvim is not installed'), timeout: 180_000 }, (t) =>
  drive(t, 'nvim', [], {}),
);

const later = noServer ?? laterDebian('neovim', 'nvim');
test('Neovim 0.10', { skip: typeof later === 'string' ? later : false, timeout: 180_000 }, (t) =>
  drive(t, later.command, later.args, { VIMRUNTIME: join(later.root, 'usr', 'share', 'nvim', 'runtime') }),
);

async function drive(t, command, args, more) {
  const { workspace, home, folder } = scratch(t);
  await testLines(t, command, [...args, '--headless', '--clean', '-u', script], {
    PLUMB_BIN: executable,
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_HOME: home,
    XDG_CACHE_HOME: folder,
    XDG_STATE_HOME: folder,
    ...more,
  });
}
