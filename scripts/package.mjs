// npm run package: the VSIX files, under artifacts/: one with the native server of this platform, and the universal one
// whose server runs on .NET. `-- --native` or `-- --universal` makes that one alone.
import { buildNative } from './lib/native.mjs';
import { installPackages } from './lib/npm.mjs';
import { main } from './lib/run.mjs';
import { packUniversalVsix, packVsix } from './lib/vsix.mjs';

const only = process.argv.slice(2);

await main(async () => {
  const native = !only.includes('--universal');
  await Promise.all([installPackages(), native ? buildNative() : undefined]);
  if (native) {
    await packVsix();
  }
  if (!only.includes('--native')) {
    await packUniversalVsix();
  }
});
