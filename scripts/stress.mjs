// npm run stress [-- --rounds 200] [--seed N] [--edits 1200] [--fuzz 10]: processes killed at random moments, an hour's worth of
// edits in one process, and minutes of broken texts through every parser of prompts. npm test runs the same tests in their
// short form. A number of 0 leaves its part out: --rounds 0 --edits 0 only fuzzes.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureNative, executable } from './lib/native.mjs';
import { Failure, main, requireDotnet, run } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    edits: { type: 'string', default: '1200' },
    fuzz: { type: 'string', default: '10' },
  },
});

await main(async () => {
  for (const [name, value] of Object.entries(values)) {
    if (!/^\d+$/u.test(value)) {
      throw new Failure(`--${name} takes a number, not '${value}'.`);
    }
  }
  requireDotnet();
  // What each part is about, and the tests that it runs.
  const projects = [
    [values.rounds, 'tests/Plumb.EndToEnd.Tests'],
    [values.edits, 'tests/Plumb.Search.Tests'],
    [values.fuzz, 'tests/Plumb.Prompts.Tests'],
  ]
    .filter(([number]) => Number(number) > 0)
    .map(([, project]) => project);
  if (process.env.PLUMB_BIN === undefined && Number(values.rounds) > 0) {
    await ensureNative();
  }
  console.log(
    `${values.rounds} rounds with --seed ${values.seed}, then ${values.edits} edits and ${values.fuzz} minutes of fuzzing`,
  );
  const env = {
    PLUMB_BIN: process.env.PLUMB_BIN ?? executable,
    PLUMB_STRESS_ROUNDS: values.rounds,
    PLUMB_STRESS_SEED: values.seed,
    PLUMB_STRESS_EDITS: values.edits,
    PLUMB_STRESS_FUZZ_MINUTES: values.fuzz,
  };
  for (const project of projects) {
    await run('dotnet', ['test', project, '-c', 'Release', '--filter', 'FullyQualifiedName~Stress', '-v', 'minimal'], {
      env,
    });
  }
});
