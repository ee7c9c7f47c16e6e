// Questions: in the Ask view, under a comment, in the chat, by an agent's tools, and by the editor's own model.
const vscode = require('vscode');
const { anew, assert, click, eventually, gone, hoverText, place, rangeOf, see, set, show, ui } = require('./flows.cjs');

const run = (command, ...args) => vscode.commands.executeCommand(command, ...args);
const inAsk = { frame: 'ask' };
const entry = (state) => `.entry.${state}`;

/** Answers the inputs of *Choose a Model* with the service of these tests. */
async function chooseService(url) {
  const done = run('plumb.chooseModel');
  await see('.quick-input-list .monaco-list-row', 'Another service');
  await click('.quick-input-list .monaco-list-row', 'Another service');
  for (const [title, value] of [
    ['Address of the service', url],
    ['Name of the model', 'fake'],
    ['Key', 'k'],
  ]) {
    await see('.quick-input-titlebar', title);
    await ui('fill', { selector: '.quick-input-widget input:visible', value });
    await ui('press', { keys: 'Enter' });
  }
  await done;
}

async function chooseNone() {
  await anew(async () => {
    const done = run('plumb.chooseModel');
    await see('.quick-input-list .monaco-list-row', 'None');
    await click('.quick-input-list .monaco-list-row', 'None');
    await done;
  });
}

/** Calls a tool as an agent does. The editor asks nobody for consent while tests run. Resolves to its text. */
async function tool(name, input) {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map(({ value }) => value).join('');
}

/** Sends a question to the editor's chat, whose answer is to have the text. Resolves to all of it. */
async function chat(query, text) {
  await run('workbench.action.chat.newChat');
  await run('workbench.action.chat.open', { query, blockOnResponse: true });
  return see('.interactive-item-container.interactive-response', text);
}

