// What the page shows besides the document: which screen, format, page and panel; what is hovered; what was said last.

import { signal } from '../vendor/reactive.js';

export const project = signal(null);
export const roles = signal([]);
export const online = signal(true);
export const gone = signal(false);

export const screen = signal('record'); // record | records
export const panel = signal('look'); // look | take | file
export const view = signal('credits'); // on a phone: credits | card | look | take
export const listing = signal('role'); // the form by role or by person
export const format = signal('square');
export const page = signal(1);
export const pages = signal(1);
export const hovered = signal(null); // a path whose texts are outlined on the card
export const openTracks = signal(null); // the tracks whose credits are shown, by their places; null while the list of tracks is closed
export const reviews = signal([]); // what a file taken in left unsure: {path, why}
export const dialog = signal(null); // {kind, …}
export const notice = signal(null); // {text, action: {label, run}|null, tone}
export const made = signal(null); // of the last picture: {revision, ms, at}

let timer = 0;

/** Says something to eyes and ears; it goes by itself, unless it waits for an answer. */
export function say(text, { action = null, tone = 'plain', stay = false } = {}) {
  clearTimeout(timer);
  notice.value = { text, action, tone };
  announce(text);
  if (!stay) timer = setTimeout(() => (notice.value = null), 7000);
}

export function hush() {
  clearTimeout(timer);
  notice.value = null;
}

/** Says something to ears only. */
export function announce(text) {
  const place = document.getElementById('said');
  if (!place) return;
  place.textContent = '';
  requestAnimationFrame(() => (place.textContent = text));
}

const drafts = new Map();

/** The role of the row of a list of credits that has no name yet. */
export function draftRole(list) {
  if (!drafts.has(list)) drafts.set(list, signal(''));
  return drafts.get(list);
}

/** Forgets what belongs to the document that was shown. */
export function forget() {
  for (const draft of drafts.values()) draft.value = '';
  openTracks.value = null;
}

/** Shows the list of tracks, and the credits of the track that a path leads into. */
function reveal(path) {
  const [, index, within] = /^tracks\[(\d+)\](\.credits)?/.exec(path) ?? [];
  if (index === undefined) return;
  const open = openTracks.value ?? [];
  if (within && !open.includes(Number(index))) openTracks.value = [...open, Number(index)];
  else openTracks.value ??= open;
}

/** Gives the focus to the field of a path as soon as it is there. */
export function focusPath(path, { select = false, end = false, tries = 12 } = {}) {
  reveal(path);
  const field = [...document.querySelectorAll('[data-path]')].find((node) => node.dataset.path === path && node.offsetParent !== null);
  if (!field) {
    if (tries > 0) requestAnimationFrame(() => focusPath(path, { select, end, tries: tries - 1 }));
    return;
  }
  field.focus({ preventScroll: true });
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  field.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  if (select) field.select?.();
  if (end) field.setSelectionRange?.(field.value.length, field.value.length);
}
