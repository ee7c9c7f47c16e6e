// What an editor test needs, and the reason why it is skipped where that is missing.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));
const artifacts = join(repository, 'artifacts');

/** The native executable under test. */
export const executable = process.env.PLUMB_BIN ?? join(artifacts, 'plumb', 'plumb');

export const screenshots = join(artifacts, 'screenshots');

/** The first of the named programs that runs, or undefined. */
export function program(...names) {
  return names.find((name) => {
    const { error, status } = spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 60_000 });
    return error === undefined && status === 0;
  });
}

/** A copy of the fixture workspace and a data folder for the server, removed after the test. */
export function scratch(t) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumb-editor-')));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const workspace = join(folder, 'shop');
  cpSync(fileURLToPath(new URL('../fixture', import.meta.url)), workspace, { recursive: true });
  return { folder, workspace, home: join(folder, 'home') };
}

export function whyNoServer() {
  return existsSync(executable) ? undefined : `${executable} is missing: run npm run build`;
}
