import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unpacked } from '../lib/debian.mjs';
import { testLines } from '../lib/lines.mjs';
import { executable, scratch, whyNoServer } from '../lib/need.mjs';

/** ALE needs Vim's jobs; the small builds of Vim have none. */
function whyNoVim() {
  const { stdout, status } = spawnSync('vim', ['--version'], { encoding: 'utf8' });
  return status !== 0 ? 'vim is not installed' : stdout.includes('+job') ? undefined : 'this vim is built without jobs';
}

const why = whyNoServer() ?? whyNoVim();
const ale = why ?? unpacked('vim-ale');

test('Vim with ALE', { skip: typeof ale === 'string' ? ale : false, timeout: 180_000 }, async (t) => {
  const { workspace, home, folder } = scratch(t);
  const script = fileURLToPath(new URL('./plumb-test.vim', import.meta.url));
  const result = join(folder, 'result');
  // Vim draws on its output: it writes the lines into a file, and the shell shows them.
  const command = 'vim -Nu "$0" -i NONE --not-a-term -T dumb > /dev/null 2>&1; cat "$PLUMB_TEST_RESULT"';
  await testLines(t, 'sh', ['-c', command, script], {
    PLUMB_BIN: executable,
    PLUMB_TEST_ALE: join(ale.root, 'usr', 'share', 'vim-ale'),
    PLUMB_TEST_RESULT: result,
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_HOME: home,
  });
});
