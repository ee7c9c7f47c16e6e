// A service that speaks the OpenAI protocol: it says half a sentence and waits to be told to finish.
import { createServer } from 'node:http';

const beginning = 'A failed payment is tried at most four times and waits twice as long each time ';
const end = '[src/RetryPolicy.cs:4-17].';

/** Resolves to { url, finish() }. `finish` ends the answer that is being given. */
export async function startModel(t) {
  let finishCurrent = () => {};
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const send = (delta, reason) =>
        response.write(
          `data: ${JSON.stringify({
            id: 'answer',
            object: 'chat.completion.chunk',
            created: 1,
            model: 'fake',
            choices: [{ index: 0, delta, finish_reason: reason }],
          })}\n\n`,
        );
      send({ role: 'assistant', content: beginning }, null);
      finishCurrent = () => {
        send({ content: end }, null);
        send({}, 'stop');
        response.end('data: [DONE]\n\n');
      };
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${server.address().port}/v1`, finish: () => finishCurrent() };
}
