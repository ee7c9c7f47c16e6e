// npm run package: a VSIX with the native server of this platform, under artifacts/.
import { buildNative } from './lib/native.mjs';
import { installPackages } from './lib/npm.mjs';
import { main } from './lib/run.mjs';
import { packVsix } from './lib/vsix.mjs';

await main(async () => {
  await Promise.all([installPackages(), buildNative()]);
  await packVsix();
});
