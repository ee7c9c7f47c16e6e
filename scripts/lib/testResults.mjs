// Reading what test runners write down.
import { existsSync, readFileSync } from 'node:fs';

const none = () => ({ counts: { passed: 0, failed: 0, skipped: 0 }, skips: [] });

export function add(totals, { passed, failed, skipped }) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

/** VSTest's TRX: the counts, and each skipped test with its reason. */
export function readTrx(file) {
  if (!existsSync(file)) {
    return none();
  }
  const xml = readFileSync(file, 'utf8');
  const counters = /<Counters ([^>]*)\/>/u.exec(xml)?.[1] ?? '';
  const counter = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`, 'u').exec(counters)?.[1] ?? 0);
  const passed = counter('passed');
  const skipped = counter('total') - counter('executed');
  return {
    counts: { passed, skipped, failed: counter('executed') - passed },
    skips: [
      ...xml.matchAll(/<UnitTestResult [^>]*outcome="NotExecuted"[^>]*?(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/gu),
    ].map((match) => ({
      test: unescapeXml(/testName="([^"]*)"/u.exec(match[0])?.[1] ?? ''),
      reason: unescapeXml(/<(?:Message|StdOut)>([\s\S]*?)<\//u.exec(match[1] ?? '')?.[1] ?? '').trim(),
    })),
  };
}

/** node:test's TAP. Only leaves count: a test with subtests is their sum, unless it failed by itself. */
export function readTap(file) {
  if (!existsSync(file)) {
    return none();
  }
  const { counts, skips } = none();
  const lines = readFileSync(file, 'utf8').split('\n');
  const depths = [];
  for (const line of lines) {
    const match = /^( *)(not ok|ok) \d+ - (.*)$/u.exec(line);
    if (match === null) {
      continue;
    }
    const [, indent, outcome, title] = match;
    const depth = indent.length;
    const isParent = depths.length > 0 && depths[depths.length - 1] > depth;
    while (depths.length > 0 && depths[depths.length - 1] > depth) {
      depths.pop();
    }
    depths.push(depth);
    const skip = /^(.*?) # SKIP ?(.*)$/u.exec(title);
    if (skip !== null) {
      counts.skipped++;
      skips.push({ test: skip[1], reason: skip[2] });
    } else if (!isParent) {
      counts[outcome === 'ok' ? 'passed' : 'failed']++;
    } else if (outcome !== 'ok' && counts.failed === 0) {
      counts.failed++;
    }
  }
  return { counts, skips };
}

function unescapeXml(text) {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#xD;', '')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
