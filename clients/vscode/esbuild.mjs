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

const extension = build({
  ...common,
  entryPoints: forTests
    ? readdirSync('test')
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `test/${name}`)
    : ['src/extension.ts'],
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

// A bundle that grows past this is read at every start of the editor.
const most = 500_000;
if (!forTests && statSync(`${outdir}/extension.js`).size > most) {
  throw new Error(`${outdir}/extension.js has more than ${most} bytes. Find what came in with: esbuild --analyze`);
}
