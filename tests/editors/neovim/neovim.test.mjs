import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { executable, program, scratch, whyNoServer } from '../lib/need.mjs';

const skip = whyNoServer() ?? (program('nvim') ? false : 'nvim is not installed');

test('Neovim', { skip, timeout: 180_000 }, async (t) => {
  const { workspace, home, folder } = scratch(t);
  const script = fileURLToPath(new URL('./init.lua', import.meta.url));
  const { code, output } = await neovim(['--headless', '--clean', '-u', script], {
    PLUMB_BIN: executable,
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_HOME: home,
    XDG_CACHE_HOME: folder,
    XDG_STATE_HOME: folder,
  });

  const lines = [...output.matchAll(/^(ok|not ok) ([^:\r\n]+)(?:: (.*))?$/gmu)];
  for (const [, outcome, name, why] of lines) {
    await t.test(name.trim(), () => assert.equal(outcome, 'ok', why));
  }
  assert.ok(lines.length > 0, `Neovim told of no test:\n${output}`);
  assert.equal(code, 0, output);
});

function neovim(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn('nvim', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), 150_000);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, output: output.replaceAll('\r', '') });
    });
  });
}
