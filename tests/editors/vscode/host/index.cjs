// The index and its commands, tokens, settings, themes, and what happens when the server dies.
const vscode = require('vscode');
const {
  anew,
  assert,
  at,
  eventually,
  folder,
  gone,
  hoverText,
  noticed,
  place,
  rangeOf,
  see,
  set,
  show,
  statusItem,
  ui,
} = require('./flows.cjs');

/** The table of token counts that every hover ends with. */
const counted = /Tokens[\s\S]*\| \d+ \|/u;

const run = (command, ...args) => vscode.commands.executeCommand(command, ...args);
const ready = () => see(statusItem, undefined, { pattern: 'Plumb: \\d+ files$' });

async function serverAfter(before) {
  return eventually(async () => (await ui('servers')).find((pid) => pid !== before));
}

exports.flows = [
  [
    'has every command that its manifest names, under one prefix',
    async () => {
      const { contributes } = vscode.extensions.getExtension('plumb.plumb').packageJSON;
      const known = new Set(await vscode.commands.getCommands(true));
      assert.deepEqual(
        contributes.commands.filter(({ command }) => !known.has(command)),
        [],
      );
      assert.ok(contributes.commands.every(({ category }) => category === 'Plumb'));
      return `${contributes.commands.length} commands`;
    },
  ],
  [
    'shows its log at one command',
    async () => {
      await run('plumb.showLog');
      await see('.part.panel.bottom .monaco-select-box, .part.panel.bottom .title-actions', 'Plumb');
      await run('workbench.action.closePanel');
    },
  ],
  [
    'traces the messages with the server at one command, and ends it at the next',
    async () => {
      const { document } = await show('prompts/summary.prompty');
      for (const state of ['messages', 'off']) {
        await run('plumb.traceServer');
        await see('.part.panel.bottom .monaco-select-box, .part.panel.bottom .title-actions', 'Plumb');
        assert.equal(vscode.workspace.getConfiguration('plumb').get('trace.server'), state);
        assert.match(await hoverText(document.uri, place(document, 'You summarise')), counted);
      }
      await run('workbench.action.closePanel');
    },
  ],
  [
    'holds the index while the server is replaced, until it is resumed',
    async () => {
      await anew(async () => {
        void run('plumb.restartServer');
        // It comes while there is no server: it is for the next one.
        await run('plumb.pauseIndexing');
      }, 'paused$');
      await anew(() => run('plumb.restartServer'), 'paused$');
      const [before] = await ui('servers');
      await ui('kill', { pid: before });
      await serverAfter(before);
      await see(statusItem, 'paused');
      await run('plumb.resumeIndexing');
      await ready();
    },
  ],
  [
    'pauses and resumes indexing',
    async () => {
      await run('plumb.pauseIndexing');
      await see(statusItem, 'paused');
      await run('plumb.resumeIndexing');
      await ready();
    },
  ],
  [
    'rebuilds the index',
    async () => {
      await run('plumb.rebuildIndex');
      await ready();
      assert.ok((await run('vscode.executeWorkspaceSymbolProvider', 'RetryPolicy')).length > 0);
    },
  ],
  [
    'says why a file is not indexed',
    async () => {
      void run('plumb.why', at('ignored.cs'));
      await noticed('.plumbignore');
    },
  ],
  [
    'shows the coverage in the index view',
    async () => {
      await run('plumb.indexView.focus');
      await see('.pane .monaco-list-row', 'Coverage');
    },
  ],
  [
    'follows the index on its page',
    async () => {
      await run('plumb.showStatus');
      await see('#status', 'Chunks', { frame: 'panel' });
      await run('workbench.action.closeActiveEditor');
    },
  ],
  [
    'shows the tokens of the file or the selection in the status bar',
    async () => {
      const editor = await show('prompts/summary.prompty');
      const item = '.statusbar-item[id*="plumb.tokens"]';
      const whole = await see(item, undefined, { pattern: '\\d+ tokens' });
      const range = rangeOf(editor.document, 'You summarise orders');
      editor.selection = new vscode.Selection(range.start, range.end);
      const selected = await see(item, 'selected');
      assert.notEqual(whole, selected);
      editor.selection = new vscode.Selection(range.start, range.start);
    },
  ],
  [
    'tints tokens and takes the colours away',
    async () => {
      const editor = await show('src/RetryPolicy.cs');
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      await run('plumb.tintTokens');
      await see('.view-overlays [class*="ced-"]', undefined, { nth: 8, state: 'attached' });
      await run('plumb.tintTokens');
      await gone('.view-overlays [class*="ced-"]');
    },
  ],
  [
    'maps the workspace by tokens',
    async () => {
      await run('plumb.showTokenMap');
      await see('.box', 'src', { frame: 'panel' });
      await run('workbench.action.closeActiveEditor');
    },
  ],
  [
    'follows settings while it runs',
    async () => {
      const { document } = await show('prompts/summary.prompty');
      const hasLens = async () =>
        (await run('vscode.executeCodeLensProvider', document.uri, 10)).some(({ command }) =>
          /\d+ tokens?/u.test(command?.title ?? ''),
        );
      await eventually(hasLens);
      await set('tokens.lenses', 'off');
      await eventually(async () => !(await hasLens()));
      await set('tokens.lenses', undefined);
      await eventually(hasLens);
      await set('tokens.showInStatusBar', 'never');
      await gone('.statusbar-item[id*="plumb.tokens"]');
      await set('tokens.showInStatusBar', undefined);
      await see('.statusbar-item[id*="plumb.tokens"]', undefined, { pattern: '\\d+ tokens' });
    },
  ],
  [
    'leaves the workspace unindexed when that is switched off',
    async () => {
      await set('index.enabled', false);
      await see(statusItem, 'index off');
      const { document } = await show('prompts/summary.prompty');
      assert.match(await hoverText(document.uri, place(document, 'You summarise')), counted);
      await set('index.enabled', undefined);
      await ready();
    },
  ],
  [
    'follows the colour theme',
    async () => {
      await run('plumb.askView.focus');
      const colour = (theme) => async () => {
        const workbench = vscode.workspace.getConfiguration('workbench');
        await workbench.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
        await see(theme.includes('Dark') ? 'body.vscode-dark' : 'body.vscode-light', undefined, { frame: 'ask' });
        return ui('style', { selector: 'body', property: 'color', frame: 'ask' });
      };
      const dark = await colour('Default Dark Modern')();
      const light = await colour('Default Light Modern')();
      assert.notEqual(dark, light);
    },
  ],
  [
    'reports a problem without the names of folders',
    async () => {
      await run('plumb.reportProblem');
      const { document } = vscode.window.activeTextEditor;
      assert.match(document.getText(), /## Versions[\s\S]*server \d+\.\d+/u);
      assert.ok(!document.getText().includes(folder().fsPath));
      await run('workbench.action.revertAndCloseActiveEditor');
    },
  ],
  [
    'starts a server that died again',
    async () => {
      const [before] = await ui('servers');
      await ui('kill', { pid: before });
      await serverAfter(before);
      await ready();
      const { document } = await show('prompts/summary.prompty');
      assert.match(await hoverText(document.uri, place(document, 'You summarise')), counted);
    },
  ],
  [
    'gives up on a server that dies again and again, and starts it when told to',
    async () => {
      // Told to start, it forgets how often it died before.
      await anew(() => run('plumb.restartServer'));
      for (let deaths = 1; deaths <= 4; deaths++) {
        const [pid] = await eventually(async () => {
          const running = await ui('servers');
          return running.length > 0 ? running : undefined;
        });
        await ready();
        await ui('kill', { pid });
        if (deaths < 4) {
          await serverAfter(pid);
        }
      }
      await see(statusItem, 'server failed');
      await noticed('stays off', 'Restart Server');
      await ready();
    },
  ],
  [
    'says which setting is wrong when there is no server at its path',
    async () => {
      await set('server.path', '/nowhere/plumb');
      await see(statusItem, 'server failed');
      await noticed('plumb.server.path');
      await set('server.path', undefined);
      await ready();
    },
  ],
];
