import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBinaryFile } from '../src/infrastructure/fileKinds';
import { Serial } from '../src/infrastructure/serial';

test('a task waits for the end of the one before it', async () => {
  const serial = new Serial();
  const steps: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const start = serial.run(async () => {
    steps.push('starting');
    await held;
    steps.push('started');
  });
  const stop = serial.run(async () => {
    steps.push('stopped');
  });
  await Promise.resolve();
  release();
  await Promise.all([start, stop]);
  assert.deepEqual(steps, ['starting', 'started', 'stopped']);
});

test('a task that fails says so and does not stop the next one', async () => {
  const serial = new Serial();
  const failing = serial.run(() => Promise.reject(new Error('no server')));
  const next = serial.run(async () => 'done');
  await assert.rejects(failing, /no server/);
  assert.equal(await next, 'done');
});

test('a PDF is not opened as text', () => {
  assert.equal(isBinaryFile('/w/Paper.PDF'), true);
  assert.equal(isBinaryFile('/w/pdf.md'), false);
});
