// A running server with its index ready, asked as an editor asks it.
import { LspClient } from '../lib/lspClient.mjs';
import { Failure } from '../lib/run.mjs';

// Words, names, paths and questions; some of them in every file of any tree, some in none.
const queries = [
  'index',
  'error handling',
  'where is the configuration read',
  'parse',
  'retry',
  'write file atomically',
  'what happens when the connection is lost',
  'convert between units',
  'test helper',
  'cache invalidation',
  'how are results sorted',
  'command line options',
  'parse_args',
  'ErrorKind',
  'src/main',
  'README.md',
  'import',
  'return value of a function',
  'let',
  'where are relative paths resolved when the file lies in another folder than the configuration',
  'how does the cache know that a file changed on disk',
  'print the result as json',
  'zzyzx unheardof',
  'visitor pattern for expressions',
];

export const firstWords = queries.map((query) => query.split(/[^A-Za-z]+/u).at(-1));

export class WarmServer {
  #client;

  /** Starts a server on a tree; resolves when its index is up to date and every query was put once. */
  static async start(executable, tree, home) {
    const server = new WarmServer();
    server.#client = new LspClient(executable, ['lsp'], { PLUMB_HOME: home });
    const ready = new Promise((resolve, reject) => {
      server.#client.on('plumb/statusChanged', ({ state, message }) => {
        if (state === 'ready') {
          resolve();
        } else if (state === 'failed') {
          reject(new Failure(`the index failed: ${message}`));
        }
      });
    });
    await server.#client.initialize(tree);
    server.#client.notify('initialized', {});
    await ready;
    for (let i = 0; i < queries.length; i++) {
      await server.search(i);
    }
    return server;
  }

  /** Milliseconds from the request to its answer, and those of them that the server took for the query itself. */
  async search(i) {
    const started = performance.now();
    const { elapsedMs } = await this.#client.request('plumb/search', { query: queries[i % queries.length], limit: 20 });
    return { elapsed: performance.now() - started, query: elapsedMs };
  }

  stop() {
    return this.#client.stop();
  }
}
