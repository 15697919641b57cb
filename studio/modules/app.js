// The page: head, form, card and panel beside each other; on a phone one of them at a time with the card above.

import { html, useEffect } from '../vendor/reactive.js';
import { alone } from './api.js';
import { Credits } from './credits.js';
import { Dialogs } from './dialogs.js';
import { doc, kept, redo, save, settled, undo } from './document.js';
import { Drop } from './drop.js';
import { File } from './file.js';
import { Header } from './header.js';
import { KitScreen } from './kit.js';
import { IconButton } from './icons.js';
import { Look } from './look.js';
import { RecordHead } from './record.js';
import { Records } from './records.js';
import { Stage } from './stage.js';
import { hush, notice, panel, screen, view } from './state.js';
import { Take } from './take.js';
import { Tracks } from './tracks.js';
import { t } from './words.js';

const PANELS = { look: Look, take: Take, file: File };

function keys(event) {
  const mod = event.ctrlKey || event.metaKey;
  if (!mod || event.altKey || event.defaultPrevented || screen.value === 'records' || !doc.value) return;
  const act = { z: event.shiftKey ? redo : undo, y: redo, s: () => save() }[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Edits that the server has not answered would be lost with the page; without a server, all that is not kept as a file. */
function leaving(event) {
  if (!doc.value) return;
  const lost = alone ? doc.value.can_undo && doc.value.text !== kept.value : !settled.value;
  if (lost) event.preventDefault();
}

function Tabs() {
  const all = Object.keys(PANELS);
  const roam = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    panel.value = all[(all.indexOf(panel.value) + step + all.length) % all.length];
    requestAnimationFrame(() => document.getElementById(`tab-${panel.value}`)?.focus());
  };
  return html`<div class="tabs" role="tablist" aria-label=${t('panel')} onKeyDown=${roam}>
    ${all.map((name) => html`<button key=${name} type="button" role="tab" id=${`tab-${name}`} aria-controls="panel" aria-selected=${panel.value === name}
      tabindex=${panel.value === name ? 0 : -1} onClick=${() => (panel.value = name)}>${t(`panel_${name}`)}</button>`)}</div>`;
}

/** The four parts of the page on a phone. */
function Bottom() {
  const go = (name) => {
    view.value = name;
    if (name in PANELS) panel.value = name;
    scrollTo(0, 0);
  };
  return html`<nav class="bottom" aria-label=${t('parts')}>
    ${['credits', 'card', 'look', 'take', 'file'].map((name) => html`<button key=${name} type="button" aria-current=${view.value === name ? 'page' : undefined} onClick=${() => go(name)}>${t(`view_${name}`)}</button>`)}</nav>`;
}

function Notice() {
  const said = notice.value;
  return said && html`<div class=${`notice ${said.tone}`}><p>${said.text}</p>
    ${said.action && html`<button type="button" class="small" onClick=${() => { hush(); said.action.run(); }}>${said.action.label}</button>`}
    <${IconButton} icon="close" label=${t('close')} onClick=${hush} /></div>`;
}

function RecordScreen() {
  const Panel = PANELS[panel.value];
  return html`<main class="record-screen" data-panel=${panel.value} data-view=${view.value}>
    <div class="form"><${RecordHead} /><${Credits} /><${Tracks} /></div>
    <${Stage} />
    <aside class="panel" aria-label=${t('panel')}><${Tabs} /><div class="panel-room" id="panel" role="tabpanel" aria-labelledby=${`tab-${panel.value}`}><${Panel} /></div></aside>
    <${Bottom} /></main>`;
}

export function App() {
  useEffect(() => {
    addEventListener('keydown', keys);
    addEventListener('beforeunload', leaving);
    return () => {
      removeEventListener('keydown', keys);
      removeEventListener('beforeunload', leaving);
    };
  }, []);
  const Screen = !doc.value ? Records : { record: RecordScreen, kit: KitScreen }[screen.value] ?? Records;
  return html`<a class="skip" href="#form-start" onClick=${(event) => { event.preventDefault(); document.querySelector('.form textarea, main button')?.focus(); }}>${t('skip')}</a>
    <${Header} /><${Screen} /><${Notice} /><${Dialogs} /><${Drop} />`;
}
