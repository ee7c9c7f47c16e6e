// Flows that run inside the extension host. Each goes through the editor's own API, and looks at what it shows through
// the bridge to the page.
const assert = require('node:assert/strict');
const vscode = require('vscode');

/** Milliseconds after which a flow has failed. */
const limit = 1.5 * Number(process.env.PLUMB_TEST_LIMIT ?? 60_000);

/** One thing that is done or seen in the page. Resolves to what the action found. */
async function ui(action, args = {}) {
  const response = await fetch(process.env.PLUMB_TEST_BRIDGE, {
    method: 'POST',
    body: JSON.stringify({ action, args }),
  });
  const { result, error } = await response.json();
  if (error !== undefined) {
    throw new Error(error);
  }
  return result;
}

/** Waits for an element that shows the text. Resolves to all its text. */
const see = (selector, text, more = {}) => ui('see', { selector, text, ...more });
const click = (selector, text, more = {}) => ui('click', { selector, text, ...more });
const gone = (selector, text, more = {}) => ui('gone', { selector, text, ...more });

/** Runs [name, body] one after the other and tells of each. With PLUMB_FLOWS, a pattern, only the first and those whose name has it. */
async function run(flows) {
  const wanted = new RegExp(process.env.PLUMB_FLOWS ?? '', 'u');
  for (const [name, body] of flows.filter(([name], index) => index === 0 || wanted.test(name))) {
    const started = performance.now();
    let timer;
    try {
      const late = new Promise((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not done after ${limit} ms`)), limit);
      });
      const note = await Promise.race([body(), late]);
      await ui('report', { name, ms: performance.now() - started, note: typeof note === 'string' ? note : undefined });
    } catch (error) {
      await ui('report', { name, ms: performance.now() - started, error: error?.stack ?? String(error) });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Does what makes the server start anew, and waits until the new one is ready, or says what is wanted of it. */
async function anew(change, pattern = 'Plumb: \\d+ files$') {
  const before = await ui('servers');
  await change();
  await eventually(async () => (await ui('servers')).some((pid) => !before.includes(pid)));
  await see(statusItem, undefined, { pattern });
}

/** Resolves when `check` gives something true: now, or after one of the events. */
function until(check, ...events) {
  return new Promise((resolve, reject) => {
    const listening = [];
    const look = async () => {
      try {
        const found = await check();
        if (found) {
          for (const listener of listening) {
            listener.dispose();
          }
          resolve(found);
        }
      } catch (error) {
        reject(error);
      }
    };
    listening.push(...events.map((event) => event(look)));
    void look();
  });
}

/** Asks again and again; each question is a round trip to the server or the page, which gets its turn by it. */
async function eventually(check) {
  for (;;) {
    const found = await check();
    if (found) {
      return found;
    }
    await ui('turn');
  }
}

const folder = () => vscode.workspace.workspaceFolders[0].uri;
const at = (path, root = folder()) => vscode.Uri.joinPath(root, path);

/** Opens a file of the workspace and shows it. */
async function show(path) {
  const uri = typeof path === 'string' ? at(path) : path;
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Where a text stands in a document; `offset` characters into it. */
function place(document, text, offset = 0) {
  const index = document.getText().indexOf(text);
  assert.ok(index >= 0, `${document.uri.path} has no "${text}"`);
  return document.positionAt(index + offset);
}

function rangeOf(document, text) {
  return new vscode.Range(place(document, text), place(document, text, text.length));
}

const isPlumb = ({ source }) => source === 'plumb';
const codeOf = ({ code }) => String(typeof code === 'object' ? code.value : code);

/** Plumb's findings of a document, as soon as they satisfy. */
function findings(uri, satisfies) {
  return until(() => {
    const found = vscode.languages.getDiagnostics(uri).filter(isPlumb);
    return satisfies(found) ? found : undefined;
  }, vscode.languages.onDidChangeDiagnostics);
}

async function hoverText(uri, position) {
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents.map((c) => (typeof c === 'string' ? c : c.value)))
    .join('\n')
    .replaceAll('&nbsp;', ' ');
}

/** Changes a setting of the user, or takes it back. */
const set = (name, value) =>
  vscode.workspace.getConfiguration('plumb').update(name, value, vscode.ConfigurationTarget.Global);

async function revert(...documents) {
  for (const document of documents) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
}

/** Plumb, active. */
async function plumb() {
  const extension = vscode.extensions.getExtension('plumb.plumb');
  assert.ok(extension, 'the packaged extension is not installed');
  await extension.activate();
  return extension;
}

/** Waits for a notification that says the text, and clears it away. Toasts are not shown while tests run. */
async function noticed(text, button) {
  await vscode.commands.executeCommand('notifications.showList');
  await see('.notifications-center .notification-list-item', text);
  if (button !== undefined) {
    await click('.notifications-center .monaco-button', button);
  }
  await vscode.commands.executeCommand('notifications.clearAll');
}

const statusItem = '#plumb\\.plumb\\.plumb\\.status';

/** Milliseconds that loading and activating Plumb took, by the editor's own account. */
async function activationTime() {
  await vscode.commands.executeCommand('perfview.show');
  const { document } = await until(
    () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.scheme === 'perf' && editor.document.getText().includes('| Load Code |')
        ? editor
        : undefined;
    },
    vscode.window.onDidChangeActiveTextEditor,
    vscode.workspace.onDidChangeTextDocument,
  );
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  const row = document
    .getText()
    .split('\n')
    .find((line) => line.includes('plumb.plumb') && line.includes('|'));
  assert.ok(row, 'the editor tells no activation time of Plumb');
  const cells = row.split('|').map((cell) => cell.trim());
  const [load, call, finish] = cells.filter((cell) => /^\d+$/u.test(cell)).map(Number);
  return { load, call, finish, total: load + call + finish };
}

module.exports = {
  activationTime,
  anew,
  assert,
  at,
  click,
  codeOf,
  eventually,
  findings,
  folder,
  gone,
  hoverText,
  noticed,
  place,
  plumb,
  rangeOf,
  revert,
  run,
  see,
  set,
  show,
  statusItem,
  ui,
  until,
};
