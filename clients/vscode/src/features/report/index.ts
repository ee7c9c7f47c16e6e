import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type Session, text } from '../../infrastructure/session';
import { redact, type Secret } from './redact';

const logLines = 200;
const settingNames = [
  'server.path',
  'server.arguments',
  'index.enabled',
  'embedder',
  'ask.useEditorModel',
  'tokens.showInStatusBar',
  'trace.server',
];

/** *Report a Problem*: one document with all that a report needs, to be read over before it is sent anywhere. */
export function registerReport(session: Session, context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('plumb.reportProblem', async () => {
    const content = redact(await report(session, context), secrets());
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
  });
}

async function report(session: Session, context: vscode.ExtensionContext): Promise<string> {
  const settings = vscode.workspace.getConfiguration('plumb');
  return [
    '# A problem with Plumb',
    '',
    'Names of folders and whatever looks like a key were taken out. Read it over before you send it.',
    '',
    '## What happened, and what should have happened',
    '',
    '',
    '## Versions',
    '',
    `- extension ${String(context.extension.packageJSON.version)}, server ${session.serverVersion ?? 'not running'}`,
    `- ${vscode.env.appName} ${vscode.version}, ${process.platform} ${process.arch}`,
    `- remote: ${vscode.env.remoteName ?? 'none'}, folders: ${vscode.workspace.workspaceFolders?.length ?? 0}, trusted: ${vscode.workspace.isTrusted}`,
    '',
    '## Settings',
    '',
    fenced('json', JSON.stringify(Object.fromEntries(settingNames.map((name) => [name, settings.get(name)])), null, 2)),
    '',
    '## Index',
    '',
    fenced('json', await status(session)),
    '',
    '## Log',
    '',
    fenced('text', await log(context)),
    '',
  ].join('\n');
}

async function status(session: Session): Promise<string> {
  try {
    // Names of files stay out.
    const { skippedExamples, failed, roots, ...rest } = await session.status();
    return JSON.stringify({ ...rest, roots: roots?.length, failed: failed?.length }, null, 2);
  } catch (error) {
    return text(error);
  }
}

async function log(context: vscode.ExtensionContext): Promise<string> {
  try {
    const content = await readFile(path.join(context.logUri.fsPath, 'Plumb.log'), 'utf8');
    return content.trimEnd().split('\n').slice(-logLines).join('\n');
  } catch {
    return 'There is no log file.';
  }
}

function secrets(): Secret[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder, index) => ({
    value: folder.uri.fsPath,
    shown: `<folder ${index + 1}>`,
  }));
  return [...folders, { value: homedir(), shown: '~' }, { value: userInfo().username, shown: '<user>' }];
}

function fenced(language: string, content: string): string {
  return `\`\`\`\`${language}\n${content}\n\`\`\`\``;
}
