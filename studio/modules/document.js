// The open document: what the server knows of it, and the edits that it has not answered yet. Nothing waits for the server to be shown.

import { signal, computed, batch } from '../vendor/reactive.js';
import { alone, get, keep, post, put, query, Refused, Lost } from './api.js';
import { apply, at, fewer, shared } from './places.js';
import { announce, dialog, forget, hush, online, reviews, say } from './state.js';
import { t } from './words.js';

export const doc = signal(null);
const pending = signal([]); // [{edit, label}]
const typed = signal(null); // text of the file that was typed and not sent
const busy = signal(false);

let last = null;

/** The record as the form shows it: the server's, with the pending edits made to it. */
export const model = computed(() => {
  if (!doc.value) return null;
  let next = doc.value.model ?? {};
  for (const { edit } of pending.value) next = apply(next, edit);
  last = shared(last, next);
  return last;
});

export const settled = computed(() => !busy.value && pending.value.length === 0 && typed.value === null);
export const typing = computed(() => typed.value !== null);
export const credits = computed(() => model.value?.credits ?? []);

/** The credits of a list: `credits` are the record's, `tracks[1].credits` those of a track. */
export const creditsOf = (list) => (list === 'credits' ? credits.value : at(model.value, list) ?? []);

const root = () => `/api/documents/${encodeURIComponent(doc.value.id)}`;
const waiting = [];

/** Resolves when all edits are answered; who waited first goes on first. */
export async function whenSettled() {
  while (!settled.value) await new Promise((resolve) => waiting.push(resolve));
}

function release() {
  if (settled.value) for (const resolve of waiting.splice(0)) resolve();
}

/** Takes what the server says, unless it is older than what is known. */
export function accept(document) {
  if (!document) return;
  const known = doc.value;
  if (known && known.id === document.id && document.revision < known.revision) return;
  doc.value = shared(known, document);
}

export async function open(path, id = null) {
  const document = id !== null ? await get(`/api/documents/${id}`) : await post('/api/documents', path ? { path } : {});
  batch(() => {
    pending.value = [];
    typed.value = null;
    reviews.value = [];
    forget();
    last = null;
    doc.value = document;
  });
  return document;
}

/** A record without a file: the server's draft of it, else a new one of its text. */
async function draft(mine) {
  const { documents = [] } = await get('/api/project');
  const known = documents.findLast((one) => one.path === null && one.title === (mine.model?.title ?? null));
  return known ? get(`/api/documents/${known.id}`) : post('/api/documents', { text: mine.text });
}

/** After a restart: the same file again, with what was here and not there. */
export async function resume() {
  const mine = doc.value;
  if (!mine) return;
  const document = mine.path ? await post('/api/documents', { path: mine.path }) : await draft(mine);
  const same = document.text === mine.text;
  doc.value = same ? document : { ...document, model: mine.model };
  if (!same) accept(await put(`${root()}/text`, { revision: document.revision, text: mine.text }));
  say(t('resumed'));
  pump();
}

export async function refresh() {
  if (!doc.value || busy.value) return;
  accept(await get(root()));
}

let acts = 0;

/** Makes edits; those of one label, one after the other, are one step of undo. Without one they are a step of their own. */
export function edit(edits, label = `act ${(acts += 1)}`) {
  const list = Array.isArray(edits) ? edits : [edits];
  pending.value = [...pending.value, ...list.map((one) => ({ edit: one, label }))];
  pump();
}

export const set = (path, value, label = path) => edit({ op: 'set', path, value }, label);

export function type(text) {
  typed.value = text;
  pump();
}

function next() {
  const queue = pending.value;
  if (queue.length === 0) return null;
  const { label } = queue[0];
  const count = queue.findIndex((one) => one.label !== label);
  const taken = count < 0 ? queue : queue.slice(0, count);
  return { label, taken, edits: fewer(taken.map((one) => one.edit)) };
}

async function send() {
  const group = next();
  if (group) {
    const document = await post(`${root()}/edits`, { revision: doc.value.revision, edits: group.edits, label: group.label });
    batch(() => {
      pending.value = pending.value.slice(group.taken.length);
      accept(document);
    });
    return;
  }
  const text = typed.value;
  const document = await put(`${root()}/text`, { revision: doc.value.revision, text });
  batch(() => {
    if (typed.value === text) typed.value = null;
    accept(document);
  });
}

let refused = 0;

