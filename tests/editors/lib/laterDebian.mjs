// Editors and plugins that are newer than the system's own: packages of a later Debian, unpacked beside the system, programs
// run with the loader and the libraries that they came with. Nothing is installed, and where that cannot be done the
// reason is told.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './need.mjs';

const sources = '/etc/apt/sources.list.d/debian.sources';
const folder = join(repository, 'artifacts', 'editors');

/**
 * A program of a package, kept unpacked between runs.
 * @returns {{ command: string, args: string[], root: string } | string} how it is called, or why it is not here
 */
export function laterDebian(name, binary, release = 'trixie') {
  const root = join(folder, release, name);
  const found = { ...loaded(root, binary), root };
  if (existsSync(found.command) && runs(found)) {
    return found;
  }
  if (process.arch !== 'x64') {
    return `${name} of Debian ${release} is for x64`;
  }
  const problem = unpack(release, root, ['install', '-y', '--download-only', '--no-install-recommends', name]);
  return problem ?? (runs(found) ? found : `${name} of Debian ${release} does not run here`);
}

/**
 * Packages without what they depend on, such as plugins.
 * @returns {{ root: string } | string} the folder that stands for `/`, or why it is not here
 */
export function laterPackages(release, ...names) {
  const root = join(folder, release, names[0]);
  return existsSync(root) ? { root } : (unpack(release, root, ['download', ...names]) ?? { root });
}

function loaded(root, binary) {
  const libraries = join(root, 'usr', 'lib', 'x86_64-linux-gnu');
  return {
    command: join(root, 'usr', 'lib64', 'ld-linux-x86-64.so.2'),
    args: ['--library-path', libraries, join(root, 'usr', 'bin', binary)],
  };
}

const runs = ({ command, args }) => spawnSync(command, [...args, '--version'], { stdio: 'ignore' }).status === 0;

/** @returns {string | undefined} why it could not be done */
function unpack(release, root, get) {
  if (process.platform !== 'linux' || !existsSync(sources)) {
    return `packages of Debian ${release} are for Debian`;
  }
  const made = `${root}.part`;
  rmSync(root, { recursive: true, force: true });
  rmSync(made, { recursive: true, force: true });
  const state = join(made, 'apt');
  const archives = join(state, 'archives');
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
  for (const command of [['update'], get]) {
    const { status, stderr } = spawnSync('apt-get', [...options, ...command], {
      cwd: archives,
      encoding: 'utf8',
      timeout: 240_000,
    });
    if (status !== 0) {
      return `apt-get ${command[0]} of Debian ${release} failed: ${stderr?.trim().split('\n')[0]}`;
    }
  }
  for (const archive of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    if (spawnSync('dpkg', ['-x', join(archives, archive), made], { stdio: 'ignore' }).status !== 0) {
      return `${archive} cannot be unpacked`;
    }
  }
  rmSync(state, { recursive: true });
  renameSync(made, root);
  return undefined;
}
