// Somebody who has the editor, `plumb` on the path, a repository, and a home folder with nothing in it.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executable } from './need.mjs';

/** Asked in src/Cashier.cs and in docs/asking.md, on the third line. */
export const question = 'How many times is a payment retried?';

/** Names of files that Plumb says more about; every recipe has to start it for each. */
export const promptFiles = [
  ...['a.prompty', 'a.prompt', 'a.poml', 'skprompt.txt', '.cursorrules', 'rules/a.mdc'],
  ...['a.prompt.yaml', 'a.prompt.yml', 'promptfooconfig.yaml', 'a.prompt.md', 'SKILL.md', 'AGENTS.md'],
];

/**
 * @returns {{ workspace: string, home: string, env: Record<string, string | undefined>, configure: (path: string, text: string) => void }}
 *   `env` is to be laid over the process's own; `configure` writes a file below the home folder.
 */
export function stranger(t) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumb-editor-')));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const workspace = join(folder, 'shop');
  cpSync(fileURLToPath(new URL('../fixture', import.meta.url)), workspace, { recursive: true });
  const asking = `namespace Shop;\n\n// ask: ${question}\npublic sealed class Cashier;\n`;
  writeFileSync(join(workspace, 'src', 'Cashier.cs'), asking);
  writeFileSync(join(workspace, 'docs', 'asking.md'), `# Asking\n\n<!-- ask: ${question} -->\n`);
  spawnSync('git', ['init', '-q'], { cwd: workspace });

  mkdirSync(join(workspace, 'rules'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'plumb'), `#!/bin/sh\nexec '${executable}' "$@"\n`);
  chmodSync(join(bin, 'plumb'), 0o755);
  const configure = (path, text) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  const env = {
    HOME: home,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    PLUMB_TEST_WORKSPACE: workspace,
    PLUMB_TEST_FILES: promptFiles.join(' '),
    PLUMB_HOME: undefined,
    XDG_CONFIG_HOME: undefined,
    XDG_DATA_HOME: undefined,
    XDG_CACHE_HOME: undefined,
    XDG_STATE_HOME: undefined,
  };
  return { workspace, home, env, configure };
}
