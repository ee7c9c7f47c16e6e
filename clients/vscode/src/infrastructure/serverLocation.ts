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
}

/** Where the server is, or one sentence that says what is wrong and which setting to change. */
export type ServerLocation =
  | { readonly command: string; readonly bundled: boolean }
  | { readonly problem: string; readonly setting: 'plumb.server.path' };

export async function locateServer(setting: ServerSetting): Promise<ServerLocation> {
  const configured = setting.configured.trim();
  const executable = setting.platform === 'win32' ? 'plumb.exe' : 'plumb';
  if (configured.length === 0) {
    const bundled = path.join(setting.extensionPath, 'server', executable);
    const problem = await whyNotRunnable(bundled);
    return problem === undefined
      ? { command: bundled, bundled: true }
      : wrong(
          `This build of the Plumb extension carries no server that runs here (${bundled} ${problem}). Set "plumb.server.path" to a plumb executable.`,
        );
  }

  const command = expand(configured, setting.workspacePath);
  const problem = await whyNotRunnable(command);
  return problem === undefined
    ? { command, bundled: false }
    : wrong(`The setting "plumb.server.path" names ${command}, which ${problem}.`);
}

function wrong(problem: string): ServerLocation {
  return { problem, setting: 'plumb.server.path' };
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
  try {
    await access(file, constants.X_OK);
    return undefined;
  } catch {
    return 'is not executable';
  }
}
