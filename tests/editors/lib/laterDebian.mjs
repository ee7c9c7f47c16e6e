// Editors that are newer than the system's own: packages of a later Debian, unpacked beside the system and run with the
// loader and the libraries that they came with. Nothing is installed, and where that cannot be done the reason is told.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './need.mjs';

const release = 'trixie';
const sources = '/etc/apt/sources.list.d/debian.sources';
const folder = join(repository, 'artifacts', 'editors', release);

/**
 * A program of a package, kept unpacked between runs.
 * @returns {{ command: string, args: string[], root: string } | string} how it is called, or why it is not here
 */
export function laterDebian(name, binary) {
  const root = join(folder, name);
  const found = { ...loaded(root, binary), root };
  if (existsSync(found.command) && runs(found)) {
    return found;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(sources)) {
    return `${name} of Debian ${release} is for Debian on x64`;
  }
  const problem = unpack(name, root);
  return problem ?? (runs(found) ? found : `${name} of Debian ${release} does not run here`);
}

function loaded(root, binary) {
  const libraries = join(root, 'usr', 'lib', 'x86_64-linux-gnu');
  return {
    command: join(root, 'usr', 'lib64', 'ld-linux-x86-64.so.2'),
    args: ['--library-path', libraries, join(root, 'usr', 'bin', binary)],
  };
}

const runs = ({ command, args }) => spawnSync(command, [...args, '--version'], { stdio: 'ignore' }).status === 0;

function unpack(name, root) {
  rmSync(root, { recursive: true, force: true });
  const state = join(root, 'apt');
  for (const part of ['lists/partial', 'archives/partial', 'etc']) {
    mkdirSync(join(state, part), { recursive: true });
  }
  // The system's own mirror, whichever that is.
  const mirror = /^URIs: *(\S+)$/mu.exec(readFileSync(sources, 'utf8'))?.[1];
  const key = /^Signed-By: *(\S+)$/mu.exec(readFileSync(sources, 'utf8'))?.[1];
  writeFileSync(
    join(state, 'etc', 'later.sources'),
    `Types: deb\nURIs: ${mirror}\nSuites: ${release}\nComponents: main\nSigned-By: ${key}\n`,
  );
  // Nothing counts as installed, so that all libraries come along.
  writeFileSync(join(state, 'status'), '');
  const options = [
    'Dir::Etc::sourcelist=/dev/null',
    `Dir::Etc::sourceparts=${join(state, 'etc')}`,
    `Dir::State=${state}`,
    `Dir::State::status=${join(state, 'status')}`,
    `Dir::Cache=${state}`,
    'APT::Sandbox::User=root',
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
  for (const command of [['update'], ['install', '-y', '--download-only', '--no-install-recommends', name]]) {
    const { status, stderr } = spawnSync('apt-get', [...options, ...command], { encoding: 'utf8', timeout: 180_000 });
    if (status !== 0) {
      return `apt-get ${command[0]} for ${name} of Debian ${release} failed: ${stderr?.trim().split('\n')[0]}`;
    }
  }
  for (const archive of readdirSync(join(state, 'archives')).filter((file) => file.endsWith('.deb'))) {
    if (spawnSync('dpkg', ['-x', join(state, 'archives', archive), root], { stdio: 'ignore' }).status !== 0) {
      return `${archive} cannot be unpacked`;
    }
  }
  rmSync(state, { recursive: true });
  return undefined;
}
