import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderAnswer } from '../src/features/ask/answerHtml';
import { linkMentions } from '../src/features/ask/citations';
import { Entry } from '../src/features/ask/conversation';
import { exportMarkdown } from '../src/features/ask/exportMarkdown';
import { codePieces } from '../src/features/ask/highlight';
import { readHistory, remember } from '../src/features/ask/history';
import { usageLine } from '../src/features/ask/usageText';
import type { AskResponse, Citation } from '../src/infrastructure/protocol';

const range = { start: { line: 2, character: 0 }, end: { line: 8, character: 0 } };
const citation: Citation = {
  uri: 'file:///w/src/retry.ts',
  range,
  path: 'src/retry.ts',
  startLine: 3,
  endLine: 9,
  label: 'retry',
};
const response: AskResponse = {
  answer: 'It waits longer each time [src/retry.ts:3-9].',
  citations: [citation],
  kind: 'model',
  notes: ['Two files are newer than the index.'],
  confidence: { level: 'high', coverage: 0.914, supported: 1 },
  followUps: ['Who calls it?'],
  usage: { model: 'm', promptTokens: 1200, cachedTokens: 400, answerTokens: 80, costUsd: 0.0042, calls: 1, steps: [] },
};

test('the finished answer replaces what was streamed', () => {
  const entry = Entry.begin(1, { question: 'How?' }, 'How?');
  entry.append('It waits [src/gone.ts:1]');
  assert.equal(entry.view().state, 'asking');
  entry.finish(response);
  const { markdown, cited } = entry.view();
  assert.doesNotMatch(markdown, /gone/u);
  assert.match(renderAnswer(markdown, cited), /data-citation="0"/u);
  assert.equal(entry.view().noModel, false);
});

test('an entry survives being stored as JSON; one that was still asked comes back as stopped', () => {
  const done = Entry.begin(1, { question: 'How?' }, 'How?');
  done.finish(response);
  const asking = Entry.begin(2, { question: '', task: 'tour' }, 'Where do I begin?');
  asking.append('Begin at');
  const [first, second] = JSON.parse(JSON.stringify([done.save(), asking.save()]));
  assert.deepEqual({ ...Entry.restore(1, first).view() }, { ...done.view() });
  const stopped = Entry.restore(2, second);
  assert.deepEqual([stopped.state, stopped.markdown, stopped.asked.task], ['cancelled', 'Begin at', 'tour']);
});

test('an answer whose sources changed since says so, and its citations lead to where the lines are now', () => {
  const hashed = { ...citation, contentHash: 'a1' };
  const other = { ...hashed, path: 'src/queue.ts', uri: 'file:///w/src/queue.ts' };
  const entry = Entry.begin(1, { question: 'How?' }, 'How?');
  entry.finish({ ...response, citations: [hashed, other, { ...citation, path: 'src/old.ts' }] });
  assert.equal(entry.recheck([{ state: 'fresh' }, { state: 'fresh' }, { state: 'gone' }]), false);
  assert.deepEqual([entry.view().stale, entry.view().citations[0]?.since], ['', '']);

  const moved = { start: { line: 11, character: 0 }, end: { line: 18, character: 0 } };
  assert.equal(entry.recheck([{ state: 'moved', range: moved }, { state: 'fresh' }, { state: 'fresh' }]), true);
  assert.deepEqual([entry.view().stale, entry.view().citations[0]?.since], ['', 'now at lines 12-18']);
  assert.deepEqual([entry.citationNow(0)?.startLine, entry.citationNow(0)?.range], [12, moved]);
  assert.equal(entry.citationNow(1), other);

  assert.equal(entry.recheck([{ state: 'changed', range: null }, { state: 'gone' }, { state: 'fresh' }]), true);
  assert.match(entry.view().stale, /^2 of its 3 sources have changed since/u);
  assert.match(exportMarkdown([entry]), /- `src\/queue\.ts:3-9` retry \(gone since\)[\s\S]*_2 of its 3 sources/u);
  assert.equal(entry.recheck([{ state: 'fresh' }, { state: 'fresh' }, { state: 'fresh' }]), true);
  assert.equal(entry.view().stale, '');
});

