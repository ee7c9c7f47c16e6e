import type { UsageReport } from '../../infrastructure/protocol';
import { type Bar, barChart, escapeHtml } from './barChart';
import { byDay, type GroupUsage, groupBy } from './usageSeries';

const whole = new Intl.NumberFormat('en-US');
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** The report as HTML: what it adds up to, two charts, and the tables with the same numbers. */
export function usageHtml(report: UsageReport, today: string): string {
  const parts = [budget(report)];
  if (report.calls === 0) {
    parts.push(
      `<p>Nothing was sent to a model in the last ${report.days} days. Answers without a model cost nothing and are not counted.</p>`,
    );
    return parts.join('');
  }
  const days = byDay(report, today);
  parts.push(
    cards(report),
    '<h2>Tokens a day</h2>',
    '<p class="legend"><span class="key series0"></span>sent <span class="key series1"></span>answered</p>',
    barChart({
      name: `Tokens of each of the last ${report.days} days`,
      format: (value) => short.format(value),
      bars: days.map(
        ({ day, promptTokens, answerTokens }): Bar => ({
          label: day.slice(5),
          parts: [promptTokens, answerTokens],
          title: `${day}: ${whole.format(promptTokens)} tokens sent, ${whole.format(answerTokens)} answered`,
        }),
      ),
    }),
  );
  if (typeof report.costUsd === 'number') {
    parts.push(
      '<h2>Cost a day</h2>',
      barChart({
        name: `Cost of each of the last ${report.days} days`,
        format: money,
        bars: days.map(
          ({ day, costUsd }): Bar => ({ label: day.slice(5), parts: [costUsd], title: `${day}: ${money(costUsd)}` }),
        ),
      }),
    );
  }
  parts.push(
    table(
      'Models',
      groupBy(report.rows, ({ provider, model }) => (provider ? `${model} (${provider})` : model)),
    ),
    table(
      'What for',
      groupBy(report.rows, ({ kind }) => kind),
    ),
    table(
      'Days',
      groupBy(report.rows, ({ day }) => day).sort((a, b) => b.name.localeCompare(a.name)),
    ),
  );
  return parts.join('');
}

function cards({ calls, promptTokens, cachedTokens, answerTokens, costUsd }: UsageReport): string {
  const cached = cachedTokens > 0 ? ` (${Math.round((cachedTokens / promptTokens) * 100)} % cached)` : '';
  return `<dl class="cards">${[
    ['Calls', whole.format(calls)],
    ['Tokens sent', `${whole.format(promptTokens)}${cached}`],
    ['Tokens answered', whole.format(answerTokens)],
    ['Cost', typeof costUsd === 'number' ? money(costUsd) : 'not known'],
  ]
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
    .join('')}</dl>`;
}

function budget({ budget: { tokensPerDay, costPerDay, tokensToday, costToday, state } }: UsageReport): string {
  const meters: string[] = [];
  const meter = (used: number, most: number | null | undefined, words: string) => {
    if (typeof most === 'number' && most > 0) {
      const high = most * 0.8;
      meters.push(
        `<label class="budget">Today ${escapeHtml(words)} <meter min="0" max="${most}" high="${high}" optimum="0" value="${Math.min(used, most)}"></meter></label>`,
      );
    }
  };
  meter(tokensToday, tokensPerDay, `${whole.format(tokensToday)} of ${whole.format(tokensPerDay ?? 0)} tokens`);
  meter(costToday, costPerDay, `${money(costToday)} of ${money(costPerDay ?? 0)}`);
  const word =
    state === 'stop' ? '<p class="error">The budget of today is used up: no model is asked until tomorrow.</p>' : '';
  return meters.join('') + word;
}

function table(title: string, groups: readonly GroupUsage[]): string {
  const rows = groups.map(
    ({ name, calls, failed, promptTokens, answerTokens, costUsd, averageMs }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th>${[
        `${whole.format(calls)}${failed > 0 ? ` (${whole.format(failed)} failed)` : ''}`,
        whole.format(promptTokens),
        whole.format(answerTokens),
        costUsd === undefined ? '' : money(costUsd),
        `${(averageMs / 1000).toFixed(1)} s`,
      ]
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  );
  const head = ['Calls', 'Sent', 'Answered', 'Cost', 'Average'].map((name) => `<th scope="col">${name}</th>`).join('');
  return `<h2>${title}</h2><table><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Small sums keep their digits. */
function money(usd: number): string {
  return `$${usd > 0 && usd < 0.1 ? usd.toFixed(4) : usd.toFixed(2)}`;
}
