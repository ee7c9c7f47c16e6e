// The first minute: a profile in which nothing was ever set, the VSIX installed by hand, a question, an answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { ask, command, openVsCode, question, skip, vsix, write } from './workbench.mjs';

test('the first minute with Plumb', { skip, timeout: 300_000 }, async (t) => {
  const { page, code, workspace, step, picture } = await openVsCode(t, { extension: null, settings: null });
  let installed;

  await step('is installed from its file', async () => {
    await page.goto(code.url(workspace));
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await command(page, 'Extensions: Install from VSIX...');
    const input = page.locator('.quick-input-widget input[type="text"]');
    await page.locator('.quick-input-titlebar', { hasText: 'VSIX' }).waitFor();
    // The dialog first fills in where it begins: what is typed before that is lost.
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).first().waitFor();
    await write(input, vsix);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: basename(vsix) }).waitFor();
    await page.locator('.quick-input-action .monaco-button', { hasText: 'Install' }).click();
    installed = performance.now();
  });

  await step('shows its walkthrough', async () => {
    await page.locator('.gettingStartedContainer', { hasText: 'Get Started with Plumb' }).waitFor();
    await page.locator('.getting-started-step', { hasText: 'Ask this workspace' }).first().waitFor();
    await picture('first-walkthrough');
  });

  await step('indexes the workspace by itself', async () => {
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /Plumb: \d+ files$/u }).waitFor();
  });

  await step('answers the first question, asked from the walkthrough', async () => {
    await page.locator('.getting-started-step .monaco-button', { hasText: 'Ask a question' }).first().click();
    await ask(page).getByText('Ask this workspace').waitFor();
    await question(page, 'How is a failed payment retried?');
    await ask(page)
      .locator('.entry.done .answer', { hasText: /RetryPolicy|Checkout/u })
      .waitFor();
    t.diagnostic(`${Math.round((performance.now() - installed) / 100) / 10} s from the VSIX to the answer`);
    await picture('first-answer');
  });

  await step('needed no setting', () => {
    assert.doesNotMatch(readFileSync(code.settingsFile, 'utf8'), /plumb/u);
  });
});
