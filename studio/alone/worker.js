// The engine of a page without a server, in a thread of its own: answers what the studio's server answers. Fonts are loaded when an
// answer lacks them. Nothing is sent anywhere: what it loads are files of the site.

const site = new URL('..', import.meta.url);
const MOST_ROUNDS = 40;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let module = null;
let engine = null;
let start = null;
let faces = null;
const files = new Map(); // path → bytes of the brand kit and the record
const fonts = new Map(); // file → a promise of its bytes

async function load(path) {
  const response = await fetch(new URL(path, site));
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return response;
}

const bytes = async (path) => new Uint8Array(await (await load(path)).arrayBuffer());

function font(file) {
  if (!fonts.has(file)) fonts.set(file, bytes(`fonts/${file}`));
  return fonts.get(file);
}

async function compiled() {
  const response = await load('alone/engine.wasm');
  // Servers that do not know the type of the file send another.
  const known = response.headers.get('content-type')?.startsWith('application/wasm');
  return known ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** What libraries of the engine would ask a browser for is never asked: times and chance have no part in a card. */
function imports() {
  const none = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== 'function') throw new Error(`the engine wants ${from}.${name}`);
    (none[from] ??= {})[name] = () => {
      throw new Error(`the engine asks for ${from}.${name}`);
    };
  }
  return none;
}

/** Puts one request to the engine. */
function ask(method, target, body) {
  const { memory, room, ask: answered, answer } = engine.exports;
  const head = encoder.encode(JSON.stringify({ method, target, now: performance.now() }));
  const size = 4 + head.length + (body?.length ?? 0);
  const from = room(size);
  const message = new Uint8Array(memory.buffer, from, size);
  new DataView(memory.buffer, from).setUint32(0, head.length, true);
  message.set(head, 4);
  if (body) message.set(body, 4 + head.length);
  const length = answered();
  const at = answer();
  const told = new DataView(memory.buffer, at).getUint32(0, true);
  const { status, headers } = JSON.parse(decoder.decode(new Uint8Array(memory.buffer, at + 4, told)));
  return { status, headers, body: new Uint8Array(memory.buffer, at + 4 + told, length - 4 - told).slice() };
}

function well(answer) {
  if (answer.status !== 200) throw new Error(JSON.parse(decoder.decode(answer.body)).error);
}

/** Begins anew, with what is loaded already. */
async function begin() {
  engine = await WebAssembly.instantiate(module, imports());
  for (const [path, content] of files) well(ask('PUT', `/page/files?path=${encodeURIComponent(path)}`, content));
  const boot = `${Date.now()}-${Math.random()}`;
  well(ask('PUT', '/page/begin', encoder.encode(JSON.stringify({ boot, fonts: faces, kit: start.kit, record: start.record }))));
  for (const [file, content] of fonts) well(ask('PUT', `/page/font?file=${encodeURIComponent(file)}`, await content));
  postMessage({ boot });
}

async function ready() {
  const [compiling, listing] = [compiled(), load('alone/fonts.json').then((response) => response.json())];
  start = await (await load('alone/start.json')).json();
  for (const file of start.fonts) font(file);
  const brought = await Promise.all(start.files.map(async (path) => [path, await bytes(`files/${path}`)]));
  for (const [path, content] of brought) files.set(path, content);
  [module, faces] = await Promise.all([compiling, listing]);
  await begin();
}

const begun = ready();

async function answer({ method, target, body }) {
  await begun;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const told = ask(method, target, body);
    if (told.status !== 424) return told;
    const { fonts: lacks } = JSON.parse(decoder.decode(told.body));
    const loaded = await Promise.all(lacks.map(async (file) => [file, await font(file)]));
    for (const [file, content] of loaded) well(ask('PUT', `/page/font?file=${encodeURIComponent(file)}`, content));
  }
  throw new Error('the card asks for ever more fonts');
}

/** What the page says in its language, with what only who looks for the cause reads. */
const failed = (status, say, error) => ({ status, headers: [['content-type', 'application/json']], body: encoder.encode(JSON.stringify({ say, error, hint: null })) });

addEventListener('message', async ({ data: { id, ...request } }) => {
  let told;
  try {
    told = await answer(request);
  } catch (error) {
    // An engine that stopped is not asked again: another one begins, and the page tells it what it had.
    const stopped = error instanceof WebAssembly.RuntimeError;
    told = failed(stopped ? 500 : 503, stopped ? 'engine_stopped' : 'engine_lacks', String(error.message ?? error));
    if (stopped) await begin();
  }
  postMessage({ id, ...told }, [told.body.buffer]);
});
