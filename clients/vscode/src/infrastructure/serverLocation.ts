import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';

export interface ServerSetting {
  /** The value of `plumb.server.path`; empty means the server that came with the extension. */
  readonly configured: string;
  readonly extensionPath: string;
  readonly workspacePath: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Path of a `dotnet` that can run the server of the universal extension; undefined where there is none. */
  readonly dotnet: () => Promise<string | undefined>;
}

/** How the server is started, or one sentence that says what is wrong, and what mends it. */
export type ServerLocation =
  | { readonly command: string; readonly args: readonly string[]; readonly bundled: boolean }
  | { readonly problem: string; readonly remedy: 'plumb.server.path' | 'dotnet' };

export async function locateServer(setting: ServerSetting): Promise<ServerLocation> {
  const configured = setting.configured.trim();
  if (configured.length === 0) {
    return bundledServer(setting);
  }
  const command = expand(configured, setting.workspacePath);
  const problem = await whyNotRunnable(command);
  if (problem !== undefined) {
    return wrong(`The setting "plumb.server.path" names ${command}, which ${problem}.`);
  }
  return command.endsWith('.dll') ? onDotnet(command, false, setting) : { command, args: [], bundled: false };
}

/** The native server of this platform or, in the universal extension, the one that runs on .NET. */
async function bundledServer(setting: ServerSetting): Promise<ServerLocation> {
  const folder = path.join(setting.extensionPath, 'server');
  const native = path.join(folder, setting.platform === 'win32' ? 'plumb.exe' : 'plumb');
  const problem = await whyNotRunnable(native);
  if (problem === undefined) {
    return { command: native, args: [], bundled: true };
  }
  const portable = path.join(folder, 'plumb.dll');
  return (await whyNotRunnable(portable)) === undefined
    ? onDotnet(portable, true, setting)
    : wrong(
        `This build of the Plumb extension carries no server that runs here (${native} ${problem}). Set "plumb.server.path" to a plumb executable.`,
      );
}

async function onDotnet(assembly: string, bundled: boolean, setting: ServerSetting): Promise<ServerLocation> {
  const dotnet = await setting.dotnet();
  return dotnet === undefined
    ? {
        problem:
          'Plumb needs the .NET 10 runtime on this machine, and found none. Install it, or set "plumb.server.path" to a plumb executable.',
        remedy: 'dotnet',
      }
    : { command: dotnet, args: [assembly], bundled };
}

function wrong(problem: string): ServerLocation {
  return { problem, remedy: 'plumb.server.path' };
}

function expand(configured: string, workspacePath: string | undefined): string {
  if (configured === '~' || configured.startsWith('~/') || configured.startsWith('~\\')) {
    return path.join(homedir(), configured.slice(1));
  }
  return path.isAbsolute(configured) ? configured : path.resolve(workspacePath ?? homedir(), configured);
}

async function whyNotRunnable(file: string): Promise<string | undefined> {
  try {
    const info = await stat(file);
    if (!info.isFile()) {
      return 'is not a file';
    }
  } catch {
    return 'does not exist';
  }
  if (file.endsWith('.dll')) {
    return undefined;
  }
  try {
    await access(file, constants.X_OK);
    return undefined;
  } catch {
    return 'is not executable';
  }
}