function failed(error) {
  if (error instanceof Lost) {
    online.value = false;
    return false;
  }
  if (!(error instanceof Refused)) throw error;
  if (error.status === 401 || error.status === 403 || error.status === 404) {
    online.value = false;
    return false;
  }
  if (error.status === 409 && error.body.current && refused < 3) {
    refused += 1;
    doc.value = error.body.current;
    return true;
  }
  const group = next();
  if (group) pending.value = pending.value.slice(group.taken.length);
  else typed.value = null;
  say(error.hint ? `${error.message} – ${error.hint}` : error.message, { tone: 'bad' });
  return true;
}

/** Sends what waits, one request at a time. */
export async function pump() {
  if (busy.value || !doc.value || !online.value) return;
  busy.value = true;
  try {
    while (pending.value.length > 0 || typed.value !== null) {
      try {
        await send();
        refused = 0;
      } catch (error) {
        if (!failed(error)) return;
      }
    }
  } finally {
    busy.value = false;
    release();
  }
}

async function step(name) {
  await whenSettled();
  busy.value = true;
  try {
    accept(await post(`${root()}/${name}`, { revision: doc.value.revision }));
    announce(t(name === 'undo' ? 'undone' : 'redone'));
    hush();
  } catch (error) {
    failed(error);
  } finally {
    busy.value = false;
    pump();
    release();
  }
}

export const undo = () => doc.value?.can_undo && step('undo');
export const redo = () => doc.value?.can_redo && step('redo');

/** The text that was last kept as a file by a page without a server. */
export const kept = signal(null);

function keepFile() {
  const { text, model: said } = doc.value;
  const name = (said.title ?? '').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  keep(new Blob([text], { type: 'application/yaml' }), `${name || 'record'}.yaml`);
  kept.value = text;
}

/** Writes the file. What changed on disk meanwhile is asked about, never overwritten. */
export async function save(options = {}) {
  await whenSettled();
  if (alone) {
    keepFile();
    return;
  }
  if (!doc.value.path && !options.path) {
    dialog.value = { kind: 'name' };
    return;
  }
  try {
    accept(await post(`${root()}/save`, options));
    dialog.value = null;
    say(t('saved_as', { path: doc.value.path }));
  } catch (error) {
    if (error instanceof Refused && error.status === 409 && error.body.conflict) {
      dialog.value = { kind: 'conflict', disk: error.body.conflict.disk ?? '', path: options.path ?? null };
    } else if (error instanceof Refused) {
      say(error.hint ? `${error.message} – ${error.hint}` : error.message, { tone: 'bad' });
    } else {
      failed(error);
    }
  }
}

/** What came of a file or of pasted text: the document, what was taken, and what somebody should look at. */
function taken(answer) {
  accept(answer.document ?? answer);
  reviews.value = answer.review ?? [];
  const kind = answer.taken?.kind;
  const count = answer.taken?.credits ?? answer.taken?.counts?.credits ?? 0;
  const text = kind === 'credits' ? t('taken_credits', { n: count }) : t(`taken_${kind ?? 'file'}`);
  say(reviews.value.length > 0 ? `${text} ${t('to_review', { n: reviews.value.length })}` : text, { action: { label: t('undo'), run: undo } });
}

/** Takes a dropped file in; of a file with several records, the one that somebody chooses; of a brand kit, for a field of it. */
export async function takeFile(file, record = null, field = null) {
  await whenSettled();
  try {
    taken(await post(`${root()}/files?${query({ name: file.name, record, field })}`, undefined, { raw: file }));
  } catch (error) {
    if (!(error instanceof Refused)) return failed(error);
    if (error.status === 409 && error.body.records) {
      dialog.value = { kind: 'choose', file, records: error.body.records };
      return;
    }
    say(`${file.name}: ${error.message}${error.hint ? ` – ${error.hint}` : ''}`, { tone: 'bad' });
  }
}

/** Takes pasted credits in; those that were pasted at a track are its own. */
export async function takeText(text, list = 'credits') {
  await whenSettled();
  try {
    taken(await post(`${root()}/paste`, list === 'credits' ? { text } : { text, into: list }));
  } catch (error) {
    if (!(error instanceof Refused)) return failed(error);
    say(error.hint ? `${error.message} – ${error.hint}` : error.message, { tone: 'bad' });
  }
}

export const value = (path) => at(model.value, path);
export const address = (rest) => `${root()}/${rest}`;
