// node scripts/releaseNotes.mjs v1.2.3: what the changelog says of a version, as the text of its release. Fails when the
// tag, the extension, the server and the changelog do not name the same version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, main, root } from './lib/run.mjs';

await main(() => {
  const tag = process.argv[2] ?? '';
  const version = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/u.exec(tag)?.[1];
  if (version === undefined) {
    throw new Failure(`"${tag}" is no tag of a release: give one such as v1.2.3.`);
  }
  const read = (path) => readFileSync(join(root, path), 'utf8');
  for (const [path, found] of [
    ['clients/vscode/package.json', JSON.parse(read('clients/vscode/package.json')).version],
    ['Directory.Build.props', /<Version>([^<]+)<\/Version>/u.exec(read('Directory.Build.props'))?.[1]],
  ]) {
    if (found !== version) {
      throw new Failure(`${path} has version ${found}, and the tag is ${tag}.`);
    }
  }
  const [, ...sections] = read('CHANGELOG.md').split(/^## (?=\[)/mu);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const notes = section?.slice(section.indexOf('\n') + 1).trim() ?? '';
  if (notes === '') {
    throw new Failure(`CHANGELOG.md has no section [${version}], or an empty one.`);
  }
  console.log(notes);
});
