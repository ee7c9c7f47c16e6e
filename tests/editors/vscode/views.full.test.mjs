// The main views in a dark and in a light theme, with the keyboard alone, and as a screen reader is told of them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { startModel } from './model.mjs';
import {
  closeEditor,
  command,
  frameWith,
  openFile,
  openVsCode,
  paneHeader,
  panel,
  skip,
  spokenText,
  treeRow,
} from './workbench.mjs';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const askFrame = (page) => frameWith(page, 'form#ask');
const searchFrame = (page) => frameWith(page, 'form#search');

test('the views of VS Code', { skip, timeout: 600_000 }, async (t) => {
  const model = await startModel(t);
  const { page, code, workspace, step, picture } = await openVsCode(t, {
    env: { PLUMB_MODEL: 'fake', PLUMB_ENDPOINT: model.url, PLUMB_API_KEY: 'k' },
    settings: { 'workbench.colorTheme': themes.dark, 'comments.openView': 'never', 'remote.autoForwardPorts': false },
  });

  await step('answers a question', async () => {
    await page.goto(code.url(workspace));
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /Plumb: \d+ files/u }).waitFor();
    await openFile(page, 'RetryPolicy.cs');
    await command(page, 'Plumb: Ask the Codebase');
    const ask = await askFrame(page);
    await ask.locator('#question').fill('How is a failed payment retried?');
    await ask.locator('#question').press('Enter');
    await ask.locator('.entry.asking .answer', { hasText: 'waits twice as long' }).waitFor();
    await model.finish();
    await ask.locator('.entry.done .answer a.citation').first().waitFor();
  });

  await step('tells a screen reader what everything in the Ask view is', async () => {
    const spoken = await spokenText((await askFrame(page)).locator('body'));
    for (const name of ['How is a failed payment retried?', 'This answer helped', 'Look deeper', 'Question', 'Copy']) {
      assert.ok(spoken.includes(name), `${name} is not in\n${spoken}`);
    }
  });

  await step('lets the keyboard reach everything in the Ask view, in the order in which it is read', async () => {
    const ask = await askFrame(page);
    await ask.locator('#question').focus();
    const passed = [];
    for (let stops = 0; stops < 40 && !passed.includes('citation'); stops++) {
      await page.keyboard.press('Shift+Tab');
      passed.push(
        await ask.evaluate(() => {
          const { classList, textContent, dataset } = document.activeElement;
          return classList.contains('citation') ? 'citation' : (dataset.verdict ?? textContent);
        }),
      );
    }
    const order = ['down', 'up', 'Ask again', 'Insert', 'Copy', 'citation'].map((name) => passed.indexOf(name));
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      order,
      passed.join(', '),
    );
    assert.ok(!order.includes(-1), passed.join(', '));
    await page.keyboard.press('Enter');
    await page.locator('#status\\.editor\\.selection', { hasText: /selected/u }).waitFor();
  });

  await step('takes the verdict by the keyboard and keeps the focus', async () => {
    const ask = await askFrame(page);
    await ask.locator('button.thumb.up').focus();
    await page.keyboard.press('Space');
    await ask.locator('button.thumb.up[aria-pressed="true"]:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('It is right.');
    await page.keyboard.press('Enter');
    await ask.getByText('It is kept on this machine').waitFor();
  });

  await step('searches by the keyboard alone', async () => {
    await command(page, 'Plumb: Search with Filters');
    const search = await searchFrame(page);
    await search.locator('#query:focus').waitFor();
    await page.keyboard.type('exponential backoff');
    await search.locator('.hit', { hasText: 'payments.md' }).waitFor();
    assert.match(await spokenText(search.locator('body')), /\d results/u);
    for (let hit = 0; hit < 5; hit++) {
      await page.keyboard.press('ArrowDown');
      if ((await search.locator('.hit:focus').textContent()).includes('payments.md')) {
        break;
      }
    }
    await search.locator('#peek', { hasText: 'at most four times' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'payments.md' }).waitFor();
  });

  for (const [name, theme] of Object.entries(themes)) {
    await step(`looks well in a ${name} theme`, async () => {
      const settings = JSON.parse(readFileSync(code.settingsFile, 'utf8'));
      writeFileSync(code.settingsFile, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }));
      await (await askFrame(page)).locator(`body.vscode-${name}`).waitFor();
      await page.mouse.move(700, 890);
      await picture(`${name}-search`);

      await command(page, 'View: Hide Panel');
      await openFile(page, 'RetryPolicy.cs');
      await picture(`${name}-answer`);

      await command(page, 'Plumb: Show Usage');
      await panel(page).locator('svg[role="img"]').first().waitFor();
      assert.match(await spokenText(panel(page).locator('body')), /Tokens of each of the last 30 days/u);
      await picture(`${name}-usage`);
      await closeEditor(page);

      await command(page, 'Plumb: Show Token Map');
      await panel(page).locator('.box', { hasText: 'src' }).waitFor();
      await spokenText(panel(page).locator('body'));
      await picture(`${name}-map`);
      await closeEditor(page);

      await command(page, 'Plumb: Show Index Status');
      await panel(page).getByText('Chunks').waitFor();
      await spokenText(panel(page).locator('body'));
      await picture(`${name}-status`);
      await closeEditor(page);

      await openFile(page, 'Refund.cs');
      await page.locator('.codelens-decoration a', { hasText: 'Ask Plumb' }).click();
      await page.locator('.review-widget .comment-body', { hasText: 'waits twice as long' }).waitFor();
      await model.finish();
      await page.locator('.review-widget .comment-body a', { hasText: 'RetryPolicy.cs' }).first().waitFor();
      await picture(`${name}-inline`);
      await page.locator('.review-widget a.action-label[aria-label^="Close"]').click();

      await command(page, 'Plumb: Open the Walkthrough');
      await page.locator('.gettingStartedContainer', { hasText: 'Get Started with Plumb' }).waitFor();
      await picture(`${name}-walkthrough`);
      await closeEditor(page);

      await paneHeader(page, 'Index').click();
      await treeRow(page, 'Coverage').waitFor();
      await picture(`${name}-index`);
      await collapse(page, 'Index');
      await command(page, 'Plumb: Search with Filters');
      await (await searchFrame(page)).locator('.hit').first().waitFor();
    });
  }
});

async function collapse(page, title) {
  const header = paneHeader(page, title);
  if ((await header.getAttribute('aria-expanded')) === 'true') {
    await header.click();
  }
}
