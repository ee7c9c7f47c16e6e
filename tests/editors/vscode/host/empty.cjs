// A window without a folder.
const vscode = require('vscode');
const { assert, hoverText, place, plumb, run, see, statusItem } = require('./flows.cjs');

exports.run = () =>
  run([
    [
      'says what to do when no folder is open',
      async () => {
        await plumb();
        await see(statusItem, 'no folder');
        await vscode.commands.executeCommand('plumb.ask', 'Where is the retry policy?');
        await see('.entry.done, .entry.failed', 'Open the folder', { frame: 'ask' });
      },
    ],
    [
      'counts tokens without a folder',
      async () => {
        const document = await vscode.workspace.openTextDocument({ content: 'Tell me a story about a plumber.\n' });
        await vscode.window.showTextDocument(document);
        assert.match(await hoverText(document.uri, place(document, 'story')), /Tokens[\s\S]*\| \d+ \|/u);
      },
    ],
  ]);
