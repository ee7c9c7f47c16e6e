// The main views in a dark and in a light theme, with the keyboard alone, and as a screen reader is told of them.
import assert from 'node:assert/strict';
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
  putQuestion,
  skip,
  spokenText,
  treeRow,
} from './workbench.mjs';

const themes = { dark: 'Dark Modern', light: 'Light Modern' };
const askFrame = (page) => frameWith(page, 'form#ask');
const searchFrame = (page) => frameWith(page, 'form#search');

test('the views of VS Code', { skip, timeout: 600_000 }, async (t) => {
  const model = await startModel(t);
  const { page, code, workspace, step, picture } = await openVsCode(t, {
    env: { PLUMB_MODEL: 'fake', PLUMB_ENDPOINT: model.url, PLUMB_API_KEY: 'k' },
    settings: {
      'workbench.colorTheme': 'Default Dark Modern',
      'plumb.tokens.models': ['gpt-4o', 'gpt-4'],
      'comments.openView': 'never',
      'remote.autoForwardPorts': false,
    },
  });

  await step('answers a question', async () => {
    await page.goto(code.url(workspace));
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /Plumb: \d+ files/u }).waitFor();
    await openFile(page, 'RetryPolicy.cs');
    await command(page, 'Plumb: Ask the Codebase');
    const ask = await askFrame(page);
    await putQuestion(ask, 'How is a failed payment retried?');
    await ask.locator('.entry.asking .answer', { hasText: 'waits twice as long' }).waitFor();
    await model.finish();
    await ask.locator('.entry.done .answer a.citation').first().waitFor();
  });

  await step('lets nothing run in the Ask view but its own script', async () => {
    const ask = await askFrame(page);
    const policy = await ask.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(
      policy,
      /^default-src 'none'; style-src [^;]+; script-src 'nonce-[\w+/=]+'; base-uri 'none'; form-action 'none'$/u,
    );
    const ran = await ask.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      script.remove();
      return window.intruder === true;
    });
    assert.equal(ran, false);
  });

  await step('asks about the selection from the context menu and from the light bulb', async () => {
    const ask = await askFrame(page);
    await selectLine(page, 'Math.Pow');
    await page.locator('.view-line', { hasText: 'Math.Pow' }).locator('span span').nth(2).click({ button: 'right' });
    // The menu takes a click only after a while: the key is taken at once.
    await page.locator('.monaco-menu .action-label', { hasText: 'Ask About the Selection' }).hover();
    await page.keyboard.press('Enter');
    await ask.locator('#about', { hasText: 'src/RetryPolicy.cs:11-11' }).waitFor();
    await ask.locator('#about button').click();
    await selectLine(page, 'Math.Pow');
    await page.locator('.lightBulbWidget, .codicon-gutter-lightbulb').first().click();
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Explain with Plumb' }).waitFor();
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Ask Plumb about this' }).hover();
    await page.keyboard.press('Enter');
    await ask.locator('#about', { hasText: 'src/RetryPolicy.cs:11-11' }).waitFor();
    await ask.locator('#about button').click();
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
    await page.locator('#status\\.editor\\.selection', { hasText: /Ln 4, Col 1 \(\d+ selected/u }).waitFor();
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
      await chooseTheme(page, theme);
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

      await openFile(page, 'RetryPolicy.cs');
      await selectLine(page, 'Exponential backoff');
      await page.locator('.view-line', { hasText: 'Exponential' }).locator('span span').nth(3).hover();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'Tokens of the selection' });
      await hover.locator('span[style*="background-color"]').nth(8).waitFor();
      await looksColoured(hover);
      await picture(`${name}-hover`);
      await page.mouse.move(700, 890);

      await page.keyboard.press('Control+Home');
      await command(page, 'Plumb: Tint Tokens');
      await page.locator('.view-overlays [class*="ced-"]').nth(8).waitFor();
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await picture(`${name}-tint`);
      await command(page, 'Plumb: Tint Tokens');
      await page.locator('.view-overlays [class*="ced-"]').first().waitFor({ state: 'detached' });

      await command(page, 'Plumb: Show Token Map');
      await panel(page).locator('.box', { hasText: 'src' }).waitFor();
      await panel(page).locator('#windows li', { hasText: 'gpt-4o' }).waitFor();
      await panel(page).locator('#heaviest li', { hasText: 'Retr' }).first().waitFor();
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
      await command(page, 'View: Toggle Primary Side Bar Visibility');
      await picture(`${name}-walkthrough`);
      await command(page, 'View: Toggle Primary Side Bar Visibility');
      await closeEditor(page);

      await paneHeader(page, 'Index').click();
      await treeRow(page, 'Coverage').waitFor();
      await picture(`${name}-index`);
      await collapse(page, 'Index');
      await command(page, 'Plumb: Search with Filters');
      await (await searchFrame(page)).locator('.hit').first().waitFor();
      // The focus has come to rest: the palette of the next step does not lose it.
      await (await searchFrame(page)).locator('#query:focus').waitFor();
    });
  }
});

async function collapse(page, title) {
  const header = paneHeader(page, title);
  if ((await header.getAttribute('aria-expanded')) === 'true') {
    await header.click();
  }
}

async function chooseTheme(page, theme) {
  await command(page, 'Preferences: Color Theme');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: theme }).first();
  await row.waitFor();
  await row.click();
  await row.waitFor({ state: 'hidden' });
}

/** Selects the line that has the text, by the mouse and the keyboard. */
async function selectLine(page, text) {
  await page.locator('.view-line', { hasText: text }).first().click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
}

/** Neighbouring tokens stand on different ground, which the editor lets through and does not take for text. */
async function looksColoured(hover) {
  const grounds = await hover
    .locator('span[style*="background-color"]')
    .evaluateAll((spans) => spans.map((span) => getComputedStyle(span).backgroundColor));
  assert.ok(new Set(grounds).size >= 3, grounds.join(', '));
  assert.ok(
    grounds.every((ground, index) => ground !== grounds[index + 1] && ground !== 'rgba(0, 0, 0, 0)'),
    grounds.join(', '),
  );
}
