import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nativeFolder } from './native.mjs';
import { artifacts, Failure, root, run, size } from './run.mjs';

const client = join(root, 'clients', 'vscode');

/** The Marketplace's name of this platform, e.g. linux-x64. */
function target() {
  return `${process.platform}-${process.arch}`;
}

export function vsixPath() {
  const { version } = JSON.parse(readFileSync(join(client, 'package.json'), 'utf8'));
  return join(artifacts, `plumb-${target()}-${version}.vsix`);
}

/** Packs the extension with the server that lies in artifacts/plumb. Resolves to the VSIX's path. */
export async function packVsix({ log = console.log } = {}) {
  if (!existsSync(nativeFolder)) {
    throw new Failure('artifacts/plumb is missing: run `npm run build` first.');
  }
  const server = join(client, 'server');
  rmSync(server, { recursive: true, force: true });
  cpSync(nativeFolder, server, { recursive: true });
  for (const name of ['LICENSE', 'CHANGELOG.md']) {
    cpSync(join(root, name), join(client, name));
  }
  mkdirSync(artifacts, { recursive: true });

  await run('node', ['esbuild.mjs'], { cwd: client, quiet: true });
  const vsix = vsixPath();
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run(
    'node',
    [
      vsce,
      'package',
      '--no-dependencies',
      '--skip-license',
      '--allow-missing-repository',
      '--target',
      target(),
      '--out',
      vsix,
    ],
    { cwd: client, quiet: true },
  );
  log(`${vsix.slice(root.length + 1)}: ${size(statSync(vsix).size)}`);
  return vsix;
}
