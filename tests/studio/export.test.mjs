// The page without a server: written as a site by `studio --export`, served by something that knows nothing of it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, inflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { FLAGS, drop, files, repository } from './harness.mjs';

const engine = process.env.ENGINE ?? join(repository, 'target', 'engine.wasm');
const skip = existsSync(engine) ? false : `the engine is not built (engine/build writes ${engine})`;
const cover = join(repository, 'assets', 'demo', 'covers', 'tide.jpg');

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.ttf': 'font/ttf' };

/** A folder over HTTP, compressed as web servers do it, below a path, as a host with many sites has it. */
async function serve(folder, base) {
  const sent = [];
  const ready = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    const below = path.startsWith(base) ? path.slice(base.length) || 'index.html' : null;
    const file = below && join(folder, below);
    if (!file?.startsWith(folder) || request.method !== 'GET' || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    if (!ready.has(file)) ready.set(file, gzipSync(readFileSync(file)));
    const body = ready.get(file);
    sent.push([below, body.length]);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip', 'cache-control': 'max-age=600' }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { sent, address: `http://127.0.0.1:${server.address().port}${base}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Compresses all that a page may load before its time is taken. */
async function warm(site) {
  for (const path of ['', 'alone/engine.wasm', 'alone/fonts.json', 'fonts/inter/Inter_400Regular.ttf', 'fonts/inter/Inter_500Medium.ttf', 'fonts/inter/Inter_600SemiBold.ttf', 'fonts/inter/Inter_700Bold.ttf']) {
    await (await fetch(new URL(path, site.address))).arrayBuffer();
  }
  site.sent.length = 0;
}

async function within(args, body) {
  const folder = mkdtempSync(join(tmpdir(), 'alone-'));
  files.campaign(folder);
  execFileSync(process.env.PROGRAM, ['studio', ...args, '--export', 'site', '--engine', engine], { cwd: folder, stdio: 'pipe' });
  const site = await serve(join(folder, 'site'), '/cards/');
  await warm(site);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', acceptDownloads: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const problems = [];
  const outside = [];
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  context.on('request', (request) => {
    const plain = request.method() === 'GET' && request.url().startsWith(site.address);
    if (!plain && !/^(blob|data):/.test(request.url())) outside.push(`${request.method()} ${request.url()}`);
  });
  const field = (path) => page.locator(`[data-path="${path}"]:visible`);
  const shown = () => page.locator('.sheet[data-current="true"] > img').waitFor();
  /** Waits until all edits are answered and the picture shows the newest. */
  const still = async () => {
    await page.waitForTimeout(150);
    await shown();
  };
  const taken = async (act) => {
    const download = page.waitForEvent('download');
    await page.locator(`[data-act="${act}"]:visible`).click();
    return readFileSync(await (await download).path());
  };
  const render = (args) => execFileSync(process.env.PROGRAM, ['render', ...args], { cwd: folder, stdio: 'pipe' });
  try {
    await body({ page, site, folder, field, shown, still, taken, render });
    assert.deepEqual(problems, [], 'the page has no errors, and its policy refuses nothing that it needs');
    assert.deepEqual(outside, [], 'nothing but files of the site is asked for, and nothing is sent');
  } finally {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pixels of a PNG without its file, to say how far two are apart. */
function differing(one, other) {
  const data = (file) => {
    const parts = [];
    for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
      if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
    }
    return inflateSync(Buffer.concat(parts));
  };
  const [a, b] = [data(one), data(other)];
  if (a.length !== b.length) return `${a.length} and ${b.length} bytes of rows`;
  let count = 0;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) count += 1;
  return `${count} of ${a.length} filtered bytes differ`;
}

test('a Latin card in a page without a server: how soon it is there, and what is loaded for it', { skip }, async (t) => {
  await within(['night-bus.yaml'], async ({ page, site, shown }) => {
    const start = performance.now();
    await page.goto(site.address);
    await shown();
    const time = performance.now() - start;
    // The cover is the record's own.
    const bytes = site.sent.reduce((sum, [path, length]) => sum + (path.startsWith('files/') ? 0 : length), 0);
    const largest = site.sent.toSorted((a, b) => b[1] - a[1]).slice(0, 4).map(([path, length]) => `${path} ${length}`);
    t.diagnostic(`first card after ${Math.round(time)} ms; ${site.sent.length} files of ${bytes} bytes, compressed: ${largest.join(', ')}`);
    assert.ok(!site.sent.some(([path]) => /arabic|cjk|emoji/i.test(path)), 'fonts of other scripts are not loaded');
    // 3.9 MB where `wasm-opt` went over the engine.
    assert.ok(bytes < 4_200_000, `a Latin card takes less than 4.2 MB with gzip: ${bytes}`);
  });
});

test('the demo in a page without a server: its bytes, its fonts, and that nothing leaves', { skip }, async (t) => {
  await within(['low-tide-piano.yaml'], async ({ page, site, folder, field, shown, still, taken, render }) => {
    await page.goto(site.address);
    await shown();
    assert.ok(site.sent.some(([path]) => /cjk/i.test(path)), 'a script has its font loaded when a name needs it');
    await page.locator('[data-act="take"]:visible').click();
    const own = await taken('take-one');
    render(['low-tide-piano.yaml', '--format', 'square', '-o', 'card.png']);
    const native = readFileSync(join(folder, 'card.png'));
    t.diagnostic(native.equals(own) ? 'the PNG of the demo has the bytes that `render` writes' : `the PNG of the demo: ${differing(native, own)}`);
    assert.ok(native.equals(own), 'the same card has the same bytes');

    await field('title').fill('Low Tide: Piano');
    await still();
    const text = (await taken('save')).toString();
    assert.match(text, /Low Tide: Piano/, 'the credit file is kept with its edits');
  });
});

test('from nothing: a title, a dropped cover, a name, a template, all formats; what needs a server is not there', { skip }, async () => {
  await within([], async ({ page, site, field, still, taken }) => {
    await page.goto(site.address);
    await page.locator('.sheet').waitFor();
    await field('title').fill('Low Tide');
    await still();
    await field('artist').fill('Marisol Vane');
    await drop(page, cover, 'tide.jpg', 'image/jpeg');
    await page.locator('.cover-picture img').waitFor();
    await page.getByRole('button', { name: 'Producer', exact: true }).click();
    await field('credits[0].names[0].name').fill('Odalys Brant');
    await still();
    await page.locator('.template', { hasText: 'swiss' }).click();
    await page.locator('.swatch', { hasText: 'dark' }).click();
    await still();
    await page.locator('[data-act="take"]:visible').click();
    assert.equal((await taken('take-all')).subarray(0, 2).toString(), 'PK');
    const kinds = await page.locator('.panel .segments').first().getByRole('button').allTextContents();
    assert.deepEqual(kinds, ['PNG', 'JPEG', 'WEBP', 'SVG'], 'what the engine cannot write is not offered');
    await page.locator('.said p', { hasText: 'Odalys Brant' }).first().waitFor();
    assert.equal(await page.locator('.back, [data-act="render-all"]').count(), 0);
  });
});
