// Runs a module of flows inside the extension host, and makes a test of each.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screenshots } from '../lib/need.mjs';
import { limit, newPage } from './workbench.mjs';

const extension = fileURLToPath(new URL('host', import.meta.url));

/** Opens `where` and runs `host/<name>.cjs` there. Fails when the flows do not come to an end by themselves. */
export async function runFlows(t, { name, where, code, bridge, browser }) {
  await t.test(name, async (t) => {
    const page = await newPage(browser);
    const said = [];
    let exited;
    const exit = new Promise((resolve) => {
      exited = resolve;
    });
    // Without its driver the editor opens the folder and never says a word.
    const silent = setTimeout(() => exited('no word from the extension host'), 2 * limit);
    await page.exposeFunction('codeAutomationLog', (type, args) => said.push(`${type}: ${args.join(' ')}`));
    await page.exposeFunction('codeAutomationExit', (code) => exited(code));
    page.on('close', () => exited('the page was closed'));
    page.on('crash', () => exited('the page crashed'));

    let told = 0;
    bridge.attach(page, async ({ name, ms, error, note }) => {
      told++;
      clearTimeout(silent);
      if (error !== undefined) {
        await page.screenshot({ path: join(screenshots, `failed-${name.replaceAll(/\W+/gu, '-')}.png`) });
      }
      // Not awaited: the test after it in the host does not wait for the report of this one.
      void t.test(name, (t) => {
        t.diagnostic(`${Math.round(ms)} ms${note === undefined ? '' : `; ${note}`}`);
        assert.equal(error, undefined);
      });
    });
    await page.goto(code.hostUrl(where, extension, join(extension, `${name}.cjs`)));
    const ended = await exit;
    clearTimeout(silent);
    await page.close();
    assert.equal(ended, 0, `the flows ended with ${ended}:\n${said.slice(-20).join('\n')}`);
    assert.ok(told > 0, 'no flow was told of');
  });
}
