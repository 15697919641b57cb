// Requests to the server of the studio, or to the engine of a page that has none. Errors carry the line and the hint of whoever answers, and
// tell a lost server from a refusal.

import { t } from './words.js';

/** Whether the page has no server. */
export const alone = document.documentElement.dataset.alone !== undefined;

const link = alone ? await import('../alone/link.js') : null;
const request = link ? link.ask : fetch;

/** Hears of the engine when it begins. */
export const hearEngine = (heard) => link?.listen(heard);

/** A request that was answered, but not as it was meant. What the page itself says, it says in its language. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.say ? t(body.say) : body?.error ?? t('refused', { status }));
    this.status = status;
    this.body = body ?? {};
    this.hint = body?.hint ?? null;
  }
}

export class Lost extends Error {}

async function send(method, path, { body, raw, signal } = {}) {
  const options = { method, signal, credentials: 'same-origin', headers: {} };
  if (raw !== undefined) {
    options.body = raw;
    options.headers['content-type'] = 'application/octet-stream';
  } else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers['content-type'] = 'application/json';
  }
  let response;
  try {
    response = await request(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Lost(error.message);
  }
  if (!response.ok) {
    let told = null;
    try {
      told = await response.json();
    } catch {
      told = null;
    }
    throw new Refused(response.status, told);
  }
  return response;
}

export async function ask(method, path, options) {
  const response = await send(method, path, options);
  return response.status === 204 ? null : response.json();
}

export const get = (path, options) => ask('GET', path, options);
export const post = (path, body, options) => ask('POST', path, { ...options, body: body ?? {} });
export const put = (path, body, options) => ask('PUT', path, { ...options, body });

/** A picture: its bytes and what the headers say; null where a newer request of its lane has come. */
export async function picture(path, signal) {
  const response = await send('GET', path, { signal });
  if (response.status === 204) return null;
  const number = (name) => Number(response.headers.get(name) ?? 0);
  return { blob: await response.blob(), revision: number('x-revision'), pages: number('x-pages') || 1, ms: number('x-made-ms') };
}

/** A query of what is given; what is null or empty is left out. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
}

/** Has the browser keep a file of the server under the name that the server gives. */
export async function download(path) {
  const response = await send('GET', path);
  const told = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(told)?.[1];
  keep(await response.blob(), encoded ? decodeURIComponent(encoded) : /filename="([^"]+)"/.exec(told)?.[1] ?? 'card');
}

/** Has the browser keep a file. */
export function keep(blob, name) {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}
