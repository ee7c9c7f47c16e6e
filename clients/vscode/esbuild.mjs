// Bundles the extension and the scripts of its webviews (dist/) or, with --test, its unit tests (dist-test/).
import { readdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const forTests = process.argv.includes('--test');
const outdir = forTests ? 'dist-test' : 'dist';
rmSync(outdir, { recursive: true, force: true });

const common = {
  outdir,
  bundle: true,
  minify: !forTests,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
};

// The client library is most of the code and is not needed for the activation: it is loaded when the server is started.
const apart = {
  name: 'languageClient',
  setup: (bundler) =>
    bundler.onResolve({ filter: /\/languageClient$/ }, () => ({ path: './languageClient.js', external: true })),
};

const extension = build({
  ...common,
  entryPoints: forTests
    ? readdirSync('test')
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `test/${name}`)
    : { extension: 'src/extension.ts', languageClient: 'src/infrastructure/languageClient.ts' },
  plugins: forTests ? [] : [apart],
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // The client library checks the editor's version with it, which the manifest's `engines` has done already.
  alias: {
    'semver/functions/parse': fileURLToPath(new URL('src/infrastructure/anyVersion.cjs', import.meta.url)),
    'semver/functions/satisfies': fileURLToPath(new URL('src/infrastructure/anyVersion.cjs', import.meta.url)),
  },
});

const webviews = forTests
  ? undefined
  : build({
      ...common,
      entryPoints: ['webviews/ask.js', 'webviews/search.js', 'webviews/status.js', 'webviews/usage.js'],
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
    });

await Promise.all([extension, webviews]);

// What is read at every start of the editor, and what is read before it can go on.
const most = { 'extension.js': 100_000, 'languageClient.js': 430_000 };
for (const [name, bytes] of forTests ? [] : Object.entries(most)) {
  if (statSync(`${outdir}/${name}`).size > bytes) {
    throw new Error(`${outdir}/${name} has more than ${bytes} bytes. Find what came in with: esbuild --analyze`);
  }
}
