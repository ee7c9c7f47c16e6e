import type * as vscode from 'vscode';

/** Whether messages are to be traced, whatever the log's level is. */
export interface Tracing {
  readonly isOn: () => boolean;
  readonly onDidChange: vscode.Event<unknown>;
}

/**
 * Where the client writes the messages that it exchanges with the server: the Plumb log, whenever the setting says so. The client
 * itself traces only what the level of its channel lets through, and that level is no setting.
 * @param traceLevel The editor's `LogLevel.Trace`.
 */
export function traceLog(
  log: vscode.LogOutputChannel,
  tracing: Tracing,
  traceLevel: vscode.LogLevel,
): vscode.LogOutputChannel {
  const level = () => (tracing.isOn() ? traceLevel : log.logLevel);
  return {
    name: log.name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: (listener, self, disposables) => {
      const tell = () => listener.call(self, level());
      const sources = [log.onDidChangeLogLevel(tell), tracing.onDidChange(tell)];
      const listening = {
        dispose: () => {
          for (const source of sources) {
            source.dispose();
          }
        },
      };
      disposables?.push(listening);
      return listening;
    },
    trace: (message, ...args) => (tracing.isOn() ? log.info(message, ...args) : log.trace(message, ...args)),
    debug: (message, ...args) => log.debug(message, ...args),
    info: (message, ...args) => log.info(message, ...args),
    warn: (message, ...args) => log.warn(message, ...args),
    error: (error, ...args) => log.error(error, ...args),
    append: (value) => log.append(value),
    appendLine: (value) => log.appendLine(value),
    replace: (value) => log.replace(value),
    clear: () => log.clear(),
    show: (column?: unknown, preserveFocus?: boolean) => log.show(typeof column === 'boolean' ? column : preserveFocus),
    hide: () => log.hide(),
    // The log is its owner's.
    dispose: () => undefined,
  };
}
