import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testLines } from '../lib/lines.mjs';
import { executable, program, scratch, whyNoServer } from '../lib/need.mjs';

const skip = whyNoServer() ?? (program('nvim') ? false : 'nvim is not installed');

test('Neovim', { skip, timeout: 180_000 }, async (t) => {
  const { workspace, home, folder } = scratch(t);
  const script = fileURLToPath(new URL('./init.lua', import.meta.url));
  await testLines(t, 'nvim', ['--headless', '--clean', '-u', script], {
    PLUMB_BIN: executable,
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_HOME: home,
    XDG_CACHE_HOME: folder,
    XDG_STATE_HOME: folder,
  });
});
