// A studio on files of its own in a folder that goes away, and a browser that shows it.

import assert from 'node:assert/strict';
import { spawn, execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const demo = join(repository, 'assets', 'demo');
const program = process.env.PROGRAM;
const run = promisify(execFile);

export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const files = {
  /** The demo record and its covers. */
  demo(folder) {
    cpSync(join(demo, 'low-tide-piano.yaml'), join(folder, 'low-tide-piano.yaml'));
    cpSync(join(demo, 'covers'), join(folder, 'covers'), { recursive: true });
  },
  campaign(folder) {
    files.demo(folder);
    for (const name of ['night-bus.yaml', 'red-meridian.yaml']) cpSync(join(demo, name), join(folder, name));
  },
};

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts `extra-credit studio` and waits for the address that it prints. */
function begin(folder, target, port) {
  const child = spawn(program, ['studio', ...(target ? [target] : []), '--no-open', '--port', String(port), ...(process.env.ASSETS ? ['--assets', process.env.ASSETS] : [])], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', HOME: folder, XDG_STATE_HOME: join(folder, '.state') },
  });
  let told = '';
  return new Promise((resolve, reject) => {
    const listen = (bytes) => {
      told += bytes;
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(told)?.[0];
      if (address) resolve({ child, address });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => reject(new Error(`the studio ended with ${code}: ${told}`)));
    setTimeout(() => reject(new Error(`the studio printed no address: ${told}`)), 20_000).unref();
  });
}

async function end(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(late);
}

/** A studio of a folder with a page that is open; `target` is the file or folder, none is a new record. */
export async function studio({ put = files.demo, target = 'low-tide-piano.yaml', size = [1440, 900], touch = false, scheme = 'light', locale = 'en-GB' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'));
  put(folder);
  const port = await freePort();
  let server = await begin(folder, target, port);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] }, colorScheme: scheme, locale, hasTouch: touch, isMobile: touch, deviceScaleFactor: touch ? 2 : 1, acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'], reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // A build without optimisation on a busy machine is slow.
  page.setDefaultTimeout(15_000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const refused = /Failed to load resource/.test(message.text());
    if (message.type() === 'error' && !refused) problems.push(message.text());
  });
  const outside = [];
  page.on('request', (request) => {
    if (!/^(blob|data):|^http:\/\/127\.0\.0\.1:/.test(request.url())) outside.push(request.url());
  });
  await page.goto(server.address);
  await page.waitForSelector('main');
  const self = {
    folder, port, page, context, browser, problems,
    get address() {
      return server.address;
    },
    field: (path) => page.locator(`[data-path="${path}"]:visible`),
    file: (name) => readFileSync(join(folder, name), 'utf8'),
    write: (name, text) => writeFileSync(join(folder, name), text),
    render: (args) => run(program, ['render', ...args], { cwd: folder }),
    act: (name) => page.locator(`[data-act="${name}"]:visible`),
    async kill() {
      await end(server.child, 'SIGKILL');
    },
    async restart() {
      server = await begin(folder, target, port);
    },
    /** Waits until all edits are answered and the picture shows the newest. */
    async still() {
      await page.waitForSelector('.sheet[data-current="true"]', { state: 'attached', timeout: 45_000 });
      await page.waitForTimeout(150);
      await page.waitForSelector('.sheet[data-current="true"]', { state: 'attached', timeout: 45_000 });
    },
    /** Waits until all edits are answered. */
    settled: () => page.evaluate(async () => (await import('/modules/document.js')).whenSettled()),
    /** Waits until the document is as it should be. */
    async until(holds, what) {
      for (let round = 0; round < 200; round += 1) {
        if (holds(await self.document())) return;
        await page.waitForTimeout(100);
      }
      assert.fail(what ?? String(holds));
    },
    /** The document as the server has it. */
    document: () => page.evaluate(async () => (await import('/modules/document.js')).doc.value),
    async close() {
      await browser.close();
      await end(server.child);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      assert.deepEqual(outside, [], 'nothing is loaded from outside');
    },
  };
  return self;
}

/** Runs a body with a studio, and ends it whatever happens; errors of the page are failures, but those that are expected. */
export async function within({ expected = null, ...options }, body) {
  const open = await studio(options);
  try {
    await body(open);
    assert.deepEqual(open.problems.filter((one) => !expected?.test(one)), [], 'the page has no errors');
  } finally {
    await open.close();
  }
}

/** A paste as the browser makes it. */
export async function paste(locator, text) {
  await locator.evaluate((node, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    if (node.dispatchEvent(event) && 'setRangeText' in node) {
      node.setRangeText(pasted, node.selectionStart, node.selectionEnd, 'end');
      node.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }, text);
}

/** Drops a file on the page. */
export async function drop(page, path, name, type) {
  const bytes = readFileSync(path).toString('base64');
  await page.evaluate(([content, label, kind]) => {
    const raw = new Blob([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], { type: kind });
    const data = new DataTransfer();
    data.items.add(new File([raw], label, { type: kind }));
    for (const event of ['dragenter', 'dragover', 'drop']) dispatchEvent(new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [bytes, name, type]);
}

const checks = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** That axe finds nothing serious on a page. */
export async function axe(page, where) {
  // The policy of the page refuses scripts put into it, so axe comes through the debugger.
  await page.evaluate(checks);
  const { violations } = await page.evaluate(() => globalThis.axe.run(globalThis.document, { resultTypes: ['violations'] }));
  const told = violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${where}: ${one.id}: ${one.nodes.map((node) => `${node.target} ${node.any.map((any) => any.message)}`).slice(0, 3).join(' | ')}`);
  assert.deepEqual(told, []);
}
