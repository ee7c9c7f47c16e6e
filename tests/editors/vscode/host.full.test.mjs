// Flows inside the extension host of real VS Code, against the packaged extension and its server. One VS Code serves them all.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { executable } from '../lib/need.mjs';
import { startBridge } from './bridge.mjs';
import { runFlows } from './host.mjs';
import { startModel } from './model.mjs';
import { openVsCode, skip } from './workbench.mjs';

const settings = {
  'chat.disableAIFeatures': false,
  'chat.commandCenter.enabled': false,
  'comments.openView': 'never',
  'remote.autoForwardPorts': false,
};

test('the extension host', { skip, timeout: 600_000 }, async (t) => {
  const model = await startModel(t);
  const bridge = await startBridge({
    modelUrl: () => model.url,
    modelFinish: () => model.finish(),
    plumb: ({ args }) => execFileSync(executable, args, { cwd: workspace, env: code.env, encoding: 'utf8' }),
  });
  t.after(() => bridge.close());
  const { code, browser, folder, workspace } = await openVsCode(t, {
    env: { PLUMB_TEST_BRIDGE: bridge.url },
    settings,
    driver: true,
    files: (workspace) => untidy(workspace),
  });
  bridge.watch(folder);

  await runFlows(t, { name: 'folder', where: workspace, code, bridge, browser });
  await runFlows(t, { name: 'roots', where: threeRoots(folder, workspace), code, bridge, browser });
  await runFlows(t, { name: 'empty', where: undefined, code, bridge, browser });
});

test('the extension host without trust', { skip, timeout: 300_000 }, async (t) => {
  const bridge = await startBridge();
  t.after(() => bridge.close());
  const { code, browser, workspace } = await openVsCode(t, {
    env: { PLUMB_TEST_BRIDGE: bridge.url },
    settings: {
      ...settings,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    },
    driver: true,
    trusted: false,
    files: (workspace) => {
      mkdirSync(join(workspace, '.vscode'));
      writeFileSync(join(workspace, '.vscode', 'settings.json'), '{ "plumb.server.path": "./evil.sh" }');
    },
  });
  await runFlows(t, { name: 'untrusted', where: workspace, code, bridge, browser });
});

/** A prompt with findings that can be fixed safely, and one with a link. */
function untidy(workspace) {
  writeFileSync(
    join(workspace, 'AGENTS.md'),
    '# Rules\n\nRead [the policy](src/RetryPolicy.cs) before you change it.\n',
  );
  writeFileSync(
    join(workspace, 'prompts', 'closed.prompty'),
    '---\nname: Closed\nmodel:\n  api: chat\ninputs:\n  tone:\n    type: string\n---\nsystem:\nYou are {{tone}}.\nSay {{something}}.\n',
  );
  writeFileSync(
    join(workspace, 'prompts', 'untidy.prompty'),
    [
      '---',
      'name: Untidy',
      'description: To be tidied',
      'model:',
      '  api: chat',
      'inputs:',
      '  order:',
      '    type: string',
      '  basket:',
      '    type: string',
      '---',
      'system:',
      'Summarise {{order}}\u200B and {{baskett}}.',
      '',
    ].join('\n'),
  );
}

function threeRoots(folder, workspace) {
  const file = join(folder, 'three.code-workspace');
  const folders = [workspace];
  for (const [name, place] of [
    ['sea', 'Harbour'],
    ['air', 'Airport'],
    ['extra', 'Railway'],
  ]) {
    const root = join(folder, name);
    mkdirSync(root);
    writeFileSync(
      join(root, `${place}.cs`),
      `namespace Depots;\n\n/// <summary>The depot at the ${place.toLowerCase()}.</summary>\npublic static class ${place}Depot;\n`,
    );
    if (name !== 'extra') {
      folders.push(root);
    }
  }
  writeFileSync(file, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
  return file;
}
