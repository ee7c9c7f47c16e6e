import type { UsageReport, UsageRow } from '../../infrastructure/protocol';

export interface DayUsage {
  readonly day: string;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly costUsd: number;
}

export interface GroupUsage {
  readonly name: string;
  readonly calls: number;
  readonly failed: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  /** Undefined where no price of it is known. */
  readonly costUsd: number | undefined;
  readonly averageMs: number;
}

/** Every day of the report, the oldest first; days without a call are there with nothing in them. */
export function byDay(report: UsageReport, today: string): DayUsage[] {
  const sums = new Map<string, { promptTokens: number; answerTokens: number; costUsd: number }>();
  for (const { day, promptTokens, answerTokens, costUsd } of report.rows) {
    const sum = sums.get(day) ?? { promptTokens: 0, answerTokens: 0, costUsd: 0 };
    sum.promptTokens += promptTokens;
    sum.answerTokens += answerTokens;
    sum.costUsd += costUsd ?? 0;
    sums.set(day, sum);
  }
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: report.days }, (_, index) => {
    const day = new Date(last - (report.days - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return { day, ...(sums.get(day) ?? { promptTokens: 0, answerTokens: 0, costUsd: 0 }) };
  });
}

/** Sums by whatever names a row, the one with most tokens first. */
export function groupBy(rows: readonly UsageRow[], nameOf: (row: UsageRow) => string): GroupUsage[] {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const name = nameOf(row);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const sum = (members: readonly UsageRow[], value: (row: UsageRow) => number) =>
    members.reduce((total, row) => total + value(row), 0);
  return [...groups]
    .map(([name, members]): GroupUsage => {
      const calls = sum(members, (row) => row.calls);
      const priced = members.filter(({ costUsd }) => costUsd !== undefined && costUsd !== null);
      return {
        name,
        calls,
        failed: sum(members, (row) => row.failed),
        promptTokens: sum(members, (row) => row.promptTokens),
        answerTokens: sum(members, (row) => row.answerTokens),
        costUsd: priced.length === 0 ? undefined : sum(priced, (row) => row.costUsd ?? 0),
        averageMs: calls === 0 ? 0 : sum(members, (row) => row.averageMs * row.calls) / calls,
      };
    })
    .sort((a, b) => b.promptTokens + b.answerTokens - (a.promptTokens + a.answerTokens));
}

/** A round number at or above the value: 1, 2 or 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}
