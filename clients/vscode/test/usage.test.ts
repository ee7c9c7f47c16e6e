import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvidenceBook } from '../src/features/ask/evidenceBook';
import { toHit } from '../src/features/search/hits';
import { barChart } from '../src/features/usage/barChart';
import { usageHtml } from '../src/features/usage/usageHtml';
import { byDay, groupBy, niceCeiling } from '../src/features/usage/usageSeries';
import type { Citation, UsageReport, UsageRow } from '../src/infrastructure/protocol';

const row = (more: Partial<UsageRow>): UsageRow => ({
  day: '2026-11-25',
  provider: 'openai',
  model: 'small',
  kind: 'answer',
  calls: 1,
  failed: 0,
  promptTokens: 100,
  cachedTokens: 0,
  answerTokens: 10,
  costUsd: 0.01,
  averageMs: 1000,
  ...more,
});

const report = (rows: readonly UsageRow[]): UsageReport => ({
  days: 3,
  calls: rows.reduce((sum, { calls }) => sum + calls, 0),
  promptTokens: 300,
  cachedTokens: 30,
  answerTokens: 30,
  costUsd: rows.some(({ costUsd }) => typeof costUsd === 'number') ? 0.02 : null,
  rows,
  budget: { tokensPerDay: 1000, costPerDay: null, tokensToday: 990, costToday: 0, state: 'warn' },
});

test('days without a call are there with nothing in them', () => {
  const days = byDay(report([row({}), row({ day: '2026-11-23', model: 'large' })]), '2026-11-25');
  assert.deepEqual(
    days.map(({ day, promptTokens }) => [day, promptTokens]),
    [
      ['2026-11-23', 100],
      ['2026-11-24', 0],
      ['2026-11-25', 100],
    ],
  );
});

test('groups are summed, and the cost of one whose price is unknown stays unknown', () => {
  const groups = groupBy(
    [
      row({}),
      row({ calls: 3, averageMs: 2000, promptTokens: 50 }),
      row({ model: 'mine', costUsd: null, promptTokens: 1 }),
    ],
    ({ model }) => model,
  );
  assert.deepEqual(
    groups.map(({ name, calls, promptTokens, costUsd, averageMs }) => [name, calls, promptTokens, costUsd, averageMs]),
    [
      ['small', 4, 150, 0.02, 1750],
      ['mine', 1, 1, undefined, 1000],
    ],
  );
});

test('an axis ends at a round number', () => {
  assert.deepEqual([0, 0.3, 1, 7, 11, 2100, 99_999].map(niceCeiling), [1, 0.5, 1, 10, 20, 5000, 100_000]);
});

test('a chart has a bar for each number and says what it shows', () => {
  const svg = barChart({
    name: 'Tokens <each> day',
    format: String,
    bars: [
      { label: 'a', parts: [3, 1], title: 'a: 4' },
      { label: 'b', parts: [0, 0], title: 'b: 0' },
    ],
  });
  assert.match(svg, /role="img" aria-label="Tokens &lt;each&gt; day"/u);
  assert.equal(svg.match(/class="series/gu)?.length, 2);
  assert.doesNotMatch(svg, /NaN|style=/u);
});

test('the report escapes what models are called, and leaves out what it does not know', () => {
  const html = usageHtml(report([row({ model: '<img src=x>', costUsd: null })]), '2026-11-25');
  assert.doesNotMatch(html, /<img/u);
  assert.match(html, /not known/u);
  assert.doesNotMatch(html, /Cost a day/u);
  assert.match(html, /990 of 1,000 tokens/u);
});

test('a report of nothing says so', () => {
  assert.match(usageHtml(report([]), '2026-11-25'), /Nothing was sent to a model in the last 3 days/u);
});

const cited = (label: string, startLine: number): Citation => ({
  uri: 'file:///shop/a.cs',
  path: 'a.cs',
  label,
  startLine,
  endLine: startLine + 2,
  range: { start: { line: startLine - 1, character: 0 }, end: { line: startLine + 2, character: 0 } },
});

test('evidence is found by the name of its symbol, the latest answer first', () => {
  const book = new EvidenceBook(2);
  book.add('forgotten', [cited('Shop.Till', 1)]);
  book.add('older', [cited('Shop.Till.Open', 5), cited('Shop.Till.Open', 5)]);
  book.add('newer', [cited('Shop.Door.Open', 9)]);
  assert.deepEqual(
    book.find('Open').map(({ question, citation }) => [question, citation.startLine]),
    [
      ['newer', 9],
      ['older', 5],
    ],
  );
  assert.deepEqual(book.find('Till'), []);
});

test('a hit says where it is, and in which of several folders', () => {
  const result = {
    uri: 'file:///w/shop/src/a.cs',
    root: '/w/shop',
    path: 'src/a.cs',
    range: { start: { line: 2, character: 0 }, end: { line: 5, character: 0 } },
    startLine: 3,
    endLine: 5,
    symbol: 'Shop.Till.Open',
    score: 1,
    snippet: 'void Open()\n{\n  drawer.Release();\n}',
    signals: [{ name: 'words', value: 0.5 }],
  };
  assert.deepEqual(
    [toHit(result, 'drawer', false), toHit(result, 'open', true)].map(({ name, where, line, why }) => [
      name,
      where,
      line,
      why,
    ]),
    [
      ['Open', 'src/a.cs:3-5', 'drawer.Release();', 'words'],
      ['Open', 'shop/src/a.cs:3-5', 'void Open()', 'words'],
    ],
  );
});
