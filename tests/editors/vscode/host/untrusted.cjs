// A folder that nobody trusts, whose settings name a program of their own.
const vscode = require('vscode');
const {
  activationTime,
  assert,
  findings,
  hoverText,
  place,
  plumb,
  run,
  see,
  show,
  statusItem,
} = require('./flows.cjs');

exports.run = () =>
  run([
    [
      'runs its own server in a folder that is not trusted, whatever the folder says',
      async () => {
        await plumb();
        assert.equal(vscode.workspace.isTrusted, false);
        assert.equal(vscode.workspace.getConfiguration('plumb').get('server.path'), '');
        await see(statusItem, undefined, { pattern: 'Plumb: \\d+ files$' });
        return `activation ${(await activationTime()).total} ms`;
      },
    ],
    [
      'hovers and lints there',
      async () => {
        const { document } = await show('prompts/summary.prompty');
        assert.match(await hoverText(document.uri, place(document, 'You summarise')), /Tokens[\s\S]*\| \d+ \|/u);
        await findings(document.uri, (found) => found.length > 0);
      },
    ],
    [
      'answers there',
      async () => {
        await vscode.commands.executeCommand('plumb.ask', 'How is a failed payment retried?');
        await see('.entry.done .answer', 'RetryPolicy', { frame: 'ask' });
      },
    ],
  ]);
