import type { IndexStatus, SkippedFile } from '../../infrastructure/protocol';
import { bytes, count, stateInWords, words } from '../status/statusText';

/** One line of the Index view. */
export interface IndexNode {
  /** The same from one state to the next, so that open branches stay open. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly tooltip?: string;
  readonly children?: readonly IndexNode[];
  readonly open?: boolean;
  readonly file?: { readonly root: string; readonly path: string };
}

/** The lines for a state: one branch for each of several folders, or those of the only one. */
export function indexNodes(status: IndexStatus): IndexNode[] {
  const roots = status.roots ?? [];
  return roots.length > 1
    ? roots.map((root) => ({
        id: root.root ?? '',
        label: lastPart(root.root ?? ''),
        description: stateInWords(root),
        icon: 'root-folder',
        children: linesOf(root),
        open: true,
      }))
    : linesOf(status);
}

function linesOf(status: IndexStatus): IndexNode[] {
  const root = status.root ?? '';
  const id = (name: string) => `${root}#${name}`;
  const line = (name: string, label: string, icon: string, description: string, tooltip?: string): IndexNode => ({
    id: id(name),
    label,
    icon,
    description,
    ...(tooltip === undefined ? {} : { tooltip }),
  });
  const coverage = (share: number): IndexNode => {
    const percent = `${Math.floor(share * 100)} %`;
    return line(
      'coverage',
      'Coverage',
      'pie-chart',
      percent,
      `Queries see ${percent} of the files that can be indexed`,
    );
  };
  const nodes = [
    line('state', 'State', stateIcon(status), `${stateInWords(status)}${status.paused ? ', paused' : ''}`),
  ];
  if (status.state === 'noFolder' || status.state === 'disabled') {
    return nodes;
  }
  nodes.push(
    line('files', 'Files', 'files', `${count(status.files)} in ${count(status.chunks)} passages`),
    ...(status.coverage === undefined ? [] : [coverage(status.coverage)]),
    ...(status.unsaved
      ? [
          line(
            'unsaved',
            'In editors',
            'edit',
            status.unsaved === 1 ? '1 text, found as typed' : `${count(status.unsaved)} texts, found as typed`,
          ),
        ]
      : []),
  );
  if (status.storePath) {
    nodes.push(line('store', 'Size', 'database', bytes(status.storeBytes), status.storePath));
  }
  if (status.notice) {
    const label = status.inMemory ? 'In memory only' : 'Made anew';
    nodes.push(line('notice', label, 'warning', status.notice, status.notice));
  }
  nodes.push(...times(status, line));
  if (status.embedder) {
    const problem = status.embedderProblem;
    nodes.push(line('embedder', 'Embedder', problem ? 'warning' : 'symbol-array', status.embedder, problem));
  }
  const examples = status.skippedExamples ?? [];
  nodes.push(
    ...branch(id('skipped'), 'Left out', 'exclude', status.skipped, (reason) =>
      fileNodes(
        id(`skipped/${reason}`),
        root,
        examples.filter((file) => file.reason === reason),
      ),
    ),
  );
  if (status.failed !== undefined && status.failed.length > 0) {
    nodes.push({
      id: id('failed'),
      label: 'Could not be read',
      description: count(status.failed.length),
      icon: 'warning',
      children: fileNodes(id('failed'), root, status.failed),
    });
  }
  if (status.secrets !== undefined && status.secrets.count > 0) {
    nodes.push(...branch(id('secrets'), 'Secrets masked', 'lock', status.secrets.kinds, () => undefined));
  }
  nodes.push(...branch(id('languages'), 'Languages', 'symbol-class', status.languages, () => undefined));
  return nodes;
}

/** When something was taken in last, and when the whole tree is looked at next. */
function times(
  status: IndexStatus,
  line: (name: string, label: string, icon: string, description: string, tooltip?: string) => IndexNode,
): IndexNode[] {
  const nodes: IndexNode[] = [];
  const last = status.lastChange ?? status.lastIndexed;
  if (last !== undefined) {
    nodes.push(line('change', 'Last change', 'history', clock(last), new Date(last).toLocaleString()));
  }
  if (status.nextReconcile !== undefined) {
    const told = status.watching === 'none' ? 'No watcher tells of changed files: this look finds them' : '';
    nodes.push(
      line('reconcile', 'Next look at all files', 'clock', clock(status.nextReconcile), told === '' ? undefined : told),
    );
  }
  return nodes;
}

function clock(time: string): string {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** Counted things, most first, under one line that adds them up. Nothing when there are none. */
function branch(
  id: string,
  label: string,
  icon: string,
  counts: Readonly<Record<string, number>> | undefined,
  below: (name: string) => readonly IndexNode[] | undefined,
): IndexNode[] {
  const rows = Object.entries(counts ?? {})
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1]);
  if (rows.length === 0) {
    return [];
  }
  const children = rows.map(([name, n]): IndexNode => {
    const children = below(name);
    return {
      id: `${id}/${name}`,
      label: words(name),
      description: count(n),
      icon: 'circle-small',
      ...(children === undefined || children.length === 0 ? {} : { children }),
    };
  });
  const total = rows.reduce((sum, [, n]) => sum + n, 0);
  return [{ id, label, icon, description: label === 'Languages' ? count(rows.length) : count(total), children }];
}

function fileNodes(id: string, root: string, files: readonly SkippedFile[]): IndexNode[] {
  return files.map(({ path, detail, reason }) => ({
    id: `${id}/${path}`,
    label: path,
    description: detail || words(reason),
    icon: path.endsWith('/') ? 'folder' : 'file',
    ...(path.endsWith('/') ? {} : { file: { root, path } }),
  }));
}

function stateIcon({ state, paused }: IndexStatus): string {
  if (paused) {
    return 'debug-pause';
  }
  switch (state) {
    case 'ready':
      return 'check';
    case 'indexing':
    case 'starting':
      return 'sync~spin';
    case 'partial':
      return 'warning';
    case 'error':
      return 'error';
    default:
      return 'circle-outline';
  }
}

function lastPart(path: string): string {
  return path.split(/[\\/]/u).filter(Boolean).at(-1) ?? path;
}
