// How fast a question is answered: node scripts/bench/ask.mjs FOLDER [COMMAND...]
// A model on loopback, scripted; the server asked as an editor asks it. COMMAND starts the server's executable.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LspClient } from '../lib/lspClient.mjs';
import { executable } from '../lib/native.mjs';

const [folder = '.', ...command] = process.argv.slice(2);
const [program, ...args] = command.length > 0 ? command : [executable];
const rounds = 20;
const crowd = 50;
const question = (i) => `where is the configuration of part ${i} read and checked`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const highest = (values) => Math.max(...values);
const told = (values) => `median ${median(values).toFixed(1)} ms, highest ${highest(values).toFixed(1)} ms`;

let wrote = 0;
let closed = () => {};
let pause = 20;
const model = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (delta, finish = null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    response.on('close', () => closed());
    setTimeout(() => {
      wrote = performance.now();
      send({ role: 'assistant', content: 'It is read' });
    }, pause);
    setTimeout(() => {
      send({ content: ' at the start.' });
      send({}, 'stop');
      response.end('data: [DONE]\n\n');
    }, pause * 10);
  });
});
await new Promise((listening) => model.listen(0, '127.0.0.1', listening));

const home = mkdtempSync(join(tmpdir(), 'plumb-bench-ask-'));
const client = new LspClient(program, [...args, 'lsp'], {
  PLUMB_HOME: home,
  PLUMB_MODEL: 'm',
  PLUMB_ENDPOINT: `http://127.0.0.1:${model.address().port}/v1`,
});
const ready = new Promise((done) => client.on('plumb/statusChanged', ({ state }) => state === 'ready' && done()));
await client.initialize(resolve(folder));
client.notify('initialized', {});
await ready;

let firstPiece = () => {};
client.on('$/progress', () => firstPiece());
const ask = (i) => client.request('plumb/ask', { question: question(i), partialResultToken: `t${i}` });
await ask(-1);

const [toText, retrieval] = [[], []];
for (let i = 0; i < rounds; i++) {
  const piece = new Promise((came) => (firstPiece = () => came(performance.now())));
  const answer = ask(i);
  toText.push((await piece) - wrote);
  const { usage } = await answer;
  retrieval.push(usage.steps.filter((step) => step.name === 'search').reduce((sum, step) => sum + step.elapsedMs, 0));
}
console.log(`model's first byte to the editor's first text: ${told(toText)}`);
console.log(`retrieval and packing, warm: ${told(retrieval)}`);

firstPiece = () => {};
const started = performance.now();
const times = await Promise.all(
  Array.from({ length: crowd }, (_, i) => ask(1000 + i).then(() => performance.now() - started)),
);
console.log(`${crowd} questions at once: ${told(times)}, of which the model takes ${pause * 10} ms`);

pause = 10_000;
const cancelled = [];
for (let i = 0; i < 5; i++) {
  const asked = new Promise((came) =>
    model.once('request', (request) => request.on('end', () => setTimeout(came, 50))),
  );
  const answer = ask(2000 + i).then(
    () => {},
    () => {},
  );
  await asked;
  const stopped = new Promise((done) => (closed = () => done(performance.now())));
  const at = performance.now();
  client.cancelLast();
  await answer;
  cancelled.push(performance.now() - at);
  await stopped;
}
console.log(`cancellation to the request's end: ${told(cancelled)}`);

await client.stop();
model.closeAllConnections();
model.close();
rmSync(home, { recursive: true, force: true });
