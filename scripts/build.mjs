// npm run build: the server's native executable at artifacts/plumb/plumb.
import { buildNative } from './lib/native.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
  await buildNative();
});
