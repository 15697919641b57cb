// The titles of the record's tracks. Enter goes on to the next; a pasted list becomes as many.

import { html } from '../vendor/reactive.js';
import { doc, edit, model } from './document.js';
import { useTyped, useVisit } from './field.js';
import { focusPath } from './state.js';
import { t } from './words.js';

const place = (index) => `tracks[${index}].title`;

const lines = (text) => text.split(/\r?\n/).map((line) => line.replace(/^\s*(?:[A-D]?\d{1,3}[.):]?|[-–•*])\s+/, '').replace(/\s+\(?\d{1,2}:\d{2}\)?$/, '').trim()).filter(Boolean);

function Track({ track, index, count }) {
  const [text, change] = useTyped(track?.title ?? '');
  const visit = useVisit(place(index));
  const fresh = !track;
  const send = (value) => {
    if (value.trim() === '') return;
    if (fresh && index >= (model.value.tracks ?? []).length) edit({ op: 'insert', path: 'tracks', index, value: { title: value } }, visit.label());
    else edit({ op: 'set', path: place(index), value }, visit.label());
  };
  const keys = (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' || (event.key === 'ArrowDown' && index < count)) {
      event.preventDefault();
      focusPath(place(index + 1));
    } else if (event.key === 'ArrowUp' && index > 0) {
      event.preventDefault();
      focusPath(place(index - 1));
    } else if (event.key === 'Backspace' && text === '' && index > 0) {
      event.preventDefault();
      if (!fresh) edit({ op: 'remove', path: `tracks[${index}]` });
      focusPath(place(index - 1), { end: true });
    }
  };
  const paste = (event) => {
    const found = lines(event.clipboardData?.getData('text/plain') ?? '');
    if (found.length < 2) return;
    event.preventDefault();
    const at = fresh ? count : index + 1;
    edit(found.map((title, offset) => ({ op: 'insert', path: 'tracks', index: at + offset, value: { title } })), 'paste tracks');
    focusPath(place(at + found.length));
  };
  const own = track?.credits?.length ?? 0;
  return html`<li class="track"><span class="track-number">${track?.number ?? (fresh ? '' : index + 1)}</span>
    <input data-path=${place(index)} value=${text} placeholder=${fresh ? t('add_track') : ''} aria-label=${fresh ? t('add_track') : t('track_n', { n: index + 1 })} autocomplete="off" spellcheck=${false}
      onFocus=${visit.enter} onInput=${(event) => { change(event.currentTarget.value); if (!event.isComposing) send(event.currentTarget.value); }}
      onCompositionEnd=${(event) => send(event.currentTarget.value)} onKeyDown=${keys} onPaste=${paste}
      onBlur=${() => !fresh && text.trim() === '' && edit({ op: 'remove', path: `tracks[${index}]` })} />
    ${own > 0 && html`<small>${t('track_credits', { n: own })}</small>`}</li>`;
}

export function Tracks() {
  const tracks = model.value.tracks ?? [];
  return html`<details class="tracks" key=${doc.value.id}><summary><h2>${t('track_list')}</h2>${tracks.length > 0 && html`<span class="tally">${tracks.length}</span>`}</summary>
    <ol>${[...tracks, null].map((track, index) => html`<${Track} key=${index} track=${track} index=${index} count=${tracks.length} />`)}</ol></details>`;
}
