import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unpacked } from '../lib/debian.mjs';
import { testLines } from '../lib/lines.mjs';
import { whyNoServer } from '../lib/need.mjs';
import { recipe } from '../lib/recipes.mjs';
import { stranger } from '../lib/stranger.mjs';

/** ALE needs Vim's jobs; the small builds of Vim have none. */
function whyNoVim() {
  const { stdout, status } = spawnSync('vim', ['--version'], { encoding: 'utf8' });
  return status !== 0 ? 'vim is not installed' : stdout.includes('+job') ? undefined : 'this vim is built without jobs';
}

const why = whyNoServer() ?? whyNoVim();
const ale = why ?? unpacked('vim-ale');

test('Vim with ALE', { skip: typeof ale === 'string' ? ale : false, timeout: 240_000 }, async (t) => {
  const { workspace, home, env, configure } = stranger(t);
  configure('.vimrc', recipe('Vim with ALE'));
  const plugins = join(home, '.vim', 'pack', 'plugins', 'start');
  mkdirSync(plugins, { recursive: true });
  symlinkSync(join(ale.root, 'usr', 'share', 'vim-ale'), join(plugins, 'ale'));
  const script = fileURLToPath(new URL('./plumb-test.vim', import.meta.url));
  // Vim draws on its output: it writes the lines into a file, and the shell shows them. Its input never ends.
  const command =
    'mkfifo "$PLUMB_TEST_RESULT.in"; vim -N -i NONE --not-a-term -T dumb -S "$0" <> "$PLUMB_TEST_RESULT.in" > "$PLUMB_TEST_RESULT.out" 2>&1; code=$?; cat "$PLUMB_TEST_RESULT" || cat "$PLUMB_TEST_RESULT.out"; exit $code';
  await testLines(t, 'sh', ['-c', command, script], { ...env, PLUMB_TEST_RESULT: join(home, 'result') }, workspace);
});
