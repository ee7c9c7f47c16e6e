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
    let told = 0;
    const tell = (page, { name, ms, error, note }) => {
      told++;
      // Not awaited: the flow behind it does not wait for the report of this one.
      void t.test(name, (t) => {
        t.diagnostic(`${Math.round(ms)} ms${note === undefined ? '' : `; ${note}`}`);
        assert.equal(error, undefined);
      });
      return error === undefined
        ? undefined
        : page.screenshot({ path: join(screenshots, `failed-${name.replaceAll(/\W+/gu, '-')}.png`) });
    };
    const url = code.hostUrl(where, extension, join(extension, `${name}.cjs`));
    // On a busy machine the editor now and then opens a workspace without its folders: then no flow has begun.
    for (let attempt = 1; ; attempt++) {
      const { ended, said } = await openOnce({ browser, bridge, url, tell });
      if (ended === 0 || told > 0 || attempt === 3) {
        assert.equal(ended, 0, `the flows ended with ${ended}:\n${said.slice(-20).join('\n')}`);
        break;
      }
    }
    assert.ok(told > 0, 'no flow was told of');
  });
}

/** Resolves to the exit code of the extension host's tests, or a word on why there is none, and to what was logged. */
async function openOnce({ browser, bridge, url, tell }) {
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
  bridge.attach(page, (report) => {
    clearTimeout(silent);
    return tell(page, report);
  });
  await page.goto(url);
  const ended = await exit;
  clearTimeout(silent);
  await page.close();
  return { ended, said };
}
