// Runs an editor that prints one line a test, and makes a test of each.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

/** `t.test` for every "ok <name>" and "not ok <name>: <why>" that the program prints; "plan <count>" has to tell how many there are, and the exit code to be 0. */
export async function testLines(t, command, args, env, cwd = process.cwd()) {
  const { code, output } = await run(command, args, env, cwd);
  const lines = [...output.matchAll(/^(ok|not ok) ([^:\r\n]+)(?:: (.*))?$/gmu)];
  for (const [, outcome, name, why] of lines) {
    await t.test(name.trim(), () => assert.equal(outcome, 'ok', why));
  }
  const plan = Number(/^plan (\d+)$/mu.exec(output)?.[1] ?? 0);
  assert.equal(lines.length, plan, `${command} told of ${lines.length} tests and not of ${plan}:\n${output}`);
  assert.equal(code, 0, output);
}

function run(command, args, env, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), 150_000);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, output: output.replaceAll('\r', '') });
    });
  });
}
