// The packaged extension in real VS Code, shown by a browser without a window, and the hands that use it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { program, repository, scratch, screenshots, whyNoServer } from '../lib/need.mjs';
import { startVsCode, whyNoVsCode } from './codeServer.mjs';

export const limit = Number(process.env.PLUMB_TEST_LIMIT ?? 60_000);
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
export const vsix = findVsix(`${process.platform}-${process.arch}`);
/** The VSIX whose server runs on .NET; undefined where it was not made. */
export const universalVsix = findVsix('universal');

function findVsix(platform) {
  const folder = join(repository, 'artifacts');
  const name = existsSync(folder)
    ? readdirSync(folder).find((file) => file.startsWith(`plumb-${platform}-`) && file.endsWith('.vsix'))
    : undefined;
  return name === undefined ? undefined : join(folder, name);
}

/** Why these tests cannot run here, or false. */
export const skip =
  whyNoServer() ??
  (vsix === undefined ? 'there is no VSIX in artifacts: run npm run package' : undefined) ??
  (browserPath === undefined || !program(browserPath) ? 'chromium is not installed' : undefined) ??
  whyNoVsCode() ??
  false;

/** A window of the size of the pictures. */
export async function newPage(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(limit);
  return page;
}

/** VS Code in a clean profile with the packaged extension, and a browser that shows it. */
export async function openVsCode(t, { env, settings, trusted, driver, extension = vsix, files = () => {} } = {}) {
  mkdirSync(screenshots, { recursive: true });
  // What was opened last is closed first, and only then are its files removed.
  const opened = [];
  t.after(async () => {
    for (const close of opened.reverse()) {
      await close();
    }
  });
  const { folder, workspace, home } = scratch(t);
  writeFileSync(
    join(workspace, 'src', 'Refund.cs'),
    '// ask: where is the retry policy with exponential backoff?\npublic static class Refund\n{\n}\n',
  );
  writeFileSync(join(workspace, 'receipts.bin'), Buffer.alloc(4096));
  writeFileSync(join(workspace, '.plumbignore'), 'ignored.cs\n');
  writeFileSync(join(workspace, 'ignored.cs'), 'public static class Ignored;\n');
  files(workspace);
  const code = await startVsCode({
    folder,
    vsix: extension ?? undefined,
    env: { ...process.env, PLUMB_HOME: home, ...env },
    settings,
    trusted,
    driver,
  });
  opened.push(() => code.stop());
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ]),
  });
  opened.push(() => browser.close());
  const page = driver ? undefined : await newPage(browser);

  /** Each step goes on from the one before it. One that fails leaves a picture of what was to be seen. */
  let failed;
  const step = (name, body) =>
    t.test(name, { skip: failed && `needs what "${failed}" should have left` }, async () => {
      try {
        await body();
      } catch (error) {
        failed = name;
        await page.screenshot({ path: join(screenshots, `failed-${name.replaceAll(/\W+/gu, '-')}.png`) });
        throw error;
      }
    });
  // What fades in is seen when it is there.
  const picture = (name) => page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
  return { page, browser, code, folder, workspace, home, step, picture };
}

/** The page inside the Ask view, while it is the only side view that is open. */
export function ask(page) {
  return page.frameLocator('iframe.webview.ready[src*="purpose=webviewView"]').frameLocator('iframe#active-frame');
}

/** The frame that has the element, as soon as there is one: the frames of several side views look alike from outside. */
export async function frameWith(page, selector) {
  const end = performance.now() + limit;
  while (performance.now() < end) {
    for (const frame of page.frames()) {
      // One that goes away while it is looked at is not the one.
      if (
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      ) {
        return frame;
      }
    }
    await page.title();
  }
  throw new Error(`no frame has ${selector}`);
}

/** What a screen reader is told of a place. Fails when a control in it has no name. */
export async function spokenText(place) {
  const spoken = await place.ariaSnapshot();
  const nameless = spoken
    .split('\n')
    .filter((line) => /^\s*- (?:button|link|textbox|combobox|checkbox)(?: \[[^\]]*\])*:?$/u.test(line));
  if (nameless.length > 0) {
    throw new Error(`controls without a name: ${nameless.map((line) => line.trim()).join(', ')}\n${spoken}`);
  }
  return spoken;
}

/** The page inside the editor's webview. */
export function panel(page) {
  return page
    .frameLocator('iframe.webview.ready:not([src*="purpose=webviewView"])')
    .last()
    .frameLocator('iframe#active-frame');
}

export const question = (page, text) => putQuestion(ask(page), text);

/**
 * Puts text into a box. `fill` sends it to whatever has the focus by then: an editor that was just opened takes the
 * focus, and its file is written over.
 */
export async function write(box, text, { timeout = limit } = {}) {
  await box.waitFor({ timeout });
  await box.evaluate(
    (input, value) => {
      input.focus();
      input.value = value;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    text,
    { timeout },
  );
}

/** Asks in the frame of the Ask view. */
export async function putQuestion(frame, text) {
  const input = frame.locator('#question');
  await write(input, text);
  await input.press('Enter');
  // Right after the view was shown its focus may still move: a key that went elsewhere is pressed again.
  for (let more = 3; more > 0 && !(await isTaken(frame)); more--) {
    await input.press('Enter');
  }
}

/** Whether the question left its box, which shows its placeholder then. */
function isTaken(frame) {
  return frame
    .locator('#question:placeholder-shown')
    .waitFor({ timeout: 5000 })
    .then(
      () => true,
      () => false,
    );
}

export function paneHeader(page, title) {
  return page.locator('.pane-header', { has: page.getByText(title, { exact: true }) });
}

export function treeRow(page, label) {
  return page.locator('.pane .monaco-list-row', { hasText: label }).first();
}

/** Process ids of the servers that this run's extension started. */
export function servers(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        const [program, first, second] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const native = program.startsWith(folder) && program.endsWith('/server/plumb') && first === 'lsp';
        return native || (first?.startsWith(folder) && first.endsWith('/server/plumb.dll') && second === 'lsp');
      } catch {
        // It ended while we looked.
        return false;
      }
    })
    .map(Number);
}

export const command = (page, title) => choose(page, 'F1', `>${title}`, title);

/** Opens the palette with a key and takes what it offers. A view that is being shown may take the focus, and the palette closes: then it is opened again. */
async function choose(page, key, typed, offered) {
  const timeout = limit / 4;
  for (let more = 3; ; more--) {
    await page.keyboard.press(key);
    try {
      await write(page.locator('.quick-input-widget input[type="text"]'), typed, { timeout });
      await page.locator('.quick-input-list .monaco-list-row', { hasText: offered }).first().click({ timeout });
      return;
    } catch (error) {
      if (more === 0) {
        throw error;
      }
    }
  }
}

export async function closeEditor(page) {
  const tab = page.locator('.tab.active');
  const title = await tab.getAttribute('data-resource-name');
  await tab.click({ button: 'middle' });
  await page.locator(`.tab[data-resource-name="${title}"]`).waitFor({ state: 'detached' });
}

export async function openFile(page, name) {
  await choose(page, 'Control+P', name, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
}
