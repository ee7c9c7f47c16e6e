// Bundles the extension (dist/) or, with --test, its unit tests (dist-test/).
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const forTests = process.argv.includes('--test');
const outdir = forTests ? 'dist-test' : 'dist';
rmSync(outdir, { recursive: true, force: true });

await build({
  entryPoints: forTests
    ? readdirSync('test')
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `test/${name}`)
    : ['src/extension.ts'],
  outdir,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  minify: !forTests,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
});
