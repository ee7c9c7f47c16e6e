// The packaged extension in real VS Code: what a user does on the first day, each step as a test of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startModel } from './model.mjs';
import {
  ask,
  closeEditor,
  command,
  openFile,
  openVsCode,
  paneHeader,
  panel,
  question,
  servers,
  skip,
  treeRow,
  write,
} from './workbench.mjs';

test('VS Code', { skip, timeout: 600_000 }, async (t) => {
  const { page, code, folder, workspace, step, picture } = await openVsCode(t, {});

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
    const row = (at) => page.locator(`.quick-input-list .monaco-list-row[data-index="${at}"]`);
    await input.pressSequentially('summary');
    await row(0).filter({ hasText: 'summary.prompty' }).waitFor();
    // At once, so that no list comes after the one that is clicked in.
    await write(input, 'exponential backoff');
    await row(0).filter({ hasText: 'Refund.cs' }).waitFor();
    const second = row(1).filter({ hasText: 'RetryPolicy.cs' });
    await second.waitFor();
    await picture('4-search');
    await second.click();
    await page.locator('.tab.active', { hasText: 'RetryPolicy.cs' }).waitFor();
    await page.locator('#status\\.editor\\.selection', { hasText: /Ln \d+, Col 1 \(\d+ selected\)/u }).waitFor();
  });

  await step('answers a question without a model, and says so', async () => {
    await command(page, 'Plumb: Ask the Codebase');
    await question(page, 'How is a failed payment retried?');
    await ask(page).locator('.entry.done .answer').waitFor();
    const text = await ask(page).locator('.entry.done .answer').textContent();
    assert.match(text, /RetryPolicy|Checkout|payments\.md/u);
    await ask(page).getByText('No model is chosen').waitFor();
    await picture('5-passages');
  });

  await step('previews a citation and opens it at its lines', async () => {
    const link = ask(page).locator('.citations a.citation').first();
    const [, path, line] = /^(.+):(\d+)(?:-\d+)?$/u.exec(await link.textContent());
    await link.hover();
    await ask(page)
      .locator('#preview', { hasText: new RegExp(`^ *${line} `, 'u') })
      .waitFor();
    await picture('6-preview');
    await link.click();
    await page.locator('.tab.active', { hasText: path.split('/').at(-1) }).waitFor();
    await page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line}, Col 1 ` }).waitFor();
  });

  await step('answers a question that stands in a comment', async () => {
    await openFile(page, 'Refund.cs');
    await page.locator('.codelens-decoration a', { hasText: 'Ask Plumb' }).first().click();
    const thread = page.locator('.review-widget');
    await thread.locator('.review-comment', { hasText: /RetryPolicy\.cs/u }).waitFor();
    await picture('7-inline');
    await thread.locator('.action-label[aria-label^="Close"]').first().click();
    await thread.waitFor({ state: 'detached' });
  });

  await step('shows what is indexed and what is not', async () => {
    await paneHeader(page, 'Ask').click();
    await paneHeader(page, 'Index').click();
    await treeRow(page, 'Coverage').waitFor();
    await treeRow(page, 'Left out').click();
    await treeRow(page, 'binary').click();
    await treeRow(page, 'receipts.bin').waitFor();
    await picture('8-index');
  });

  await step('pauses and resumes indexing', async () => {
    await command(page, 'Plumb: Pause Indexing');
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: 'paused' }).waitFor();
    await command(page, 'Plumb: Resume Indexing');
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /\d+ files$/u }).waitFor();
  });

  await step('clears the index only when that is confirmed', async () => {
    const status = page.locator('#plumb\\.plumb\\.plumb\\.status');
    const dialog = page.locator('.monaco-dialog-box');
    for (const answer of ['Cancel', 'Clear']) {
      await command(page, 'Plumb: Clear Index');
      await dialog.locator('.dialog-message-text', { hasText: 'Clear the index of this workspace?' }).waitFor();
      await dialog.locator('.dialog-message-detail', { hasText: 'Your files stay as they are.' }).waitFor();
      await dialog.locator('.monaco-button', { hasText: answer }).click();
      await dialog.waitFor({ state: 'detached' });
      if (answer === 'Cancel') {
        await treeRow(page, 'Coverage').waitFor();
        assert.match(await status.textContent(), /\d+ files$/u);
      }
    }
    await status.filter({ hasText: 'not indexed, paused' }).waitFor();
    await command(page, 'Plumb: Rebuild Index');
    await status.filter({ hasText: /\d+ files$/u }).waitFor();
  });

  await step('says why a file is not indexed', async () => {
    await openFile(page, 'ignored.cs');
    await command(page, 'Plumb: Why Is This File');
    await page.locator('.notification-toast', { hasText: /\.plumbignore/u }).waitFor();
    await picture('9-why');
    await command(page, 'Notifications: Clear All Notifications');
  });

  await step('shows the index status', async () => {
    await command(page, 'Plumb: Show Index Status');
    await page.locator('.tab.active', { hasText: 'Index Status' }).waitFor();
    await panel(page).getByText('Chunks').waitFor();
    await closeEditor(page);
  });

  await step('tints the tokens of a file and maps those of the workspace', async () => {
    await openFile(page, 'RetryPolicy.cs');
    // What an earlier step selected would be tinted alone, on the selection's own ground.
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await command(page, 'Plumb: Tint Tokens');
    await page.locator('.view-overlays [class*="ced-"]').nth(8).waitFor();
    await picture('10-tint');
    await command(page, 'Plumb: Tint Tokens');
    await page.locator('.view-overlays [class*="ced-"]').first().waitFor({ state: 'detached' });
    await command(page, 'Plumb: Show Token Map');
    await panel(page).locator('.box', { hasText: 'src' }).click();
    await panel(page).locator('.box', { hasText: 'RetryPolicy.cs' }).waitFor();
    await picture('11-map');
    await closeEditor(page);
  });

  await step('starts a server that died again', async () => {
    await paneHeader(page, 'Ask').click();
    const [before] = servers(folder);
    process.kill(before, 'SIGKILL');
    while (!servers(folder).some((pid) => pid !== before)) {
      // A round trip to the page: the extension host gets its turn.
      await page.title();
    }
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /\d+ files$/u }).waitFor();
    await question(page, 'What does the retry policy do?');
    await ask(page).locator('.entry.done').nth(1).waitFor();
    assert.ok(!servers(folder).includes(before));
  });
});

test('VS Code with a model, in the dark', { skip, timeout: 300_000 }, async (t) => {
  const model = await startModel(t);
  const { page, code, workspace, step, picture } = await openVsCode(t, {
    env: { PLUMB_MODEL: 'fake', PLUMB_ENDPOINT: model.url, PLUMB_API_KEY: 'k' },
    settings: { 'workbench.colorTheme': 'Default Dark Modern' },
  });

  await step('writes the answer while the model speaks', async () => {
    await page.goto(code.url(workspace));
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /Plumb: \d+ files/u }).waitFor();
    await openFile(page, 'Refund.cs');
    await command(page, 'Plumb: Ask the Codebase');
    await question(page, 'How is a failed payment retried?');
    await ask(page).locator('.entry.asking .answer', { hasText: 'waits twice as long' }).waitFor();
    await model.finish();
    await ask(page).locator('.entry.done .answer a.citation', { hasText: 'src/RetryPolicy.cs:4-17' }).first().waitFor();
    assert.equal(await ask(page).getByText('No model is chosen').count(), 0);
    await ask(page).locator('.entry.done .answer a.citation').first().click();
    await page.locator('.tab.active', { hasText: 'RetryPolicy.cs' }).waitFor();
    await picture('answer');
  });

  await step('stops an answer, and the view says so', async () => {
    // The first question of a conversation: a later one is put into other words by the model before it is answered.
    await command(page, 'Plumb: New Conversation');
    await ask(page).getByText('Ask this workspace').waitFor();
    await question(page, 'How long does the retry policy wait?');
    await ask(page).locator('.entry.asking .answer', { hasText: 'waits twice as long' }).waitFor();
    await ask(page).locator('.entry.asking button', { hasText: 'Stop' }).click();
    await ask(page).locator('.entry.cancelled', { hasText: 'Stopped.' }).waitFor();
  });

  await step('exports the conversation, and keeps it for the next time', async () => {
    await command(page, 'Plumb: Export the Conversation to Markdown');
    await page.locator('.view-line', { hasText: '## How long does the retry policy wait?' }).waitFor();
    await command(page, 'Plumb: New Conversation');
    await ask(page).getByText('Ask this workspace').waitFor();
    await picture('welcome');
    await command(page, 'Plumb: Show Earlier Conversations');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'How is a failed payment retried?' }).click();
    await ask(page).locator('.entry.done', { hasText: 'waits twice as long' }).waitFor();
  });
});
