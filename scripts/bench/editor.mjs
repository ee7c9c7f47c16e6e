// A fake editor: types, hovers and searches, and says when the server said what.
import { LspClient } from '../lib/lspClient.mjs';

/** A server with what it said last; `told` resolves at the next state that fits. */
export class Editor {
  #client;
  #waiting = [];
  #published = new Map();
  state;

  static async start(executable, tree, home) {
    const editor = new Editor();
    editor.#client = new LspClient(executable, ['lsp'], { PLUMB_HOME: home });
    editor.#client.on('plumb/statusChanged', (state) => {
      editor.state = state;
      const told = editor.#waiting.filter(({ fits }) => fits(state));
      editor.#waiting = editor.#waiting.filter((one) => !told.includes(one));
      for (const { done } of told) {
        done(state);
      }
    });
    editor.#client.on('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
      editor.#published.get(`${uri}#${version}`)?.(diagnostics.length);
    });
    await editor.#client.initialize(tree);
    editor.#client.notify('initialized', {});
    return editor;
  }

  get pid() {
    return this.#client.pid;
  }

  told(fits) {
    return new Promise((done) => {
      this.#waiting.push({ fits, done });
    });
  }

  open(uri, languageId, text) {
    this.#client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  close(uri) {
    this.#client.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Puts a line at the top of an open text. */
  type(uri, version, line) {
    const start = { line: 0, character: 0 };
    this.#client.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start, end: start }, text: `${line}\n` }],
    });
  }

  /** Milliseconds from a keystroke to the diagnostics of the text that it made. */
  async diagnosed(uri, version) {
    const started = performance.now();
    const published = this.#publishedFor(uri, version);
    this.type(uri, version, `# line ${version}`);
    await published;
    return performance.now() - started;
  }

  /** The same for a few characters at a place of the text. */
  async typed(uri, version, line, character, text) {
    const started = performance.now();
    const published = this.#publishedFor(uri, version);
    const start = { line, character };
    this.#client.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start, end: start }, text }],
    });
    await published;
    return performance.now() - started;
  }

  /** Opens a text; how many diagnostics it has. */
  opened(uri, languageId, text) {
    const published = this.#publishedFor(uri, 1);
    this.open(uri, languageId, text);
    return published;
  }

  /** Milliseconds of a hover. */
  async hover(uri) {
    const started = performance.now();
    await this.#client.request('textDocument/hover', { textDocument: { uri }, position: { line: 3, character: 2 } });
    return performance.now() - started;
  }

  async search(query, limit = 5) {
    return (await this.#client.request('plumb/search', { query, limit })).results;
  }

  /** Whether a word that stands in one place only is found there. */
  async finds(word) {
    return (await this.search(word)).some(({ snippet }) => snippet.includes(word));
  }

  stop() {
    return this.#client.stop();
  }

  /** How many diagnostics a version of a text has, once they are told. */
  async #publishedFor(uri, version) {
    const count = await new Promise((done) => {
      this.#published.set(`${uri}#${version}`, done);
    });
    this.#published.delete(`${uri}#${version}`);
    return count;
  }
}
