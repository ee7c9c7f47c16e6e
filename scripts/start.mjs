// npm start: builds the server, indexes this repository and answers a question about it.
// npm start -- <command> ...: builds when needed and runs `plumb <command> ...`, indexing the workspace first for `ask`
// and `search`.
import { resolve } from 'node:path';
import { buildNative, executable } from './lib/native.mjs';
import { Failure, main, root, run } from './lib/run.mjs';

const question = 'How does an index run survive being killed at any instant?';

await main(async () => {
  const [command = 'ask', ...rest] = process.argv.slice(2);
  await buildNative({ log: (line) => console.error(line) });

  const given = process.argv.length > 2;
  const args = given ? rest : [question];
  if (command === 'ask' || command === 'search') {
    const workspace = workspaceOf(args);
    console.error(`Indexing ${workspace}`);
    await plumb(['index', '--workspace', workspace]);
    if (!given) {
      console.error(`\n> ${question}\n`);
    }
    return plumb([command, ...withoutWorkspace(args), '--workspace', workspace]);
  }
  return plumb([command, ...args]);
});

async function plumb(args) {
  const { code } = await run(executable, args, { cwd: process.env.INIT_CWD ?? root, allowFailure: true });
  if (code === 2 || code >= 126) {
    throw new Failure(`plumb ${args[0]} ended with exit code ${code}.`);
  }
  return code;
}

function workspaceOf(args) {
  const at = args.findIndex((arg) => arg === '--workspace' || arg.startsWith('--workspace='));
  if (at < 0) {
    return root;
  }
  const value = args[at].includes('=') ? args[at].slice('--workspace='.length) : args[at + 1];
  if (value === undefined) {
    throw new Failure('--workspace needs a folder after it.');
  }
  return resolve(process.env.INIT_CWD ?? root, value);
}

function withoutWorkspace(args) {
  const at = args.findIndex((arg) => arg === '--workspace' || arg.startsWith('--workspace='));
  return at < 0 ? args : args.toSpliced(at, args[at].includes('=') ? 1 : 2);
}
