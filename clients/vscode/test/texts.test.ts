import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastPart, snippetLine } from '../src/features/search/resultText';
import { bytes, statusLook, statusMarkdown } from '../src/features/status/statusText';
import { isPromptFile, tokenLabel, tokenTooltip } from '../src/features/tokens/tokenText';
import type { IndexStatus } from '../src/infrastructure/protocol';

const empty: IndexStatus = {
  state: 'ready',
  files: 0,
  chunks: 0,
  symbols: 0,
  filesDone: 0,
  filesTotal: 0,
  storeBytes: 0,
};

test('a result is headed by the last part of its symbol, heading or path', () => {
  assert.equal(lastPart('Plumb.Search.WorkspaceIndex'), 'WorkspaceIndex');
  assert.equal(lastPart('Design > Shipping'), 'Shipping');
  assert.equal(lastPart('docs/design.md'), 'design.md');
});

test('the line under a result is the one with the most words of the query', () => {
  const snippet = '{\n  // why\n  int  Count();\n  // waits with exponential backoff\n}';
  assert.equal(snippetLine(snippet, 'A.Count', 'Backoff exponential'), '// waits with exponential backoff');
  assert.equal(snippetLine(snippet, 'A.Count', 'nothing of it'), 'int Count();');
  assert.equal(snippetLine('{\n  first\n', '', ''), 'first');
});

test('the status bar shows progress, files and trouble', () => {
  assert.match(
    statusLook({ ...empty, state: 'indexing', filesDone: 12, filesTotal: 3400 }).text,
    /indexing 12\/3,400/u,
  );
  assert.match(statusLook({ ...empty, state: 'ready', files: 1 }).text, /1 file$/u);
  assert.equal(statusLook({ ...empty, state: 'partial', files: 2 }).severity, 'warning');
});

test('the status page lists why files were left out, most first', () => {
  const markdown = statusMarkdown({
    ...empty,
    state: 'ready',
    files: 2,
    skipped: { Binary: 1, TooLarge: 3, Empty: 0 },
  });
  assert.ok(markdown.indexOf('too large') < markdown.indexOf('binary'));
  assert.doesNotMatch(markdown, /empty/u);
});

test('sizes read well', () => {
  assert.deepEqual([512, 2048, 5 * 1024 * 1024].map(bytes), ['512 bytes', '2.0 KB', '5.0 MB']);
});

test('prompt files are known by name', () => {
  assert.ok(['/a/x.prompty', '/a/x.prompt.yml', '/a/AGENTS.md', '/a/skprompt.txt'].every(isPromptFile));
  assert.ok(!['/a/x.md', '/a/x.yaml', '/a/prompt.cs'].some(isPromptFile));
});

test('a token count names its encodings and says what is estimated', () => {
  assert.equal(tokenLabel(1234, true), '1,234 tokens selected');
  const counts = [
    { encoding: 'o200k_base', tokens: 1234, exact: true },
    { encoding: 'claude', tokens: 1300, exact: false },
  ];
  assert.equal(tokenTooltip({ counts }), 'o200k_base: 1,234\nclaude: 1,300, estimated');
  const problems = [{ model: 'gpt-nine', message: 'is not known' }];
  assert.match(tokenTooltip({ counts, problems }), /estimated\ngpt-nine: is not known$/u);
});
