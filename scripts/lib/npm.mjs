import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

/**
 * Installs the Node packages that the lockfile names, once per lockfile. No package's install script is run. Not
 * `npm ci`: it refuses a lockfile without every platform's optional binaries, and a registry may not carry them all.
 */
export async function installPackages() {
  const stamp = join(root, 'node_modules', '.plumb-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
    return;
  }
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
  });
  writeFileSync(stamp, lock);
}
