import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { dotnetCandidates, hasRuntime } from './dotnetRuntimes';

/** Another extension that installs .NET for extensions like this one. */
const installTool = 'ms-dotnettools.vscode-dotnet-runtime';
const version = '10.0';

/** A `dotnet` that runs the server: on the path, where it is usually installed, or from the .NET Install Tool. */
export async function findDotnet(log: (message: string) => void): Promise<string | undefined> {
  for (const candidate of dotnetCandidates(process.platform, process.env)) {
    if (hasRuntime(await runtimesOf(candidate))) {
      return candidate;
    }
  }
  const tool = vscode.extensions.getExtension(installTool);
  if (tool === undefined) {
    return undefined;
  }
  await tool.activate();
  return acquire(log);
}

/** Leads to the .NET Install Tool, which installs .NET without asking for more rights, or to the download. */
export async function offerDotnet(): Promise<void> {
  const tool = 'Install the .NET Install Tool';
  const download = 'Open the Download Page';
  const choice = await vscode.window.showInformationMessage(
    'The .NET Install Tool is an extension that installs .NET for other extensions. Plumb uses it from its next start on.',
    tool,
    download,
  );
  if (choice === tool) {
    await vscode.commands.executeCommand('workbench.extensions.installExtension', installTool);
    await vscode.commands.executeCommand('plumb.restartServer');
  } else if (choice === download) {
    await vscode.env.openExternal(vscode.Uri.parse(`https://dotnet.microsoft.com/download/dotnet/${version}`));
  }
}

function runtimesOf(dotnet: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(dotnet, ['--list-runtimes'], { timeout: 10_000, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
}

async function acquire(log: (message: string) => void): Promise<string | undefined> {
  try {
    const acquired = await vscode.commands.executeCommand<{ dotnetPath?: string } | undefined>('dotnet.acquire', {
      version,
      requestingExtensionId: 'plumb.plumb',
    });
    return acquired?.dotnetPath;
  } catch (error) {
    log(`The .NET Install Tool could not install .NET ${version}: ${String(error)}`);
    return undefined;
  }
}
