// Helix in a terminal of its own: keys go in, and what the screen shows is read. It counts positions in UTF-8.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { laterDebian } from '../lib/laterDebian.mjs';
import { executable, program, scratch, whyNoServer } from '../lib/need.mjs';

const patience = 30_000;
const look = 100;
const installed = program('hx');
const helix = whyNoServer() ?? (installed ? { command: installed, args: [] } : laterDebian('hx', 'hx'));
const skip = typeof helix === 'string' ? helix : hasTmux() ? false : 'tmux is not installed';

// Letters of two and of four bytes stand before what is looked at: a position in other units would miss it.
const prompt = `---
name: Order summary
description: Summarises an order
model:
  api: chat
inputs:
  order:
    type: string
---
system:
Für Käufer 😀: {{ordr}} ist es, und {{order}} auch.
`;

test('Helix', { skip, timeout: 180_000 }, async (t) => {
  const screen = await start(t);
  await t.test('shows the problem', async () => {
    await screen.until('order.prompty');
    await screen.until('●');
    screen.keys(']', 'd');
    await screen.until("'ordr' is not declared");
    // The end of the word, in characters.
    await screen.until('11:20');
  });
  await t.test('mends it by a code action at the right place', async () => {
    screen.keys('Space', 'a');
    await screen.until("Change to 'order'");
    screen.keys('Enter');
    await screen.until('😀: {{order}} ist es, und {{order}} auch.');
    await screen.untilNot("'ordr' is not declared");
  });
  await t.test('hovers with a token count', async () => {
    screen.keys('Space', 'k');
    await screen.until('Tokens');
    await screen.until('placeholder');
    screen.keys('Escape');
  });
  await t.test('renames a variable everywhere', async () => {
    screen.keys('Space', 'r');
    await screen.until('rename-to:');
    screen.keys('C-u', 'purchase', 'Enter');
    await screen.until('😀: {{purchase}} ist es, und {{purchase}} auch.');
    await screen.until('  purchase:');
  });
  await t.test('completes the names of variables', async () => {
    // One key after another: of keys that come at once Helix 25.01 may send the changes in another order.
    for (const [keys, shown] of [
      [['g', 'e', 'o', 'Ö'], /12\s+Ö/u],
      [[' '], /12\s+Ö/u],
      [['{'], 'Ö {}'],
      [['{'], 'Ö {{}}'],
    ]) {
      screen.keys(...keys);
      await screen.until(shown);
    }
    await screen.until('purchase variable');
    screen.keys('C-n');
    await screen.until('Ö {{purchase}}');
    screen.keys('Enter', 'Escape');
    await screen.until('NOR');
  });
  await t.test('finds a symbol of the workspace', async () => {
    await screen.reach(() => screen.keys('Escape', 'Space', 'S', 'RetryPolicy'), 'RetryPolicy.cs');
    screen.keys('Escape');
  });
  await t.test('writes what the screen showed', async () => {
    screen.keys('Escape', ':w', 'Enter');
    await screen.until('written');
    assert.match(
      readFileSync(screen.file, 'utf8'),
      /Für Käufer 😀: \{\{purchase\}\} ist es, und \{\{purchase\}\} auch\.\nÖ \{\{purchase\}\}/u,
    );
  });
});

async function start(t) {
  // Ended before the folder goes that it works in.
  const terminal = `plumb-helix-${process.pid}`;
  t.after(() => spawnSync('tmux', ['-L', terminal, 'kill-server']));
  const { folder, workspace, home } = scratch(t);
  const file = join(workspace, 'prompts', 'order.prompty');
  writeFileSync(file, prompt);
  mkdirSync(join(folder, 'config', 'helix'), { recursive: true });
  writeFileSync(join(folder, 'config', 'helix', 'config.toml'), '[editor]\ntrue-color = false\n');
  writeFileSync(
    join(folder, 'config', 'helix', 'languages.toml'),
    `[language-server.plumb]
command = ${JSON.stringify(executable)}
args = ["lsp"]

[[language]]
name = "prompty"
scope = "source.prompty"
file-types = ["prompty"]
roots = ["plumb.json"]
language-servers = ["plumb"]
`,
  );
  spawnSync('git', ['init', '-q'], { cwd: workspace });
  const tmux = (...args) => spawnSync('tmux', ['-L', terminal, ...args], { encoding: 'utf8', cwd: workspace });
  const variables = {
    PLUMB_HOME: home,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: folder,
    LANG: 'C.UTF-8',
  };
  const started = tmux(
    ...['-u', '-f', '/dev/null', 'new-session', '-d', '-x', '140', '-y', '45'],
    ...Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...[helix.command, ...helix.args, file],
  );
  assert.equal(started.status, 0, started.stderr);

  const shown = () => tmux('capture-pane', '-p').stdout ?? '';
  const has = (wanted) => (typeof wanted === 'string' ? shown().includes(wanted) : wanted.test(shown()));
  const wait = async (fits, what) => {
    for (const end = Date.now() + patience; !fits(); await later(look)) {
      assert.ok(Date.now() < end, `waited ${patience / 1000} s for ${what}; the screen shows\n${shown()}`);
    }
  };
  return {
    file,
    /** Names of keys, or text. */
    keys: (...keys) => {
      for (const key of keys) {
        tmux('send-keys', ...(/^(?:Space|Enter|Escape|C-.)$/u.test(key) ? [key] : ['-l', key]));
      }
    },
    until: (wanted) => wait(() => has(wanted), wanted),
    untilNot: (wanted) => wait(() => !has(wanted), `no ${wanted}`),
    /** Does something again and again until it has shown what is wanted: the index is still made. */
    reach: async (act, wanted) => {
      for (const end = Date.now() + patience; !has(wanted); ) {
        assert.ok(Date.now() < end, `never saw ${wanted}; the screen shows\n${shown()}`);
        act();
        for (const soon = Date.now() + 3000; !has(wanted) && Date.now() < soon; ) {
          await later(look);
        }
      }
    },
  };
}

function hasTmux() {
  return spawnSync('tmux', ['-V'], { stdio: 'ignore' }).status === 0;
}
