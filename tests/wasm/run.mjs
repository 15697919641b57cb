// Runs the library as WebAssembly in Node and compares its cards with those of the program: `node tests/wasm/run.mjs PROGRAM [ENGINE]`.
// The engine is what `engine/build` writes. Without it, it says so and ends well.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, inflateSync } from 'node:zlib';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const demo = join(repository, 'assets', 'demo');
const [given, engine = join(repository, 'target', 'engine.wasm')] = process.argv.slice(2);
if (!given) {
  console.error('usage: node tests/wasm/run.mjs PROGRAM [ENGINE]');
  process.exit(2);
}
const program = resolve(given);
if (!existsSync(engine)) {
  console.log(`the library is not run as WebAssembly: ${engine} is not built (engine/build)`);
  process.exit(0);
}

/** Records with the cards that are compared. */
const CARDS = [
  ['low-tide-piano.yaml', ['square', 'portrait', 'story', 'landscape', 'wide'], [null]],
  ['low-tide-piano.yaml', ['square'], ['credit-cover', 'liner-notes', 'credit-roll', 'full-bleed', 'swiss', 'credit-block', 'blue-note', 'matrix', 'swipe-set', 'track-list', 'session-log', 'by-person']],
  ['night-bus.yaml', ['square'], [null]],
  ['red-meridian.yaml', ['landscape'], [null]],
];

const encoder = new TextEncoder();
const module = new WebAssembly.Module(readFileSync(engine));
const fonts = (site, file) => readFileSync(join(site, 'fonts', file));

/** What the page's worker does, without a page. */
function begin(site) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => {
      throw new Error(`the engine asks for ${from}.${name}`);
    };
  }
  const { memory, room, ask: answered, answer } = new WebAssembly.Instance(module, imports).exports;
  const put = (method, target, body = new Uint8Array()) => {
    const head = encoder.encode(JSON.stringify({ method, target, now: performance.now() }));
    const message = Buffer.alloc(4 + head.length + body.length);
    message.writeUInt32LE(head.length);
    message.set(head, 4);
    message.set(body, 4 + head.length);
    const from = room(message.length);
    new Uint8Array(memory.buffer, from, message.length).set(message);
    const length = answered();
    const told = Buffer.from(memory.buffer, answer(), length);
    const size = told.readUInt32LE(0);
    return { ...JSON.parse(told.toString('utf8', 4, 4 + size)), body: Buffer.from(told.subarray(4 + size)) };
  };
  const start = JSON.parse(readFileSync(join(site, 'alone', 'start.json')));
  for (const file of start.files) put('PUT', `/page/files?path=${encodeURIComponent(file)}`, readFileSync(join(site, 'files', file)));
  const faces = JSON.parse(readFileSync(join(site, 'alone', 'fonts.json')));
  const begun = put('PUT', '/page/begin', encoder.encode(JSON.stringify({ boot: '1', fonts: faces, kit: start.kit, record: start.record })));
  if (begun.status !== 200) throw new Error(begun.body.toString());
  return (target) => {
    for (let round = 0; round < 40; round += 1) {
      const told = put('GET', target);
      if (told.status !== 424) return told;
      for (const file of JSON.parse(told.body).fonts) put('PUT', `/page/font?file=${encodeURIComponent(file)}`, fonts(site, file));
    }
    throw new Error('the card asks for ever more fonts');
  };
}

function rows(file) {
  const parts = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  return inflateSync(Buffer.concat(parts));
}

/** How far two pictures are apart. */
function apart(one, other) {
  const [a, b] = [rows(one), rows(other)];
  if (a.length !== b.length) return `${a.length} and ${b.length} bytes of rows`;
  let count = 0;
  for (let at = 0; at < a.length; at += 1) count += a[at] === b[at] ? 0 : 1;
  return count === 0 ? 'the same rows, deflated otherwise' : `${count} of ${a.length} filtered bytes differ`;
}

const folder = mkdtempSync(join(tmpdir(), 'wasm-'));
let failed = 0;
let same = 0;
try {
  const size = statSync(engine).size;
  console.log(`the engine has ${size} bytes, ${gzipSync(readFileSync(engine)).length} compressed`);
  cpSync(demo, folder, { recursive: true });
  for (const [record, formats, templates] of CARDS) {
    execFileSync(program, ['studio', record, '--export', 'site', '--engine', resolve(engine)], { cwd: folder, stdio: 'pipe' });
    const ask = begin(join(folder, 'site'));
    const { open } = JSON.parse(ask('/api/project').body);
    for (const template of templates) {
      for (const format of formats) {
        const start = performance.now();
        const query = new URLSearchParams({ what: 'png', format, ...(template && { template }) });
        const made = ask(`/api/documents/${open}/take?${query}`);
        const time = Math.round(performance.now() - start);
        const name = `${record} ${format} ${template ?? ''}`.trim();
        if (made.status !== 200) {
          console.log(`${name}: ${made.body}`);
          failed += 1;
          continue;
        }
        const out = join(folder, 'native');
        rmSync(out, { recursive: true, force: true });
        execFileSync(program, ['render', record, '--format', format, ...(template ? ['--template', template] : []), '-o', out, '--quiet'], { cwd: folder, stdio: 'pipe' });
        const stem = record.replace('.yaml', '');
        const native = [`${format}.png`, `${format}-1.png`].map((file) => join(out, stem, file)).find(existsSync);
        const picture = readFileSync(native);
        const equal = picture.equals(made.body);
        same += equal ? 1 : 0;
        failed += equal ? 0 : 1;
        console.log(`${name}: ${equal ? 'the same bytes' : apart(picture, made.body)}, ${time} ms`);
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${same} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
