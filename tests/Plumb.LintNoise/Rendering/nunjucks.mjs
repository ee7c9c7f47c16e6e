// node nunjucks.mjs FOLDER: renders templates with the nunjucks of FOLDER/node_modules. Each line of input is
// { text, values } as JSON, each line of output { text } or { error }. Nothing is loaded: an included template prints its
// name, and a filter that only its host knows prints its own.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const nunjucks = createRequire(join(process.argv[2], 'package.json'))('nunjucks');
const loader = { getSource: (name) => ({ src: `[${name}]`, path: name, noCache: true }) };

for await (const line of createInterface({ input: process.stdin })) {
  const { text, values } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(render(text, values))}\n`);
}

function render(text, values) {
  const environment = new nunjucks.Environment(loader, { autoescape: false });
  for (;;) {
    try {
      return { text: environment.renderString(text, values) };
    } catch (error) {
      const filter = /filter not found: (\w+)/u.exec(error.message)?.[1];
      if (filter === undefined || filter in environment.filters) {
        return { error: error.message };
      }
      environment.addFilter(filter, (value) => `${filter}(${value})`);
    }
  }
}
