import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderAnswer } from '../src/features/ask/answerHtml';
import { findMentions, where } from '../src/features/ask/citations';
import type { Citation } from '../src/infrastructure/protocol';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const citations: Citation[] = [
  { uri: 'file:///w/src/retry.ts', range, path: 'src/retry.ts', startLine: 3, endLine: 9, label: 'retry' },
  { uri: 'file:///w/docs/use.md', range, path: 'docs/use.md', startLine: 1, endLine: 1, label: 'Use' },
];

test('a citation of one line names one line', () => {
  assert.deepEqual(citations.map(where), ['src/retry.ts:3-9', 'docs/use.md:1']);
});

test('mentions are found by exact lines, then by lines within a citation', () => {
  const text = 'See src/retry.ts:3-9, (src/retry.ts:5) and docs/use.md:1.';
  assert.deepEqual(
    findMentions(text, citations).map((m) => [text.slice(m.start, m.end), m.index]),
    [
      ['src/retry.ts:3-9', 0],
      ['src/retry.ts:5', 0],
      ['docs/use.md:1', 1],
    ],
  );
});

test('a place that the answer does not cite stays text', () => {
  assert.deepEqual(findMentions('src/other.ts:3-9 src/retry.ts:40', citations), []);
});

test('an answer links its citations in prose, code and Markdown links', () => {
  const html = renderAnswer('Here src/retry.ts:3-9, `docs/use.md:1`, [there](src/retry.ts#L3-L9).', citations);
  assert.equal(html.match(/data-citation="0"/gu)?.length, 2);
  assert.match(html, /<code><a href="#" class="citation" data-citation="1">docs\/use.md:1<\/a><\/code>/u);
});

test('a citation in brackets is a link without them', () => {
  assert.match(renderAnswer('It waits [docs/use.md:1].', citations), /It waits <a [^>]+>docs\/use.md:1<\/a>\./u);
});

test('HTML, images and odd links in an answer stay harmless', () => {
  const html = renderAnswer(
    '<img src=x onerror=alert(1)> ![a](https://h/x.png) [b](javascript:alert(1)) [c](cmd:x)',
    [],
  );
  assert.doesNotMatch(html, /<img|<script|href="(javascript|cmd)/u);
});
