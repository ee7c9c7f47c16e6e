// Linting: from a keystroke in a large prompt file to its diagnostics, over the protocol, beside the same in a file of a few
// lines; and a folder of many prompt files, beside a plain search for one word in them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../lib/run.mjs';
import { Editor } from './editor.mjs';
import { alternate, median, percentile, timed } from './measure.mjs';
import { promptFiles } from './prompts.mjs';
import { ms } from './report.mjs';

const largeFile = 200_000;
const keystrokes = 60;
const manyFiles = 10_000;

export async function lint(report, executable, scratch) {
  await keystrokesInLargeFiles(report, executable, scratch);
  await folder(report, executable, scratch);
}

async function keystrokesInLargeFiles(report, executable, scratch) {
  const tree = join(scratch, 'prompts');
  mkdirSync(tree, { recursive: true });
  const editor = await Editor.start(executable, tree, join(scratch, 'prompts-home'));
  const uriOf = (path) => `file://${join(tree, path)}`;
  const small = promptFiles(1000)[0];
  const typist = (uri, text) => {
    // In the middle, at the end of a line: where somebody types.
    const line = text.slice(0, text.length / 2).split('\n').length - 1;
    let character = text.split('\n')[line].length;
    let version = 1;
    return async () => {
      const figure = await editor.typed(uri, ++version, line, character, 'x');
      character++;
      return figure;
    };
  };
  for (const many of [false, true]) {
    for (const { format, path, text } of promptFiles(largeFile, { many })) {
      const smallUri = uriOf('small.prompty');
      const uri = uriOf(path);
      editor.open(smallUri, 'plaintext', small.text);
      const found = await editor.opened(uri, 'plaintext', text);
      const [large, reference] = await alternate(keystrokes, typist(uri, text), typist(smallUri, small.text));
      report.compare(
        `keystroke to diagnostics, ${format} of ${Math.round(text.length / 1000)} kB with ${found} findings`,
        { value: median(large), text: `p50 ${ms(median(large))}, p95 ${ms(percentile(large, 0.95))}` },
        'in 1 kB of Prompty',
        median(reference),
      );
      editor.close(uri);
      editor.close(smallUri);
    }
  }
  await editor.stop();
}

async function folder(report, executable, scratch) {
  const tree = join(scratch, 'many-prompts');
  for (let i = 0; i < manyFiles; i++) {
    const { path, text } = promptFiles(700 + (i % 10) * 200, { many: i % 50 === 0 })[i % 5];
    const place = join(tree, `area${i % 40}`, `prompt${i}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, path), text.replaceAll('bench', `bench${i}`));
  }
  const run = () =>
    timed(executable, ['lint', '--no-cache', '--statistics', tree], { PLUMB_HOME: join(scratch, 'home') });
  const grep = () => timed('rg', ['--count', 'customer', tree]);
  const rg = which('rg') !== undefined;
  const [plumb, reference] = await alternate(5, run, rg ? grep : () => 0);
  report.compare(
    `\`plumb lint\` of ${manyFiles.toLocaleString('en')} prompt files, no cache`,
    { value: median(plumb) },
    rg ? '`rg --count WORD`' : 'rg is not installed',
    rg ? median(reference) : undefined,
  );
  rmSync(tree, { recursive: true, force: true });
}
