import { niceCeiling } from './usageSeries';

export interface Bar {
  /** What stands under it, and what it is called when it is read out. */
  readonly label: string;
  /** From the bottom up; one number for each of the chart's series. */
  readonly parts: readonly number[];
  readonly title: string;
}

export interface ChartParts {
  /** What the chart shows, for those who do not see it. */
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly format: (value: number) => string;
}

const width = 720;
const height = 180;
const left = 56;
const bottom = 22;
const top = 8;
/** Pixels that a label under the chart needs. */
const labelRoom = 64;

/** Stacked bars as SVG; its colours are classes of the page, as its policy allows no styles of its own. */
export function barChart({ name, bars, format }: ChartParts): string {
  const most = niceCeiling(Math.max(0, ...bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0))));
  const plotHeight = height - bottom - top;
  const y = (value: number) => top + plotHeight * (1 - value / most);
  const slot = (width - left) / Math.max(1, bars.length);
  const gap = slot > 6 ? Math.min(6, slot * 0.2) : 0;
  const every = Math.max(1, Math.ceil(labelRoom / slot));

  const lines = [0, 0.5, 1].map((share) => {
    const at = round(y(most * share));
    return `<line class="grid" x1="${left}" x2="${width}" y1="${at}" y2="${at}"/><text class="axis" x="${left - 6}" y="${at + 4}" text-anchor="end">${escapeHtml(format(most * share))}</text>`;
  });
  const columns = bars.map(({ label, parts, title }, index) => {
    const x = round(left + index * slot + gap / 2);
    let from = 0;
    const rects = parts.map((part, series) => {
      const rect =
        part > 0
          ? `<rect class="series${series}" x="${x}" y="${round(y(from + part))}" width="${round(slot - gap)}" height="${round(y(from) - y(from + part))}"/>`
          : '';
      from += part;
      return rect;
    });
    // Counted from the last one, which always has its label.
    const labelled = (bars.length - 1 - index) % every === 0;
    const under = labelled
      ? `<text class="axis" x="${round(x + (slot - gap) / 2)}" y="${height - 6}" text-anchor="${index === bars.length - 1 && bars.length > 1 ? 'end' : 'middle'}">${escapeHtml(label)}</text>`
      : '';
    return `<g><title>${escapeHtml(title)}</title><rect class="hit" x="${round(left + index * slot)}" y="${top}" width="${round(slot)}" height="${plotHeight}"/>${rects.join('')}${under}</g>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(name)}">${lines.join('')}${columns.join('')}</svg>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
