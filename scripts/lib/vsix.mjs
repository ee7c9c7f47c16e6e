// The extension as VSIX files: one with the native server of this platform, and a universal one whose server runs on .NET.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { executable, nativeFolder } from './native.mjs';
import { artifacts, Failure, requireDotnet, root, run, size } from './run.mjs';

const client = join(root, 'clients', 'vscode');
const portableFolder = join(artifacts, 'portable');

/** The Marketplace's name of this platform, e.g. linux-x64. */
function platform() {
  return `${process.platform}-${process.arch}`;
}

function vsixPath(target) {
  const { version } = JSON.parse(readFileSync(join(client, 'package.json'), 'utf8'));
  return join(artifacts, `plumb-${target}-${version}.vsix`);
}

/** Packs the extension with the server that lies in artifacts/plumb. Resolves to the VSIX's path. */
export async function packVsix({ log = console.log } = {}) {
  if (!existsSync(nativeFolder)) {
    throw new Failure('artifacts/plumb is missing: run `npm run build` first.');
  }
  const vsix = await pack(nativeFolder, platform(), ['--target', platform()]);
  report(log, vsix, `server ${size(statSync(executable).size)}`);
  return vsix;
}

/** Publishes the server for any platform that has .NET, and packs the extension with it. Resolves to the VSIX's path. */
export async function packUniversalVsix({ log = console.log } = {}) {
  requireDotnet();
  rmSync(portableFolder, { recursive: true, force: true });
  await run(
    'dotnet',
    ['publish', 'server/Plumb.Cli', '-c', 'Release', '-o', portableFolder, '-v', 'quiet'].concat([
      '-p:PublishAot=false',
      '-p:UseAppHost=false',
      // Runs on a later .NET too: nobody is made to install an older one.
      '-p:RollForward=Major',
      '-p:SatelliteResourceLanguages=en',
      '-p:DebugType=none',
    ]),
    { quiet: true },
  );
  prune(portableFolder);
  const vsix = await pack(portableFolder, 'universal', []);
  report(log, vsix, `server ${size(folderSize(portableFolder))}, needs .NET 10`);
  return vsix;
}

/** Platforms that an editor's extensions never run on are left out. */
function prune(folder) {
  const natives = join(folder, 'runtimes');
  for (const name of existsSync(natives) ? readdirSync(natives) : []) {
    if (!/^(?:win|osx|linux|linux-musl)-(?:x64|arm64)$/u.test(name) && !/^(?:unix|win)$/u.test(name)) {
      rmSync(join(natives, name), { recursive: true });
    }
  }
  for (const name of readdirSync(folder)) {
    if (/\.(?:pdb|xml|dbg)$/u.test(name)) {
      rmSync(join(folder, name));
    }
  }
}

async function pack(serverFolder, target, more) {
  const server = join(client, 'server');
  rmSync(server, { recursive: true, force: true });
  cpSync(serverFolder, server, { recursive: true });
  for (const name of ['LICENSE', 'CHANGELOG.md']) {
    cpSync(join(root, name), join(client, name));
  }
  mkdirSync(artifacts, { recursive: true });

  await run('node', ['esbuild.mjs'], { cwd: client, quiet: true });
  const vsix = vsixPath(target);
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run(
    'node',
    [vsce, 'package', '--no-dependencies', '--skip-license', '--allow-missing-repository', ...more, '--out', vsix],
    { cwd: client, quiet: true },
  );
  return vsix;
}

function report(log, vsix, server) {
  const kilobytes = (name) => Math.ceil(statSync(join(client, 'dist', name)).size / 1024);
  log(
    `${vsix.slice(root.length + 1)}: ${size(statSync(vsix).size)} (${server}; extension ${kilobytes('extension.js')} KB and ${kilobytes('languageClient.js')} KB)`,
  );
}

function folderSize(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}