test('an answer without a model says so once', () => {
  const entry = Entry.begin(1, { question: 'How?' }, 'How?');
  entry.finish({ answer: 'Here', citations: [], kind: 'extractive', notes: ['No model is configured, so.', 'Old.'] });
  assert.equal(entry.view().noModel, true);
  assert.deepEqual(entry.view().notes, ['Old.']);
});

test('the history keeps the newest conversations, each once, and none that is empty', () => {
  const saved = (id: string, n = 1) => ({
    id,
    changed: 1,
    entries: Array.from({ length: n }, () => Entry.begin(1, { question: id }, id).save()),
  });
  let history = remember([], saved('a'));
  history = remember(history, saved('b'));
  history = remember(history, saved('a', 2), 2);
  assert.deepEqual(
    history.map(({ id, entries }) => [id, entries.length]),
    [
      ['a', 2],
      ['b', 1],
    ],
  );
  assert.deepEqual(
    remember(history, saved('c'), 2).map(({ id }) => id),
    ['c', 'a'],
  );
  assert.deepEqual(
    remember(history, saved('a', 0)).map(({ id }) => id),
    ['b'],
  );
});

test('what an older version stored in another shape is not read', () => {
  const good = { id: 'a', changed: 1, entries: [Entry.begin(1, { question: 'q' }, 'q').save()] };
  assert.deepEqual(readHistory([good, { id: 'b' }, null, { id: 'c', changed: 1, entries: [{ title: 'x' }] }]), [good]);
  assert.deepEqual(readHistory({ entries: [] }), []);
});

test('an exported conversation holds questions, answers, sources and notes', () => {
  const entry = Entry.begin(1, { question: 'How?' }, 'How?');
  entry.finish(response);
  const markdown = exportMarkdown([entry]);
  for (const part of ['## How?', response.answer, '- `src/retry.ts:3-9` retry', '_Two files are newer', '1,200']) {
    assert.ok(markdown.includes(part), part);
  }
});

test('the usage line tells evidence, model, tokens and cost, and nothing that is not known', () => {
  assert.equal(
    usageLine(response),
    'evidence for 91 % of the question, 100 % of sentences cited · m · 1,200 (400 cached) + 80 tokens · $0.0042',
  );
  assert.equal(usageLine({ answer: '', citations: [], kind: 'extractive', notes: [] }), '');
});

test('pieces of code add up to the code, and comments and strings are told apart', () => {
  const samples: [string, string][] = [
    ['cs', 'var url = "http://x"; // "why"\nreturn 0x1F; /* open'],
    ['python', "def f(): # it's\n  return 'a#b'"],
    ['sql', "select 'it''s' -- count\nfrom t"],
    ['text', 'if "this" // is prose'],
    ['js', '`a {b}\n` + "unclosed'],
  ];
  for (const [language, code] of samples) {
    assert.equal(
      codePieces(code, language)
        .map(({ text }) => text)
        .join(''),
      code,
    );
  }
  const kinds = codePieces(samples[0]?.[1] ?? '', 'cs').filter(({ kind }) => kind !== undefined);
  assert.deepEqual(
    kinds.map(({ kind, text }) => [kind, text]),
    [
      ['keyword', 'var'],
      ['string', '"http://x"'],
      ['comment', '// "why"'],
      ['keyword', 'return'],
      ['number', '0x1F'],
      ['comment', '/* open'],
    ],
  );
});

test('code is coloured by classes and stays escaped', () => {
  const html = renderAnswer('```cs\nvar a = "<b>";\n```', []);
  assert.match(html, /<span class="code-keyword">var<\/span> a = <span class="code-string">&quot;&lt;b&gt;&quot;/u);
});

test('mentions become links to the lines, but not in fenced code and not twice', () => {
  const linked = linkMentions(
    'See [src/retry.ts:3-9] and `src/retry.ts:4`, [there](src/retry.ts:3-9).\n```\nsrc/retry.ts:3-9\n```\n',
    [citation],
  );
  assert.equal(
    linked,
    'See [src/retry.ts:3-9](file:///w/src/retry.ts#L3) and [`src/retry.ts:4`](file:///w/src/retry.ts#L3), [there](src/retry.ts:3-9).\n```\nsrc/retry.ts:3-9\n```\n',
  );
});
