// Plugins of editors that Debian has and this machine does not: packages unpacked into a folder, not installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './need.mjs';

/**
 * The named packages of the system's own Debian, kept unpacked between runs.
 * @returns {{ root: string } | string} the folder that stands for `/`, or why it is not here
 */
export function unpacked(...names) {
  const root = join(repository, 'artifacts', 'editors', names[0]);
  if (existsSync(root)) {
    return { root };
  }
  const made = `${root}.part`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const { status, stderr } = spawnSync('apt-get', ['download', '-q', ...names], {
    cwd: made,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) {
    return `${names[0]} cannot be downloaded: ${(stderr ?? 'there is no apt-get here').trim().split('\n')[0]}`;
  }
  for (const archive of readdirSync(made).filter((file) => file.endsWith('.deb'))) {
    if (spawnSync('dpkg', ['-x', archive, '.'], { cwd: made, stdio: 'ignore' }).status !== 0) {
      return `${archive} cannot be unpacked`;
    }
    rmSync(join(made, archive));
  }
  renameSync(made, root);
  return { root };
}
