// The universal VSIX, whose server runs on the .NET of this machine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, command, openFile, openVsCode, question, servers, skip, universalVsix } from './workbench.mjs';

const why =
  skip || (universalVsix === undefined ? 'there is no universal VSIX in artifacts: run npm run package' : false);

test('the universal extension', { skip: why, timeout: 300_000 }, async (t) => {
  const { page, code, folder, workspace, step } = await openVsCode(t, { extension: universalVsix });

  await step('runs its server on .NET', async () => {
    await page.goto(code.url(workspace));
    await page.locator('#plumb\\.plumb\\.plumb\\.status', { hasText: /Plumb: \d+ files$/u }).waitFor();
    const [pid] = servers(folder);
    assert.match(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), /^(?:\S*\/)?dotnet\0\S+plumb\.dll\0lsp\0/u);
  });

  await step('lints and answers', async () => {
    await openFile(page, 'summary.prompty');
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await command(page, 'Plumb: Ask the Codebase');
    await question(page, 'How is a failed payment retried?');
    await ask(page)
      .locator('.entry.done .answer', { hasText: /RetryPolicy|Checkout/u })
      .waitFor();
  });
});
