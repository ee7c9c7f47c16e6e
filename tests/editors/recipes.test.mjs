// The recipes that no editor here can run are at least what they should be; and none is left out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { executable, whyNoServer } from './lib/need.mjs';
import { blocks, recipe } from './lib/recipes.mjs';
import { promptFiles } from './lib/stranger.mjs';

/** Every recipe, and who runs it. */
const known = [
  ['What works / Asking', 'text'],
  ['Neovim', 'lua'], // neovim
  ['Neovim', 'lua'],
  ['Emacs / Eglot', 'elisp'], // emacs
  ['Emacs / Eglot', 'elisp'],
  ['Emacs / lsp-mode', 'elisp'],
  ['Helix', 'toml'], // helix
  ['Vim with ALE', 'vim'], // vim
  ['Zed', 'toml'], // here
  ['Zed', 'toml'],
  ['Zed', 'rust'],
  ['Zed', 'json'],
  ['JetBrains IDEs', 'json'],
  ['Kate', 'json'],
];

test('every recipe of docs/editors.md is tested somewhere', () => {
  assert.deepEqual(
    blocks().map(({ heading, language }) => [heading, language]),
    known,
  );
});

test('the command line of every recipe starts the language server', { skip: whyNoServer() ?? false }, () => {
  const zed = recipe('Zed', 'src/lib.rs');
  assert.match(zed, /worktree\.which\("plumb"\)[\s\S]*args: vec!\["lsp"\.to_string\(\)\]/u);
  const kate = Object.values(JSON.parse(recipe('Kate')).servers).map(({ command }) => command);
  const jetBrains = JSON.parse(recipe('JetBrains IDEs')).programArgs;
  assert.equal(jetBrains.windows.replace('.exe', ''), jetBrains.default);
  for (const [program, ...args] of [...kate, jetBrains.default.split(' '), ['plumb', 'lsp']]) {
    assert.equal(program, 'plumb');
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    const { stdout } = spawnSync(executable, args, {
      input: `Content-Length: ${body.length}\r\n\r\n${body}`,
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.match(stdout, /"hoverProvider":true/u);
  }
});

test('LSP4IJ is given every file of prompts', () => {
  const { id, name, fileTypeMappings } = JSON.parse(recipe('JetBrains IDEs'));
  assert.ok(id && name);
  for (const { fileType, languageId } of fileTypeMappings) {
    assert.ok(fileType.name && fileType.patterns.length > 0 && /^[a-z]+$/u.test(languageId), JSON.stringify(fileType));
  }
  const patterns = fileTypeMappings.flatMap(({ fileType }) => fileType.patterns);
  assert.deepEqual(without(patterns), []);
  assert.equal(new Set(patterns).size, patterns.length);
});

test('Zed is given every file of prompts', { skip: python() ? false : 'python3 with tomllib is not installed' }, () => {
  const extension = toml(recipe('Zed', 'extension.toml'));
  assert.equal(extension.schema_version, 1);
  const { languages } = extension.language_servers.plumb;
  const types = JSON.parse(recipe('Zed', 'settings.json')).file_types;
  for (const language of Object.keys(types)) {
    assert.ok(languages.includes(language), language);
  }
  // What Zed takes for Markdown and YAML by itself.
  assert.deepEqual(without([...Object.values(types).flat(), '*.md', '*.yaml', '*.yml']), []);
  const crate = toml(recipe('Zed', 'Cargo.toml'));
  assert.deepEqual(crate.lib['crate-type'], ['cdylib']);
  assert.match(recipe('Zed', 'src/lib.rs'), new RegExp(`^use ${Object.keys(crate.dependencies)[0]}::`, 'u'));
});

test('Kate is given every file of prompts', () => {
  const { servers } = JSON.parse(recipe('Kate'));
  assert.deepEqual(Object.keys(servers), ['markdown', 'yaml']);
  const added = /^to \*Markdown\* add `([^`]+)`/mu.exec(proseOfKate())?.[1].split(';');
  assert.deepEqual(without([...added, '*.md', '*.yaml', '*.yml']), []);
  for (const [mode, { highlightingModeRegex, rootIndicationFileNames }] of Object.entries(servers)) {
    assert.match({ markdown: 'Markdown', yaml: 'YAML' }[mode], new RegExp(highlightingModeRegex, 'u'));
    assert.ok(rootIndicationFileNames.includes('plumb.json'));
  }
});

/** Files of prompts that none of the patterns takes. */
function without(patterns) {
  const takes = (pattern, name) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern);
  return promptFiles.filter((path) => !patterns.some((pattern) => takes(pattern, path.split('/').at(-1))));
}

function proseOfKate() {
  const block = blocks().findIndex(({ heading }) => heading === 'Kate');
  return blocks()[block].after;
}

function toml(text) {
  const { stdout, stderr, status } = spawnSync(
    'python3',
    ['-c', 'import sys, tomllib, json; print(json.dumps(tomllib.loads(sys.stdin.read())))'],
    { input: text, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function python() {
  return spawnSync('python3', ['-c', 'import tomllib'], { stdio: 'ignore' }).status === 0;
}
