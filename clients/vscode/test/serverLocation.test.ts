import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { dotnetCandidates, hasRuntime } from '../src/infrastructure/dotnetRuntimes';
import { RestartPolicy } from '../src/infrastructure/restartPolicy';
import { locateServer } from '../src/infrastructure/serverLocation';

const folder = mkdtempSync(path.join(tmpdir(), 'plumb-client-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const base = {
  configured: '',
  extensionPath: folder,
  workspacePath: folder,
  platform: 'linux' as const,
  dotnet: async () => undefined,
};

function addFile(name: string, mode: number): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

test('without a setting the server of the extension is taken', async () => {
  const command = addFile('server/plumb', 0o755);
  assert.deepEqual(await locateServer(base), { command, args: [], bundled: true });
});

test('a relative setting starts at the workspace folder', async () => {
  const command = addFile('bin/plumb', 0o755);
  assert.deepEqual(await locateServer({ ...base, configured: 'bin/plumb' }), { command, args: [], bundled: false });
});

for (const [what, configured, why] of [
  ['a missing file', '/no/such/plumb', 'does not exist'],
  ['a folder', folder, 'is not a file'],
] as const) {
  test(`${what} in plumb.server.path is told with the setting's name`, async () => {
    const location = await locateServer({ ...base, configured });
    assert.ok('problem' in location);
    assert.match(location.problem, new RegExp(`"plumb.server.path".*${why}`, 'u'));
  });
}

test('a missing server in the extension is told with the setting to use instead', async () => {
  const location = await locateServer({ ...base, extensionPath: path.join(folder, 'empty') });
  assert.ok('problem' in location);
  assert.match(location.problem, /Set "plumb\.server\.path"/u);
});

test('the universal extension runs its server on .NET', async () => {
  const universal = { ...base, extensionPath: path.join(folder, 'universal') };
  const assembly = addFile('universal/server/plumb.dll', 0o644);
  assert.deepEqual(await locateServer({ ...universal, dotnet: async () => '/usr/bin/dotnet' }), {
    command: '/usr/bin/dotnet',
    args: [assembly],
    bundled: true,
  });
  const without = await locateServer(universal);
  assert.ok('problem' in without);
  assert.match(without.problem, /needs the \.NET 10 runtime/u);
  assert.equal(without.remedy, 'dotnet');
});

test('a runtime of .NET 10 or later runs the server', () => {
  const listed = (version: string) =>
    `Microsoft.AspNetCore.App 11.0.0 [/a]\nMicrosoft.NETCore.App ${version} [/usr/share/dotnet]\n`;
  assert.ok(hasRuntime(listed('10.0.1')) && hasRuntime(listed('11.0.0-preview.1')));
  assert.ok(!hasRuntime(listed('8.0.20')) && !hasRuntime(''));
});

test('dotnet is looked for on the path first', () => {
  assert.equal(dotnetCandidates('linux', {})[0], 'dotnet');
  assert.ok(dotnetCandidates('linux', { DOTNET_ROOT: '/opt/net' }).includes('/opt/net/dotnet'));
  assert.ok(dotnetCandidates('win32', { ProgramFiles: 'C:/Programs' }).some((file) => file.endsWith('dotnet.exe')));
});

test('a server that dies again and again is started later and later, and then stays off', () => {
  const policy = new RestartPolicy(180_000);
  assert.deepEqual(
    [0, 1000, 3000, 9000].map((now) => policy.waitAfterDeath(now)),
    [0, 1_000, 4_000, undefined],
  );
  policy.reset();
  assert.equal(policy.waitAfterDeath(10_000), 0);
});

test('a server that dies now and then is always started again', () => {
  const policy = new RestartPolicy(180_000);
  assert.ok([0, 100_000, 200_000, 300_000, 400_000].every((now) => policy.waitAfterDeath(now) !== undefined));
});
