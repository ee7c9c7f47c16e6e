// What was measured, as Markdown tables for docs/measurements.md. Each row is also told when it is there.

export class Report {
  #rows = [];
  #growth = [];

  /** A figure of ours, and the reference's that was measured in turn with it. */
  compare(what, ours, reference, theirs) {
    const ratio = theirs === undefined ? '' : (ours.value / theirs).toFixed(2);
    this.#add([
      what,
      ours.text ?? ms(ours.value),
      theirs === undefined ? reference : `${reference}, ${ms(theirs)}`,
      ratio,
    ]);
  }

  /** A figure without a reference. */
  tell(what, text, note = '') {
    this.#add([what, text, note, '']);
  }

  grew(row) {
    this.#growth.push(row);
    console.error(`${row.lines.toLocaleString('en')} lines: indexed in ${ms(row.index)}, ${mb(row.peak)} at most`);
  }

  toString() {
    let text = `${table(['what', 'Plumb', 'reference', 'ratio'], this.#rows)}`;
    if (this.#growth.length > 0) {
      text += `\n${table(
        [
          'lines',
          'text',
          'chunks',
          'cold index',
          'µs a line',
          'beside ctags -R',
          'peak memory',
          'store',
          'store / text',
          'warm p50',
          'p99',
        ],
        this.#growth.map((row) => [
          row.lines.toLocaleString('en'),
          mb(row.bytes),
          row.chunks.toLocaleString('en'),
          ms(row.index),
          ((row.index * 1000) / row.lines).toFixed(2),
          row.ctags === undefined ? 'not installed' : (row.index / row.ctags).toFixed(2),
          mb(row.peak),
          mb(row.store),
          (row.store / row.bytes).toFixed(2),
          ms(row.p50),
          ms(row.p99),
        ]),
      )}`;
    }
    return text;
  }

  #add(row) {
    this.#rows.push(row);
    console.error(row.filter((cell) => cell !== '').join(' | '));
  }
}

export function ms(value) {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`;
}

export function mb(bytes) {
  return bytes === undefined ? 'not told here' : `${(bytes / 1e6).toFixed(1)} MB`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
