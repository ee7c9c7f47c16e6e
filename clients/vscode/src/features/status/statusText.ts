import type { IndexStatus, SkippedFile } from '../../infrastructure/protocol';

export interface StatusLook {
  readonly text: string;
  readonly severity: 'normal' | 'warning' | 'error';
}

/** What the status bar says about an index. */
export function statusLook(status: IndexStatus | undefined): StatusLook {
  switch (status?.state) {
    case undefined:
    case 'starting':
      return { text: '$(sync~spin) Plumb', severity: 'normal' };
    case 'indexing': {
      const { filesDone, filesTotal } = status;
      const progress = filesTotal > 0 ? `indexing ${count(filesDone)}/${count(filesTotal)}` : 'indexing';
      return { text: `$(sync~spin) Plumb: ${progress}`, severity: 'normal' };
    }
    case 'ready':
      if (status.paused) {
        return { text: `$(debug-pause) Plumb: ${files(status.files)}, paused`, severity: 'normal' };
      }
      return { text: `$(check) Plumb: ${files(status.files)}`, severity: 'normal' };
    case 'partial':
      return { text: `$(warning) Plumb: ${files(status.files)}, incomplete`, severity: 'warning' };
    case 'error':
      return { text: '$(error) Plumb: index failed', severity: 'error' };
    case 'noFolder':
      return { text: '$(circle-outline) Plumb: no folder', severity: 'normal' };
    case 'disabled':
      return { text: '$(circle-slash) Plumb: index off', severity: 'normal' };
    case 'absent':
      return { text: `$(circle-outline) Plumb: not indexed${status.paused ? ', paused' : ''}`, severity: 'normal' };
  }
}

/** The status as Markdown, for the hover and for *Show Index Status*. */
export function statusMarkdown(status: IndexStatus): string {
  const rows: [string, string][] = [
    ['State', stateInWords(status)],
    ['Files', count(status.files)],
    ['Chunks', count(status.chunks)],
    ['Symbols', count(status.symbols)],
  ];
  if (status.storePath) {
    rows.push(['Store', `${bytes(status.storeBytes)}, ${code(status.storePath)}`]);
  }
  if (status.embedder) {
    rows.push(['Embedder', code(status.embedder)]);
  }
  if (status.embedderProblem) {
    rows.push(['Not used', cell(status.embedderProblem)]);
  }
  if (status.lastIndexed) {
    rows.push(['Last indexed', new Date(status.lastIndexed).toLocaleString()]);
  }
  if (status.root) {
    rows.push(['Workspace', code(status.root)]);
  }

  return [
    table(['Index', ''], rows),
    counts('Language', 'Files', status.languages),
    counts('Not indexed, because', 'Files', status.skipped),
    examples(status.skippedExamples ?? []),
  ]
    .filter((part) => part.length > 0)
    .join('\n\n');
}

export function stateInWords(status: IndexStatus): string {
  const why = status.message ? `: ${cell(status.message)}` : '';
  switch (status.state) {
    case 'absent':
      return 'never indexed';
    case 'partial':
      return `incomplete, the last run was cut short${why}`;
    case 'indexing':
      return status.filesTotal > 0
        ? `indexing, ${count(status.filesDone)} of ${count(status.filesTotal)}${why}`
        : `indexing${why}`;
    case 'noFolder':
      return 'no folder is open';
    case 'disabled':
      return 'switched off by `plumb.index.enabled`';
    default:
      return `${status.state}${why}`;
  }
}

function examples(skipped: readonly SkippedFile[]): string {
  return skipped.length === 0
    ? ''
    : table(
        ['For example', 'Why'],
        skipped.map((file): [string, string] => [code(file.path), cell(file.detail || words(file.reason))]),
      );
}

function counts(name: string, value: string, values: Readonly<Record<string, number>> | undefined): string {
  const rows = Object.entries(values ?? {})
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([key, n]): [string, string] => [words(key), count(n)]);
  return rows.length > 0 ? table([name, value], rows) : '';
}

function table(head: [string, string], rows: readonly [string, string][]): string {
  return [head, ['---', '---'] as const, ...rows].map(([a, b]) => `| ${a} | ${b} |`).join('\n');
}

/** `TooLarge` and `tooLarge` read as "too large". */
export function words(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/gu, ' ').toLowerCase();
}

function files(n: number): string {
  return n === 1 ? '1 file' : `${count(n)} files`;
}

export function count(n: number): string {
  return n.toLocaleString('en-US');
}

function cell(value: string): string {
  return value.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function code(value: string): string {
  return `\`${cell(value)}\``;
}

export function bytes(n: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
