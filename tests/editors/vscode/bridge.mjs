// What the flows inside the extension host do and see in the page: a server on the loopback that drives the browser.
import { createServer } from 'node:http';
import { frameWith, panel, servers, write } from './workbench.mjs';

/**
 * Resolves to { url, attach(page, onReport), watch(folder), close() }. A request is { action, args }; its answer { result } or { error }.
 * Before a page is attached every action fails.
 */
export async function startBridge(more = {}) {
  let page;
  let folder;
  let report = () => {};

  /** The page, one of Plumb's side views, or the webview in the editor. */
  const place = (frame) => {
    switch (frame) {
      case 'ask':
      case 'search':
        return frameWith(page, `form#${frame}`);
      case 'panel':
        return panel(page);
      default:
        return page;
    }
  };
  const find = async ({ selector, text, pattern, frame, nth = 0 }) => {
    const hasText = pattern === undefined ? text : new RegExp(pattern, 'u');
    return (await place(frame)).locator(selector, hasText === undefined ? {} : { hasText }).nth(nth);
  };
  const actions = {
    see: async (args) => {
      const element = await find(args);
      await element.waitFor({ state: args.state ?? 'visible' });
      return element.textContent();
    },
    gone: async (args) => (await find(args)).waitFor({ state: 'hidden' }),
    click: async (args) => (await find(args)).click(args.options),
    hover: async (args) => (await find(args)).hover(),
    choose: async ({ value, ...args }) => (await find(args)).selectOption(value),
    fill: async ({ value, ...args }) => write(await find(args), value),
    press: ({ keys }) => page.keyboard.press(keys),
    type: ({ text }) => page.keyboard.type(text),
    style: async ({ property, ...args }) =>
      (await find(args)).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property),
    turn: () => page.title(),
    servers: () => servers(folder),
    kill: ({ pid }) => process.kill(pid, 'SIGKILL'),
    picture: ({ path }) => page.screenshot({ path }).then(() => undefined),
    report: (args) => report(args),
    ...more,
  };

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const { action, args } = JSON.parse(body);
    let answer;
    try {
      answer = { result: await actions[action](args) };
    } catch (error) {
      answer = { error: `${action} ${JSON.stringify(args)}: ${error.message}` };
    }
    response.end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    attach: (shown, onReport) => {
      page = shown;
      report = onReport;
    },
    /** Where the servers are that `servers` finds. */
    watch: (profile) => {
      folder = profile;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
