// The smallest LSP client that can measure a server.
import { spawn } from 'node:child_process';
import { environment } from './run.mjs';

export class LspClient {
  #child;
  #received = Buffer.alloc(0);
  #waiting = new Map();
  #listeners = new Map();
  #id = 0;

  constructor(command, args, env) {
    this.#child = spawn(command, args, { env: environment(env), stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout.on('data', (data) => this.#receive(data));
    this.#child.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(`The server ended with exit code ${code}.`));
      }
    });
  }

  get pid() {
    return this.#child.pid;
  }

  request(method, params) {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  /** Takes the last request back. */
  cancelLast() {
    this.notify('$/cancelRequest', { id: this.#id });
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  on(method, listener) {
    this.#listeners.set(method, listener);
  }

  initialize(folder) {
    const uri = `file://${folder}`;
    return this.request('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'bench' }],
      capabilities: {},
    });
  }

  async stop() {
    const ended = new Promise((resolve) => {
      this.#child.on('exit', resolve);
    });
    await this.request('shutdown');
    this.notify('exit');
    await ended;
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const header = this.#received.indexOf('\r\n\r\n');
      if (header < 0) {
        return;
      }
      const length = Number(/Content-Length: (\d+)/iu.exec(this.#received.subarray(0, header).toString('latin1'))?.[1]);
      const end = header + 4 + length;
      if (this.#received.length < end) {
        return;
      }
      this.#dispatch(JSON.parse(this.#received.subarray(header + 4, end).toString('utf8')));
      this.#received = this.#received.subarray(end);
    }
  }

  #dispatch(message) {
    if (message.method !== undefined) {
      this.#listeners.get(message.method)?.(message.params);
      if (message.id !== undefined) {
        this.#send({ id: message.id, result: null });
      }
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) {
      waiting?.resolve(message.result);
    } else {
      waiting?.reject(new Error(message.error.message));
    }
  }
}
