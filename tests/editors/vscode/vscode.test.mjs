// The packaged extension in real VS Code: what a user does on the first day, each step as a test of its own.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { program, repository, scratch, screenshots, whyNoServer } from '../lib/need.mjs';
import { startVsCode, whyNoVsCode } from './codeServer.mjs';

const limit = Number(process.env.PLUMB_TEST_LIMIT ?? 60_000);
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const vsix = findVsix();

function findVsix() {
  const folder = join(repository, 'artifacts');
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.vsix')) : undefined;
  return name === undefined ? undefined : join(folder, name);
}

const skip =
  whyNoServer() ??
  (vsix === undefined ? 'there is no VSIX in artifacts: run npm run package' : undefined) ??
  (browserPath === undefined || !program(browserPath) ? 'chromium is not installed' : undefined) ??
  whyNoVsCode() ??
  false;

test('VS Code', { skip, timeout: 600_000 }, async (t) => {
  mkdirSync(screenshots, { recursive: true });
  const { folder, workspace, home } = scratch(t);
  const code = await startVsCode({ folder, vsix, env: { ...process.env, PLUMB_HOME: home } });
  t.after(() => code.stop());
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ]),
  });
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(limit);

  /** Each step goes on from the one before it. One that fails leaves a picture of what was to be seen. */
  let failed;
  const step = (name, body) =>
    t.test(name, { skip: failed && `needs what "${failed}" should have left` }, async () => {
      try {
        await body();
      } catch (error) {
        failed = name;
        await page.screenshot({ path: join(screenshots, `failed-${name.replaceAll(/\W+/gu, '-')}.png`) });
        throw error;
      }
    });
  const picture = (name) => page.screenshot({ path: join(screenshots, `${name}.png`) });

  await step('opens the workspace and indexes it', async () => {
    await page.goto(code.url(workspace));
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /Plumb: \d+ files/u }).waitFor();
  });

  await step('underlines a variable that is not declared', async () => {
    await openFile(page, 'summary.prompty');
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await picture('1-squiggle');
  });

  await step('hovers with token counts', async () => {
    await page.locator('.view-line', { hasText: 'You summarise orders' }).locator('span span').first().hover();
    await page.locator('.monaco-hover:visible', { hasText: /tokens?/iu }).waitFor();
    await picture('2-hover');
  });

  await step('explains the problem on hover', async () => {
    await page.mouse.move(0, 0);
    await page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
    const squiggle = await page.locator('.squiggly-error').first().boundingBox();
    await page.mouse.move(squiggle.x + squiggle.width / 2, squiggle.y + squiggle.height / 2);
    await page.locator('.monaco-hover:visible', { hasText: 'T01' }).waitFor();
    await picture('3-problem');
  });

  await step('takes the squiggle back when the text is mended', async () => {
    await page.mouse.move(0, 0);
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+End');
    await page.keyboard.type('Write it in English.');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+S');
  });

  await step('searches while one types and opens the result at its lines', async () => {
    await command(page, 'Plumb: Search the Codebase');
    // The palette's own input goes away first: what is typed too early lands in the editor.
    const input = page.getByPlaceholder('Words, an identifier, a path or a question');
    await input.waitFor();
    await input.click();
    await input.pressSequentially('exponential backoff');
    const first = page.locator('.quick-input-list .monaco-list-row', { hasText: 'RetryPolicy.cs' }).first();
    await first.waitFor();
    await picture('4-search');
    await first.click();
    await page.locator('.tab.active', { hasText: 'RetryPolicy.cs' }).waitFor();
    await page.locator('#status\\.editor\\.selection', { hasText: /Ln \d+, Col 1 \(\d+ selected\)/u }).waitFor();
  });

  await step('answers a question beside the editor', async () => {
    await command(page, 'Plumb: Ask the Codebase');
    const input = page.getByPlaceholder('How are retries configured?');
    await input.fill('How is a failed payment retried?');
    await input.press('Enter');
    await answer(page).locator('.entry.done .answer').waitFor();
    const text = await answer(page).locator('.entry.done .answer').textContent();
    assert.match(text, /RetryPolicy|Checkout|payments\.md/u);
    await picture('5-answer');
  });

  await step('opens a citation at its lines', async () => {
    const link = answer(page).locator('.citations a.citation').first();
    const [, path, line] = /^(.+):(\d+)(?:-\d+)?$/u.exec(await link.textContent());
    await link.click();
    await page.locator('.tab.active', { hasText: path.split('/').at(-1) }).waitFor();
    await page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line}, Col 1 ` }).waitFor();
    await picture('6-citation');
  });

  await step('shows the index status', async () => {
    await command(page, 'Plumb: Show Index Status');
    await page.locator('.tab.active', { hasText: 'Index Status' }).waitFor();
    const status = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await status.getByText('Chunks').waitFor();
    await picture('7-status');
  });
});

/** The page inside the answer's webview. */
function answer(page) {
  return page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
}

async function command(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: name }).waitFor();
}
