import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { laterDebian } from '../lib/laterDebian.mjs';
import { testLines } from '../lib/lines.mjs';
import { program, whyNoServer } from '../lib/need.mjs';
import { recipe } from '../lib/recipes.mjs';
import { stranger } from '../lib/stranger.mjs';

const script = fileURLToPath(new URL('./drive.lua', import.meta.url));
const noServer = whyNoServer();
const old = '0.7 to 0.10';

const installed = noServer ?? (program('nvim') ? { command: 'nvim', args: [] } : 'nvim is not installed');
drive('Neovim', installed, old);
drive('Neovim 0.10', noServer ?? laterDebian('neovim', 'nvim'), old);
drive('Neovim 0.12', noServer ?? laterDebian('neovim', 'nvim', 'forky'), '0.11 and later');

function drive(name, neovim, words) {
  test(name, { skip: typeof neovim === 'string' ? neovim : false, timeout: 240_000 }, async (t) => {
    const { home, env, configure } = stranger(t);
    configure('.config/nvim/init.lua', recipe('Neovim', words));
    const runtime =
      neovim.root === undefined ? {} : { VIMRUNTIME: join(neovim.root, 'usr', 'share', 'nvim', 'runtime') };
    const parsers =
      neovim.root === undefined
        ? []
        : [
            '--cmd',
            `set rtp+=${join(neovim.root, 'usr/lib/nvim')},${join(neovim.root, 'usr/lib/x86_64-linux-gnu/nvim')}`,
          ];
    const args = [...neovim.args, ...parsers, '--headless', '-n', '-i', 'NONE', '-c', `luafile ${script}`];
    await testLines(t, neovim.command, args, { ...env, ...runtime }, home);
  });
}
