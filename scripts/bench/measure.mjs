// Running a program and saying how long it took and how much memory it had at most.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { environment, Failure } from '../lib/run.mjs';

// VmHWM only ever grows: what is missed is what the process adds in its last moments.
const pollEvery = 10;

/** Milliseconds from start to end of a process. rg says 1 when nothing matches, and so does plumb. */
export function timed(command, args, env = {}) {
  const started = performance.now();
  const { status, error } = spawnSync(command, args, { env: environment(env), stdio: 'ignore' });
  const elapsed = performance.now() - started;
  if (error !== undefined || status === null || status > 1) {
    throw new Failure(`${command} ${args.join(' ')} ended with ${error?.message ?? `exit code ${status}`}.`);
  }
  return elapsed;
}

/** Like timed, with the output and the largest resident size in bytes; undefined where the system does not tell it (Linux does). */
export function watched(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { env: environment(env), stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    let peak;
    const poll = setInterval(() => {
      peak = peakMemory(child.pid) ?? peak;
    }, pollEvery);
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.on('error', (error) => {
      clearInterval(poll);
      reject(new Failure(`${command} cannot be started: ${error.message}`));
    });
    child.on('close', (code) => {
      clearInterval(poll);
      const elapsed = performance.now() - started;
      if (code === 0) {
        resolve({ elapsed, output, peak });
      } else {
        reject(new Failure(`${command} ${args.join(' ')} ended with exit code ${code}.`));
      }
    });
  });
}

/** The largest resident size of a living process so far, in bytes. */
export function peakMemory(pid) {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** Runs two things in turn, so that both meet the same machine. The first round only warms the file cache. */
export async function alternate(times, one, other) {
  const figures = [[], []];
  for (let i = -1; i < times; i++) {
    const pair = [await one(Math.max(i, 0)), await other(Math.max(i, 0))];
    if (i >= 0) {
      figures[0].push(pair[0]);
      figures[1].push(pair[1]);
    }
  }
  return figures;
}

/** By nearest rank: the smallest figure that this share of them does not exceed. */
export function percentile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

export function median(figures) {
  return percentile(figures, 0.5);
}
