// A workspace of three folders.
const vscode = require('vscode');
const {
  activationTime,
  assert,
  at,
  click,
  eventually,
  findings,
  plumb,
  run,
  see,
  show,
  statusItem,
} = require('./flows.cjs');

const command = (name, ...args) => vscode.commands.executeCommand(name, ...args);
const roots = () => vscode.workspace.workspaceFolders;

async function tool(name, input) {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map(({ value }) => value).join('');
}

exports.run = async () => {
  if (roots() === undefined || roots().length === 0) {
    throw new Error('the editor opened the workspace without its folders');
  }
  await run([
    [
      'indexes each of three folders',
      async () => {
        await plumb();
        assert.equal(roots().length, 3);
        await see(statusItem, undefined, { pattern: 'Plumb: \\d+ files$' });
        await command('plumb.indexView.focus');
        await click('.pane-header', 'Ask');
        for (const { name } of roots()) {
          await see('.pane .monaco-list-row', name);
        }
        return `activation ${(await activationTime()).total} ms`;
      },
    ],
    [
      'finds symbols and passages in all of them',
      async () => {
        const symbols = await command('vscode.executeWorkspaceSymbolProvider', 'Depot');
        const found = (root) => symbols.some(({ location }) => location.uri.path.startsWith(`${root.uri.path}/`));
        assert.ok(found(roots()[1]) && found(roots()[2]), symbols.map(({ location }) => location.uri.path).join(', '));
        assert.match(await tool('plumb_search', { query: 'harbour depot' }), /Harbour\.cs/u);
        assert.match(await tool('plumb_search', { query: 'exponential backoff' }), /RetryPolicy\.cs/u);
      },
    ],
    [
      'opens a citation in the folder that it belongs to',
      async () => {
        await command('plumb.ask', 'Where is the depot at the harbour?');
        await see('.entry.done .answer', 'Harbour.cs', { frame: 'ask' });
        await click('.entry.done .citations a.citation', 'Harbour.cs', { frame: 'ask' });
        await eventually(() => vscode.window.activeTextEditor?.document.uri.path.startsWith(`${roots()[1].uri.path}/`));
      },
    ],
    [
      'lets tools name a file by its folder',
      async () => {
        assert.match(await tool('plumb_outline', { path: `${roots()[2].name}/Airport.cs` }), /AirportDepot/u);
      },
    ],
    [
      'lints prompts in every folder',
      async () => {
        const uri = at('prompts/summary.prompty', roots()[0].uri);
        await show(uri);
        await findings(uri, (found) => found.length > 0);
      },
    ],
    [
      'follows a folder that comes and one that goes',
      async () => {
        const extra = vscode.Uri.joinPath(roots()[0].uri, '../extra');
        assert.ok(vscode.workspace.updateWorkspaceFolders(3, 0, { uri: extra }));
        await eventually(
          async () => (await command('vscode.executeWorkspaceSymbolProvider', 'RailwayDepot')).length > 0,
        );
        assert.ok(vscode.workspace.updateWorkspaceFolders(3, 1));
        await eventually(
          async () => (await command('vscode.executeWorkspaceSymbolProvider', 'RailwayDepot')).length === 0,
        );
      },
    ],
  ]);
};