exports.flows = [
  [
    'answers without a model, and says so kindly',
    async () => {
      await run('plumb.ask', 'How is a failed payment retried?');
      assert.match(await see(`${entry('done')} .answer`, undefined, inAsk), /RetryPolicy|Checkout|payments\.md/u);
      await see(entry('done'), 'No model is chosen', inAsk);
    },
  ],
  [
    'keeps what is thought of an answer, with a comment',
    async () => {
      await click('button.thumb.up', undefined, inAsk);
      await see('button.thumb.up[aria-pressed="true"]', undefined, inAsk);
      await ui('fill', { selector: 'form.comment input', value: 'It names the right class.', ...inAsk });
      await click('form.comment button', undefined, inAsk);
      await see(entry('done'), 'It is kept on this machine', inAsk);
      const judged = JSON.parse(await ui('plumb', { args: ['feedback', '--json'] }));
      assert.match(JSON.stringify(judged), /How is a failed payment retried\?[\s\S]*It names the right class\./u);
    },
  ],
  [
    'shows the evidence when one rests on a symbol that was cited',
    async () => {
      const { document } = await show('src/Checkout.cs');
      const [, name] = /\.cs:[\d-]+.*?(\w+)$/u.exec(await see('.citations li', '.cs:', inAsk));
      const use = document.getText().includes(name) ? document : (await show('src/RetryPolicy.cs')).document;
      const text = await hoverText(use.uri, place(use, name, 1));
      assert.match(text, /answered[\s\S]*How is a failed payment retried/u);
      assert.match(text, /\.cs:\d+-\d+\]\(file:/u);
    },
  ],
  [
    'opens a citation at its lines',
    async () => {
      const where = await see('.citations a.citation', undefined, inAsk);
      await click('.citations a.citation', undefined, inAsk);
      const [, path, line] = /^(.+):(\d+)/u.exec(where);
      await eventually(() => {
        const { document, selection } = vscode.window.activeTextEditor ?? {};
        return document?.uri.path.endsWith(path) && selection.active.line === Number(line) - 1;
      });
    },
  ],
  [
    'asks about the selection',
    async () => {
      const editor = await show('src/RetryPolicy.cs');
      const range = rangeOf(editor.document, 'Math.Pow(2, attempt - 1)');
      editor.selection = new vscode.Selection(range.start, range.end);
      await run('plumb.askSelection');
      await see('#about', 'src/RetryPolicy.cs:11-11', inAsk);
      await click('#about button', undefined, inAsk);
      await gone('#about', undefined, inAsk);
    },
  ],
  [
    'explains the selection',
    async () => {
      const editor = await show('src/RetryPolicy.cs');
      const range = rangeOf(editor.document, 'ShouldRetry');
      editor.selection = new vscode.Selection(range.start, range.end);
      await run('plumb.explainSelection');
      await see(`${entry('done')} .question`, 'Explain src/RetryPolicy.cs:', inAsk);
    },
  ],
  [
    'shows where to begin',
    async () => {
      await run('plumb.tour');
      await see(`${entry('done')} .question`, 'Where do I begin?', inAsk);
    },
  ],
  [
    'answers the question of a comment in a thread under it',
    async () => {
      const { document } = await show('src/Refund.cs');
      const lenses = await eventually(async () => {
        const found = await run('vscode.executeCodeLensProvider', document.uri, 10);
        return found.length > 0 ? found.filter(({ command }) => command?.title.includes('Ask Plumb')) : undefined;
      });
      // The server offers it to editors that do not do so themselves.
      assert.equal(lenses.length, 1);
      const [lens] = lenses;
      await run(lens.command.command, ...lens.command.arguments);
      await see('.review-widget .head', 'where is the retry policy');
      await see('.review-widget .comment-body a', 'RetryPolicy.cs');
      await click('.review-widget a.action-label[aria-label^="Close"]');
      await gone('.review-widget');
    },
  ],
  [
    'shows what would be sent, and sends nothing',
    async () => {
      const done = run('plumb.showPrompt');
      await see('.quick-input-titlebar', 'Show What Would Be Sent');
      await ui('fill', { selector: '.quick-input-widget input:visible', value: 'How is a payment retried?' });
      await ui('press', { keys: 'Enter' });
      await done;
      assert.match(vscode.window.activeTextEditor.document.getText(), /^# How is a payment retried\?[\s\S]*tokens/u);
      await run('workbench.action.revertAndCloseActiveEditor');
    },
  ],
  [
    'streams the answer of a model that was chosen at run time',
    async () => {
      await chooseService(await ui('modelUrl'));
      await run('plumb.newConversation');
      const asked = run('plumb.ask', 'How is a failed payment retried?');
      await see(`${entry('asking')} .answer`, 'waits twice as long', inAsk);
      await ui('modelFinish');
      await asked;
      await see(`${entry('done')} .answer a.citation`, 'src/RetryPolicy.cs:4-17', inAsk);
    },
  ],
  [
    'stops an answer',
    async () => {
      await run('plumb.newConversation');
      const asked = run('plumb.ask', 'How long does the retry policy wait?');
      await see(`${entry('asking')} .answer`, 'waits twice as long', inAsk);
      await run('plumb.stopAnswer');
      await asked;
      await see(entry('cancelled'), 'Stopped.', inAsk);
    },
  ],
  [
    'exports a conversation and finds it again',
    async () => {
      await run('plumb.exportConversation');
      assert.match(vscode.window.activeTextEditor.document.getText(), /^## How long does the retry policy wait\?/u);
      await run('workbench.action.revertAndCloseActiveEditor');
      await run('plumb.newConversation');
      await see('#question:focus', undefined, inAsk);
      const picking = run('plumb.showHistory');
      await click('.quick-input-list .monaco-list-row', 'How is a failed payment retried?');
      await picking;
      await see(entry('done'), 'How is a failed payment retried?', inAsk);
      await chooseNone();
    },
  ],
  [
    'says that what a saved answer stands on has changed since',
    async () => {
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'src', 'RetryPolicy.cs');
      const document = await vscode.workspace.openTextDocument(uri);
      const [before, all] = [document.getText(), new vscode.Range(0, 0, document.lineCount, 0)];
      const write = async (text) => {
        const edit = new vscode.WorkspaceEdit();
        edit.replace(uri, all, text);
        await vscode.workspace.applyEdit(edit);
        await document.save();
      };
      await write(before.replaceAll('Math.Pow', 'Math.Max'));
      await see(`${entry('done')} .stale`, 'changed since', inAsk);
      await see(`${entry('done')} .citations .since`, 'changed since', inAsk);
      await write(before);
      await gone(`${entry('done')} .stale`, undefined, inAsk);
    },
  ],
  [
    'gives agents the search',
    async () => {
      const text = await tool('plumb_search', { query: 'exponential backoff', limit: 3 });
      assert.match(text, /src\/RetryPolicy\.cs:\d+-\d+/u);
    },
  ],
  [
    'gives agents the outline of a file',
    async () => {
      const text = await tool('plumb_outline', { path: 'src/RetryPolicy.cs' });
      assert.match(text, /ShouldRetry.* \d+-\d+/u);
    },
  ],
  [
    'gives agents the tokens of a file',
    async () => {
      const text = await tool('plumb_tokens', { path: 'src/RetryPolicy.cs' });
      assert.match(text, /\| \d+ \|/u);
    },
  ],
  [
    'gives agents the findings of a prompt',
    async () => {
      assert.match(await tool('plumb_lint', { path: 'prompts/summary.prompty' }), /line \d+, T01/u);
      // Nobody ever opened this one.
      assert.match(await tool('plumb_lint', { path: 'prompts/closed.prompty' }), /line 11, T01/u);
    },
  ],
  [
    'gives agents nothing from outside of the workspace',
    async () => {
      await assert.rejects(tool('plumb_tokens', { path: '../../../../etc/hostname' }), /no file/u);
    },
  ],
  [
    'says to the user what an agent wants of each tool, and waits for the answer',
    async () => {
      await vscode.lm.selectChatModels({ vendor: 'plumb-tests' });
      for (const [name, input, title, said, found] of [
        [
          'plumb_search',
          { query: 'backoff' },
          'Search the workspace with Plumb?',
          'match backoff best',
          'RetryPolicy.cs',
        ],
        ['plumb_outline', { path: 'src/Checkout.cs' }, 'Outline a file with Plumb?', 'src/Checkout.cs', 'PayAsync'],
        ['plumb_tokens', { path: 'src/Checkout.cs' }, 'Count tokens with Plumb?', 'token counts', 'o200k_base'],
        ['plumb_lint', { path: 'prompts/summary.prompty' }, 'Lint a prompt with Plumb?', 'findings', 'T01'],
      ]) {
        await run('workbench.action.chat.newChat');
        const query = `@agent-of-tests ${name} ${JSON.stringify(input)}`;
        const done = run('workbench.action.chat.open', { query, blockOnResponse: true });
        await see(`text=${title} >> visible=true`);
        await see(`text=${said} >> visible=true`);
        await gone('.interactive-response .value', found);
        await click('.interactive-session .monaco-button:visible', 'Allow');
        await done;
        await see('.interactive-item-container.interactive-response', found);
      }
    },
  ],
  [
    '@plumb answers in the chat, with its citations as references',
    async () => {
      const models = await vscode.lm.selectChatModels({ vendor: 'plumb-tests' });
      assert.equal(models[0]?.name, 'Parrot');
      const text = await chat('@plumb How is a failed payment retried?', 'RetryPolicy');
      assert.match(text, /Used \d+ references?/u);
      await see('.interactive-session-followups .monaco-button, .chat-followups .monaco-button', '?');
    },
  ],
  ['@plumb /where finds', () => chat('@plumb /where exponential backoff', 'src/RetryPolicy.cs:')],
  ['@plumb /explain explains what is named', () => chat('@plumb /explain RetryPolicy', 'Decides how often')],
  ['@plumb /tests looks for tests', () => chat('@plumb /tests RetryPolicy', 'test')],
  [
    '@plumb /tokens counts the open file',
    async () => {
      const editor = await show('src/RetryPolicy.cs');
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      const whole = await chat('@plumb /tokens', 'o200k_base');
      editor.selection = new vscode.Selection(4, 0, 8, 0);
      const counted = (text) => /o200k_base\D*([\d,]+)/u.exec(text)?.[1];
      const some = await chat('@plumb /tokens', 'o200k_base');
      assert.notEqual(counted(whole), counted(some));
    },
  ],
  [
    '@plumb /lint says what is wrong with the open prompt',
    async () => {
      await show('prompts/summary.prompty');
      await chat('@plumb /lint', 'T01');
    },
  ],
  [
    "asks the editor's own model when that was agreed to, and tells the usage",
    async () => {
      const { model } = vscode.extensions.getExtension('plumb-tests.plumb-host-tests').exports;
      model.requests.length = 0;
      await anew(() => set('ask.useEditorModel', true));
      try {
        await run('plumb.newConversation');
        await run('plumb.ask', 'How long does a payment wait before it is tried again?');
        await see(`${entry('done')} .answer`, 'It waits twice as long', inAsk);
        assert.equal(model.requests.length, 1);
        assert.match(model.requests[0], /RetryPolicy/u);
        await run('plumb.showUsage');
        await see('.cards', 'Calls', { frame: 'panel' });
        await see('table', 'editor', { frame: 'panel' });
        await run('workbench.action.closeActiveEditor');
      } finally {
        await anew(() => set('ask.useEditorModel', undefined));
      }
    },
  ],
];
