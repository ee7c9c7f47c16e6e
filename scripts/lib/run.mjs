// Running programs and saying what happens: shared by every script.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/u, '');
export const artifacts = join(root, 'artifacts');
export const windows = process.platform === 'win32';

const dotnetEnvironment = {
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
  // No build server outlives the script: it would keep its pipes, and so a CI step, open.
  MSBUILDDISABLENODEREUSE: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
};

/** The environment of children. The inner loop's PlumbFast, which switches the analyzers off, stays outside. */
export function environment(more = {}) {
  const { PlumbFast: _, ...own } = process.env;
  return { ...own, ...dotnetEnvironment, ...more };
}

/**
 * Runs a program. `quiet` collects its output and prints it only when the program fails.
 * Resolves to { code, output }; rejects on a non-zero code unless `allowFailure`.
 */
export function run(command, args, { cwd = root, env = {}, quiet = false, allowFailure = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(env),
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: windows && (command === 'npm' || command === 'npx'),
    });
    let output = '';
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      output += data;
    });
    child.on('error', (error) =>
      allowFailure
        ? resolve({ code: 127, output: error.message })
        : reject(new Failure(`${command} cannot be started: ${error.message}`)),
    );
    child.on('close', (code, signal) => {
      const status = code ?? 128;
      if (status === 0 || allowFailure) {
        resolve({ code: status, output });
        return;
      }
      if (quiet) {
        process.stderr.write(output.slice(-12_000));
      }
      reject(new Failure(`${[command, ...args].join(' ')} ended with ${signal ?? `exit code ${status}`}.`));
    });
  });
}

/** An error that is told in its one sentence, without a stack. */
export class Failure extends Error {}

/** Ends a script: what is a Failure is told, everything else is a fault of the script and keeps its stack. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof Failure ? `plumb: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** The full path of a program on PATH, or undefined. */
export function which(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of windows ? [`${program}.exe`, `${program}.cmd`] : [program]) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** The SDK's major version, or undefined where there is none. */
export function dotnetVersion() {
  const { status, stdout } = spawnSync('dotnet', ['--version'], { cwd: root, encoding: 'utf8', env: environment() });
  return status === 0 ? stdout.trim() : undefined;
}

export function requireDotnet() {
  if (dotnetVersion() === undefined) {
    throw new Failure(
      'the .NET SDK 10 is needed and `dotnet --version` does not run here. Install it, then try again.',
    );
  }
}

export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

export function size(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
