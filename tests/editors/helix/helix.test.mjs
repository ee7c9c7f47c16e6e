// Helix in a terminal of its own: keys go in, and what the screen shows is read. It counts positions in UTF-8.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { laterDebian } from '../lib/laterDebian.mjs';
import { whyNoServer } from '../lib/need.mjs';
import { recipe } from '../lib/recipes.mjs';
import { promptFiles, question, stranger } from '../lib/stranger.mjs';

const patience = 30_000;
const look = 100;
const why = whyNoServer() ?? (hasTmux() ? undefined : 'tmux is not installed');

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

// 25.01 can be shown no page, and passes no arguments of commands on.
drive('Helix 25.01', why ?? laterDebian('hx', 'hx'), false);
drive('Helix 25.07', why ?? laterDebian('hx', 'hx', 'forky'), true);

function drive(name, helix, isShown) {
  test(name, { skip: typeof helix === 'string' ? helix : false, timeout: 240_000 }, (t) => run(t, helix, isShown));
}

async function run(t, helix, isShown) {
  const screen = await start(t, helix);
  /** Waits for the page, or goes to where it is said to be. */
  const page = async (title, slug) => {
    if (!isShown) {
      await screen.until(/answer is in \/\S+/u);
      const folder = join(screen.home, '.local', 'share', 'plumb', 'answers');
      const written = readdirSync(folder).find((file) => file.startsWith(slug));
      await screen.command(`open ${join(folder, written ?? slug)}`, `# ${title}`);
    }
    await screen.until(`# ${title}`);
    await screen.until(slug);
  };
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
    await screen.untilNot('RetryPolicy.cs');
  });
  await t.test('writes what the screen showed', async () => {
    await screen.command('w', 'written');
    assert.match(
      readFileSync(screen.file, 'utf8'),
      /Für Käufer 😀: \{\{purchase\}\} ist es, und \{\{purchase\}\} auch\.\nÖ \{\{purchase\}\}/u,
    );
  });
  await t.test('inserts the answer below a question, behind letters of several bytes', async () => {
    await screen.command(`open ${join(screen.workspace, 'docs', 'käse.md')}`, opened('docs/käse.md'));
    screen.keys('g', 'e');
    await screen.until('😀 <!-- ask:');
    await screen.act('Ask Plumb: insert the answer below');
    await screen.until('<!-- Plumb: ');
    screen.keys('u');
    await screen.untilNot('<!-- Plumb: ');
  });
  await t.test('opens the answer to a question in a comment', async () => {
    await screen.act('Ask Plumb: open the answer');
    await page(question, 'how-many-times-is-a-payment-retried');
  });
  await t.test('goes from a citation of the answer to its lines', async () => {
    screen.keys('g', 'g', '/', 'file://', 'Enter', 'g', 'd');
    await screen.untilNot(`# ${question}`);
    await screen.until(/NOR\s+(?:\S\s+)?(?:\S*\/)?(?:docs|src)\//u);
  });
  await t.test('explains a selection', async () => {
    await screen.command(`open ${join(screen.workspace, 'docs', 'payments.md')}`, opened('docs/payments.md'));
    screen.keys('%');
    await screen.act('Ask Plumb: explain this');
    await page('Explain payments.md:1-', 'explain-payments-md-1-');
  });
  if (isShown) {
    await t.test('answers a question of its command line', async () => {
      const line = 'lsp-workspace-command plumb.openAnswer "how long does a refund take?"';
      await screen.command(line, '# how long does a refund take?');
    });
  }
  await t.test('tells its status', async () => {
    await screen.command('lsp-workspace-command plumb.tellStatus', /Plumb: \d+ files, \d+ symbols/u);
  });
  await t.test('starts for all files of prompts', async () => {
    for (const name of promptFiles) {
      await screen.command(`open ${join(screen.workspace, name)}`, opened(name));
      await screen.command('lsp-workspace-command', 'plumb.tellStatus');
      screen.keys('Escape');
      await screen.untilNot('plumb.tellStatus');
    }
  });
}

async function start(t, helix) {
  // Ended before the folder goes that it works in.
  const terminal = `plumb-${t.name.replace(/\W/gu, '-')}-${process.pid}`;
  t.after(() => spawnSync('tmux', ['-L', terminal, 'kill-server']));
  const { workspace, home, env, configure } = stranger(t);
  const file = join(workspace, 'prompts', 'order.prompty');
  writeFileSync(file, prompt);
  writeFileSync(join(workspace, 'docs', 'käse.md'), `# Käse 😀\n\nÄÖÜ 😀 <!-- ask: ${question} -->\n`);
  configure('.config/helix/config.toml', '[editor]\ntrue-color = false\n');
  configure('.config/helix/languages.toml', recipe('Helix'));
  const tmux = (...args) => spawnSync('tmux', ['-L', terminal, ...args], { encoding: 'utf8', cwd: workspace });
  const variables = { HOME: home, PATH: env.PATH, LANG: 'C.UTF-8' };
  const started = tmux(
    ...['-u', '-f', '/dev/null', 'new-session', '-d', '-x', '140', '-y', '45'],
    // By env, and not by tmux, which sets a path of its own.
    ...['env', ...Object.keys(env).flatMap((name) => (env[name] === undefined ? ['-u', name] : []))],
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
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
  const screen = {
    file,
    home,
    workspace,
    /** Names of keys, or text. */
    keys: (...keys) => {
      for (const key of keys) {
        tmux('send-keys', ...(/^(?:Space|Enter|Escape|Down|C-.)$/u.test(key) ? [key] : ['-l', key]));
      }
    },
    until: (wanted) => wait(() => has(wanted), wanted),
    untilNot: (wanted) => wait(() => !has(wanted), `no ${wanted}`),
    /** Types a command, and waits for what it shows. */
    command: async (line, wanted) => {
      // No Escape before it: the two may come as one key.
      screen.keys(`:${line}`);
      await screen.until(`:${line.slice(0, 60)}`);
      screen.keys('Enter');
      await screen.until(wanted);
    },
    /** Chooses a code action from the menu: its place is counted from the top. */
    act: async (title) => {
      await screen.reach(() => screen.keys('Escape', 'Space', 'a'), title);
      const menu = shown()
        .split('\n')
        .filter((line) => line.includes('Ask Plumb: '));
      const place = menu.findIndex((line) => line.includes(title));
      screen.keys(...Array.from({ length: place }, () => 'Down'), 'Enter');
      await screen.untilNot(title);
    },
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
  return screen;
}

/** What the status line shows of an open file. The name alone is in the command that opens it as well. */
function opened(name) {
  return new RegExp(`NOR +(?:\\S*/)?${name.replaceAll('.', '\\.')}`, 'u');
}

function hasTmux() {
  return spawnSync('tmux', ['-V'], { stdio: 'ignore' }).status === 0;
}
