import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogLevel, LogOutputChannel } from 'vscode';
import { traceLog } from '../src/infrastructure/traceLog';

const [traceLevel, info] = [1 as LogLevel, 3 as LogLevel];

test('messages are traced into the log while the setting says so, whatever its level is', () => {
  const written: string[] = [];
  const heard: ((event: unknown) => void)[] = [];
  const event = (listener: (event: unknown) => void) => {
    heard.push(listener);
    return { dispose: () => heard.splice(heard.indexOf(listener), 1) };
  };
  const log = {
    name: 'Plumb',
    logLevel: info,
    onDidChangeLogLevel: event,
    info: (message: string) => written.push(`info ${message}`),
    trace: (message: string) => written.push(`trace ${message}`),
  } as unknown as LogOutputChannel;
  let on = false;
  const traces = traceLog(log, { isOn: () => on, onDidChange: event }, traceLevel);
  const levels: LogLevel[] = [];
  const listening = traces.onDidChangeLogLevel((level) => levels.push(level));
  for (on of [true, false]) {
    heard.at(-1)?.(undefined);
    traces.trace('hover');
  }
  assert.deepEqual(levels, [traceLevel, info]);
  assert.deepEqual(written, ['info hover', 'trace hover']);
  listening.dispose();
  assert.equal(heard.length, 0);
});
