// Requests of a page without a server: as `fetch` answers them, but from the engine. One is at work at a time; small pictures wait for
// all else, and of the pictures of a lane the newest counts.

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const waiting = [];
let next = 0;
let working = null;
let told = () => null;
let boot = null;
let dead = null;

const lane = (target) => {
  const name = /[?&]lane=([^&]*)/.exec(target)?.[1];
  return name && `${target.split('?')[0]} ${name}`;
};

const small = (request) => /[?&]lane=thumb-/.test(request.target);

function work() {
  if (working || waiting.length === 0) return;
  const large = waiting.findIndex((request) => !small(request));
  [working] = waiting.splice(Math.max(large, 0), 1);
  const { id, method, target, body } = working;
  worker.postMessage({ id, method, target, body });
}

worker.addEventListener('message', ({ data }) => {
  if (data.boot) {
    boot = data.boot;
    told(boot);
    return;
  }
  if (working?.id !== data.id) return;
  const { resolve } = working;
  working = null;
  resolve(new Response(data.status === 204 ? null : data.body, { status: data.status, headers: data.headers }));
  work();
});

worker.addEventListener('error', (event) => {
  event.preventDefault();
  dead = new TypeError(event.message || 'the engine does not run');
  for (const request of [working, ...waiting.splice(0)]) request?.reject(dead);
  working = null;
});

/** Is told when an engine begins: of the first, and of one that replaces another. */
export function listen(heard) {
  told = heard;
  if (boot) told(boot);
}

/** Takes back a request that was not begun. */
function drop(request, status) {
  const at = waiting.indexOf(request);
  if (at < 0) return;
  waiting.splice(at, 1);
  if (status) request.resolve(new Response(null, { status }));
  else request.reject(new DOMException('it is not wanted any more', 'AbortError'));
}

export async function ask(target, { method = 'GET', body, signal } = {}) {
  if (dead) throw dead;
  const content = body === undefined ? null : new Uint8Array(await new Response(body).arrayBuffer());
  return new Promise((resolve, reject) => {
    const own = lane(target);
    const older = own && waiting.find((request) => request.lane === own);
    if (older) drop(older, 204);
    const request = { id: ++next, method, target, body: content, lane: own, resolve, reject };
    if (signal?.aborted) return reject(new DOMException('it is not wanted any more', 'AbortError'));
    signal?.addEventListener('abort', () => drop(request));
    waiting.push(request);
    return work();
  });
}
