import * as vscode from 'vscode';
import type { Session } from '../../infrastructure/session';
import { type IndexNode, indexNodes } from './indexNodes';

/** What the index knows and what it left out, as a tree that follows it. */
export class IndexTree implements vscode.TreeDataProvider<IndexNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly session: Session) {
    this.subscription = session.onDidChangeState(() => this.changed.fire());
  }

  getChildren(node?: IndexNode): readonly IndexNode[] & IndexNode[] {
    const children = node === undefined ? this.roots() : (node.children ?? []);
    return [...children];
  }

  getTreeItem(node: IndexNode): vscode.TreeItem {
    const item = new vscode.TreeItem(
      node.label,
      node.children === undefined
        ? vscode.TreeItemCollapsibleState.None
        : node.open
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip ?? `${node.label}: ${node.description}`;
    item.iconPath = new vscode.ThemeIcon(node.icon);
    if (node.file !== undefined) {
      item.command = {
        title: 'Open',
        command: 'vscode.open',
        arguments: [vscode.Uri.joinPath(vscode.Uri.file(node.file.root), node.file.path)],
      };
    }
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private roots(): IndexNode[] {
    const { state } = this.session;
    switch (state.kind) {
      case 'running':
        return state.status === undefined ? [] : indexNodes(state.status);
      case 'failed':
        return [{ id: 'failed', label: 'The server failed', description: state.message, icon: 'error' }];
      case 'starting':
        return [{ id: 'starting', label: 'The server is starting', description: state.why ?? '', icon: 'sync~spin' }];
      default:
        return [{ id: state.kind, label: `The server is ${state.kind}`, description: '', icon: 'circle-outline' }];
    }
  }
}
