import { homedir } from 'node:os';
import * as path from 'node:path';

/** The runtime that the server needs; it takes a later one as well. */
const major = 10;

/** Whether `dotnet --list-runtimes` tells of one that runs the server. */
export function hasRuntime(listed: string): boolean {
  return [...listed.matchAll(/^Microsoft\.NETCore\.App (\d+)\./gmu)].some(([, found]) => Number(found) >= major);
}

/** Where a `dotnet` may be, the most likely place first. */
export function dotnetCandidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  const name = platform === 'win32' ? 'dotnet.exe' : 'dotnet';
  const folders =
    platform === 'win32'
      ? [env.DOTNET_ROOT, env.ProgramFiles && path.join(env.ProgramFiles, 'dotnet')]
      : [
          env.DOTNET_ROOT,
          path.join(homedir(), '.dotnet'),
          '/usr/local/share/dotnet',
          '/usr/share/dotnet',
          '/usr/lib/dotnet',
        ];
  return ['dotnet', ...folders.filter((folder) => folder).map((folder) => path.join(folder as string, name))];
}
