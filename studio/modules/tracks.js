// The record's tracks: their titles, and the credits of each behind a click. Enter goes on to the next title; a pasted list becomes as many.

import { html } from '../vendor/reactive.js';
import { doc, edit, model } from './document.js';
import { useTyped, useVisit } from './field.js';
import { FindingsAt, findings } from './findings.js';
import { Icon } from './icons.js';
import { Rows } from './rows.js';
import { focusPath, openTracks } from './state.js';
import { t } from './words.js';

const place = (index) => `tracks[${index}].title`;

const lines = (text) => text.split(/\r?\n/).map((line) => line.replace(/^\s*(?:[A-D]?\d{1,3}[.):]?|[-–•*])\s+/, '').replace(/\s+\(?\d{1,2}:\d{2}\)?$/, '').trim()).filter(Boolean);

/** Takes a track away; those behind it stay open or closed. */
function removeTrack(index) {
  edit({ op: 'remove', path: `tracks[${index}]` });
  openTracks.value = (openTracks.value ?? []).filter((one) => one !== index).map((one) => (one > index ? one - 1 : one));
}

/** What of a track is said elsewhere than in its credits. */
const ownFindings = (index) => findings.value.filter((one) => one.path?.startsWith(`tracks[${index}]`) && !one.path.startsWith(`tracks[${index}].credits[`));

function Own({ track, index, open }) {
  const list = `tracks[${index}].credits`;
  const count = track.credits.length;
  const people = track.credits.flatMap((credit) => credit.names.map((one) => one.name));
  const doubts = findings.value.filter((one) => one.severity !== 'note' && one.path?.startsWith(`${list}[`)).length;
  const toggle = () => {
    const shown = openTracks.value ?? [];
    openTracks.value = open ? shown.filter((one) => one !== index) : [...shown, index];
    if (!open && count === 0) focusPath(`${list}[0].role`);
  };
  return html`<button type="button" class=${`small quiet track-open ${count > 0 ? 'has' : ''}`} aria-expanded=${open} aria-controls=${`track-${index}`} onClick=${toggle}
    title=${people.slice(0, 12).join(', ')}>${doubts > 0 && html`<span class="doubt"><span class="unseen">${t('warnings', { n: doubts })}</span></span>`}
    ${count > 0 ? t('track_credits', { n: count }) : t('track_add_credits')}<span class="unseen">: ${track.title}</span><${Icon} name=${open ? 'up' : 'down'} /></button>`;
}

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
      if (!fresh) removeTrack(index);
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
  const open = !fresh && (openTracks.value ?? []).includes(index);
  return html`<li class=${`track ${open ? 'open' : ''}`}><span class="track-number">${track?.number ?? (fresh ? '' : index + 1)}</span>
    <input data-path=${place(index)} value=${text} placeholder=${fresh ? t('add_track') : ''} aria-label=${fresh ? t('add_track') : t('track_n', { n: index + 1 })} autocomplete="off" spellcheck=${false}
      onFocus=${visit.enter} onInput=${(event) => { change(event.currentTarget.value); if (!event.isComposing) send(event.currentTarget.value); }}
      onCompositionEnd=${(event) => send(event.currentTarget.value)} onKeyDown=${keys} onPaste=${paste}
      onBlur=${() => !fresh && text.trim() === '' && removeTrack(index)} />
    ${!fresh && html`<${Own} track=${track} index=${index} open=${open} />`}
    ${!fresh && ownFindings(index).length > 0 && html`<div class="track-findings"><${FindingsAt} path=${`tracks[${index}]`} found=${ownFindings(index)} /></div>`}
    ${open && html`<div class="track-credits" id=${`track-${index}`} role="group" aria-label=${t('track_credits_of', { title: track.title })}><${Rows} list=${`tracks[${index}].credits`} /></div>`}</li>`;
}

export function Tracks() {
  const tracks = model.value.tracks ?? [];
  const closed = openTracks.value === null;
  const toggle = (event) => {
    event.preventDefault();
    openTracks.value = closed ? [] : null;
  };
  const doubts = closed ? findings.value.filter((one) => one.severity !== 'note' && one.path?.startsWith('tracks[')).length : 0;
  return html`<details class="tracks" key=${doc.value.id} open=${!closed}><summary onClick=${toggle}><h2>${t('track_list')}</h2>${tracks.length > 0 && html`<span class="tally">${tracks.length}</span>`}
    ${doubts > 0 && html`<span class="count warning">${t('warnings', { n: doubts })}</span>`}</summary>
    <ol>${[...tracks, null].map((track, index) => html`<${Track} key=${index} track=${track} index=${index} count=${tracks.length} />`)}</ol></details>`;
}
