import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosticsMarkdown, searchMarkdown, tokensMarkdown } from '../src/features/chat/chatText';
import { outlineText } from '../src/features/chat/outlineText';
import { type IndexNode, indexNodes } from '../src/features/indexView/indexNodes';
import { findQuestions } from '../src/features/inline/questionComments';
import { redact } from '../src/features/report/redact';
import { tokenTooltip } from '../src/features/tokens/tokenText';
import type { IndexStatus } from '../src/infrastructure/protocol';

const shop: IndexStatus = {
  state: 'ready',
  root: '/w/shop',
  files: 4,
  chunks: 9,
  symbols: 3,
  filesDone: 4,
  filesTotal: 4,
  storeBytes: 2048,
  storePath: '/home/store.db',
  coverage: 0.996,
  skipped: { Binary: 2, TooLarge: 1, Empty: 0 },
  skippedExamples: [
    { path: 'logo.png', reason: 'Binary', detail: 'a PNG image' },
    { path: 'build/', reason: 'TooLarge', detail: '' },
  ],
};

function find(nodes: readonly IndexNode[], label: string): IndexNode {
  const node = nodes.find((candidate) => candidate.label === label);
  assert.ok(node, `no line ${label} among ${nodes.map((candidate) => candidate.label).join(', ')}`);
  return node;
}

test('question comments are found in many languages', () => {
  const text = [
    '// ask: where is the retry policy?',
    '  x = 1  # ask: why one?',
    '-- ask: which table?',
    '<!-- ask: what is this? -->',
    '/* ask: who calls it? */',
    ' * ask: and this?',
    ';; ask: lisp?',
    '{# ask: in a template? #}',
    'const a = "ask: no";',
    '// ask:',
    '// task: not a question',
    'http://ask: no',
  ].join('\r\n');
  assert.deepEqual(
    findQuestions(text).map(({ line, question }) => [line, question]),
    [
      [0, 'where is the retry policy?'],
      [1, 'why one?'],
      [2, 'which table?'],
      [3, 'what is this?'],
      [4, 'who calls it?'],
      [5, 'and this?'],
      [6, 'lisp?'],
      [7, 'in a template?'],
    ],
  );
});

test('the index view tells what is indexed, and what is not with examples', () => {
  const nodes = indexNodes(shop);
  assert.equal(find(nodes, 'Coverage').description, '99 %');
  assert.equal(find(nodes, 'Size').description, '2.0 KB');
  const left = find(nodes, 'Left out');
  assert.equal(left.description, '3');
  const binary = find(left.children ?? [], 'binary');
  assert.deepEqual(binary.children?.[0]?.file, { root: '/w/shop', path: 'logo.png' });
  assert.equal(find(find(left.children ?? [], 'too large').children ?? [], 'build/').file, undefined);
});

test('the index view tells what went wrong, what is masked and what comes next', () => {
  const nodes = indexNodes({
    ...shop,
    inMemory: true,
    notice: 'The disk is full.',
    lastChange: '2026-01-02T03:04:05Z',
    nextReconcile: '2026-01-02T03:14:05Z',
    failed: [{ path: 'gone.md', reason: 'Unreadable', detail: 'a link that leads nowhere' }],
    secrets: { files: 1, count: 2, kinds: { NamedValue: 2 } },
  });
  assert.equal(find(nodes, 'In memory only').description, 'The disk is full.');
  assert.notEqual(find(nodes, 'Next look at all files').description, find(nodes, 'Last change').description);
  const failed = find(nodes, 'Could not be read');
  assert.deepEqual(
    failed.children?.map(({ label, description }) => [label, description]),
    [['gone.md', 'a link that leads nowhere']],
  );
  assert.equal(find(nodes, 'Secrets masked').description, '2');
});

test('several folders have a branch each, with ids of their own', () => {
  const nodes = indexNodes({ ...shop, roots: [shop, { ...shop, root: '/w/lab', state: 'indexing', filesTotal: 9 }] });
  assert.deepEqual(
    nodes.map(({ label }) => label),
    ['shop', 'lab'],
  );
  assert.match(nodes[1]?.description ?? '', /4 of 9/u);
  const ids: string[] = [];
  const collect = (all: readonly IndexNode[]): void => {
    for (const node of all) {
      ids.push(node.id);
      collect(node.children ?? []);
    }
  };
  collect(nodes);
  assert.equal(new Set(ids).size, ids.length);
});

test('a report keeps no folder, user or key', () => {
  const redacted = redact(
    'open /home/ann/work/shop/a.cs and file:///home/ann/x as ann; api_key=abc123, "token": "q w", Bearer abcdefghijkl ' +
      'sk-abcdefghijklmnop https://bob:pw@host/ eyJhbGciOiJIUzI1NiJ9.e30.abc',
    [
      { value: '/home/ann', shown: '~' },
      { value: '/home/ann/work/shop', shown: '<folder 1>' },
      { value: 'ann', shown: '<user>' },
    ],
  );
  assert.match(redacted, /^open <folder 1>\/a\.cs and file:\/\/~\/x as <user>;/u);
  assert.doesNotMatch(redacted, /ann|abc123|q w|abcdefghijkl|bob|eyJ/u);
});

test('a report keeps the words that a user is called like a part of', () => {
  const secrets = [{ value: 'root', shown: '<user>' }];
  assert.equal(redact('roots: 2, /srv/root/a as root', secrets), 'roots: 2, /srv/<user>/a as <user>');
  assert.equal(redact('as a.b (c)', [{ value: 'a.b', shown: '<user>' }]), 'as <user> (c)');
});

test('chat texts link hits, mark estimates and list findings', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  const hit = {
    uri: 'file:///w/a.cs',
    range,
    path: 'a.cs',
    startLine: 1,
    endLine: 2,
    symbol: 'A.B',
    score: 1,
    snippet: '',
  };
  assert.equal(searchMarkdown([hit], undefined), '1. [a.cs:1-2](file:///w/a.cs#L1) `A.B`');
  assert.equal(searchMarkdown([], undefined), 'Nothing matches.');
  const counts = [{ encoding: 'o200k_base', tokens: 1234, exact: true }];
  const models = [
    { model: 'o200k_base', encoding: 'o200k_base', tokens: 1234, exact: true },
    { model: 'claude', encoding: 'o200k_base', tokens: 1400, exact: false, share: 0.007 },
  ];
  const table = tokensMarkdown('a.md', { counts, models, budget: 1000 });
  assert.match(table, /\| o200k_base \| 1,234 \| {2}\|\n\| claude \| ≈ 1,400 \| 0\.7 % \|\n\nIts budget is 1,000/u);
  assert.equal(
    tokenTooltip({ counts, models, budget: 1000 }),
    'o200k_base: 1,234\nclaude: 1,400, estimated, 0.7 % of its window\nbudget: 1,000',
  );
  assert.match(diagnosticsMarkdown('p', [{ line: 3, code: 'T01', message: 'm' }]), /- line 3, T01: m$/u);
  assert.match(diagnosticsMarkdown('p', []), /nothing/u);
});

test('an outline is indented as it is nested', () => {
  const at = (start: number, end: number) => ({ start: { line: start }, end: { line: end } });
  assert.equal(
    outlineText([{ name: 'A', range: at(0, 9), children: [{ name: 'B', range: at(1, 2) }] }]),
    'A 1-10\n  B 2-3',
  );
  assert.match(outlineText([]), /no declarations/u);
});
