// All records of a folder: their state, a filter, marks with a note, the contact sheet, and making all cards.

import { computed, html, signal, useEffect, useRef, useState } from '../vendor/reactive.js';
import { ask, get, post, put, query, Refused } from './api.js';
import { open } from './document.js';
import { progress } from './events.js';
import { Segments } from './field.js';
import { Icon } from './icons.js';
import { Lane, later } from './pictures.js';
import { format, page, project, say, screen } from './state.js';
import { t } from './words.js';

const wanted = signal('');
const only = signal('all');
const layout = signal('list');
const sheetFormat = signal('square');
const running = signal(false);

const STATES = {
  all: () => true,
  findings: (one) => one.errors + one.warnings > 0,
  unmarked: (one) => !one.mark,
  fine: (one) => one.mark === 'fine',
  change: (one) => one.mark === 'change',
  changed: (one) => one.changed,
};

const fold = (text) => (text ?? '').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

const shown = computed(() => (project.value?.files ?? []).filter((one) => STATES[only.value](one) && fold(`${one.title} ${one.artist} ${one.path}`).includes(fold(wanted.value))));

export async function openRecord(path, id = null) {
  try {
    const opened = await open(path, id);
    page.value = 1;
    format.value = opened.model?.card?.formats?.[0] ?? 'square';
    screen.value = opened.kind === 'kit' ? 'kit' : 'record';
    const place = opened.path ? `#${encodeURIComponent(opened.path)}` : '#new';
    if (location.hash !== place) history.pushState(null, '', place);
    scrollTo(0, 0);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message, { tone: 'bad' });
  }
}

async function mark(one, value, note = one.note) {
  await put('/api/records/mark', { path: one.path, mark: value, note: note || null });
  project.value = { ...project.value, files: project.value.files.map((file) => (file.path === one.path ? { ...file, mark: value, note } : file)) };
}

function Picture({ one, width }) {
  const place = useRef(null);
  const lane = useRef(null);
  lane.current ??= new Lane(`record-${one.path}`);
  useEffect(() => {
    let live = true;
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      watch.disconnect();
      later({ wanted: () => live, run: () => lane.current.ask(`/api/records/card?${query({ path: one.path, format: sheetFormat.value, width, lane: lane.current.name })}`) });
    }, { rootMargin: '200px' });
    watch.observe(place.current);
    return () => {
      live = false;
      watch.disconnect();
    };
  }, [one.path, one.changed, sheetFormat.value, width]);
  useEffect(() => () => lane.current.drop(), []);
  const url = lane.current.shown.value?.url;
  const shape = project.value.formats.find((entry) => entry.name === sheetFormat.value);
  return html`<span ref=${place} class="mini" style=${{ aspectRatio: shape ? `${shape.width} / ${shape.height}` : '1' }}>${url && html`<img src=${url} alt="" />`}</span>`;
}

const States = ({ one }) => html`<span class="states">
  ${one.errors > 0 && html`<span class="error">${t('errors', { n: one.errors })}</span>`}
  ${one.warnings > 0 && html`<span class="warning">${t('warnings', { n: one.warnings })}</span>`}
  ${one.changed && html`<span>${t('state_changed')}</span>`}</span>`;

function Marks({ one }) {
  const [note, setNote] = useState(one.note ?? '');
  const set = (value) => mark(one, one.mark === value ? null : value);
  return html`<span class="marks" role="group" aria-label=${t('mark_of', { title: one.title || one.path })}>
    <button type="button" class="small" aria-pressed=${one.mark === 'fine'} onClick=${() => set('fine')}>${t('mark_fine')}</button>
    <button type="button" class="small" aria-pressed=${one.mark === 'change'} onClick=${() => set('change')}>${t('mark_change')}</button>
    ${one.mark === 'change' && html`<input class="note" value=${note} placeholder=${t('what_to_change')} aria-label=${t('what_to_change')} onInput=${(event) => setNote(event.currentTarget.value)}
      onChange=${(event) => mark(one, 'change', event.currentTarget.value)} />`}</span>`;
}

const Row = ({ one, large }) => html`<li class="entry">
  <button type="button" class="entry-open" onClick=${() => openRecord(one.path)}>
    <${Picture} one=${one} width=${large ? 480 : 160} />
    <span class="entry-names"><b>${one.title || t('untitled')}</b><span>${one.artist}</span><small>${one.path}</small></span></button>
  <${States} one=${one} /><${Marks} one=${one} /></li>`;

async function renderAll() {
  running.value = true;
  progress.value = null;
  try {
    await post('/api/render', {});
  } catch (error) {
    running.value = false;
    say(error.message, { tone: 'bad' });
  }
}

function Progress() {
  const now = progress.value;
  useEffect(() => {
    if (!running.value || !now?.ended) return;
    running.value = false;
    const { error, pictures, untouched, failed, folder } = now.ended;
    if (error) say(error, { tone: 'bad' });
    else if (failed > 0) say(t('rendered_failed', { n: pictures, failed, folder }), { tone: 'bad' });
    else say(`${t('rendered', { n: pictures, folder })}${untouched > 0 ? ` ${t('rendered_before', { n: untouched })}` : ''}`);
  }, [now]);
  if (!running.value) return null;
  return html`<span class="progress"><progress max=${now?.total || 1} value=${now ? now.done : undefined} aria-label=${t('render_all')} /><span>${now ? `${now.done} / ${now.total}` : ''}</span>
    <button type="button" class="small" onClick=${() => ask('DELETE', '/api/render')}>${t('stop')}</button></span>`;
}

/** Names that two records spell differently, and handles that they give differently. */
function Names() {
  const [found, setFound] = useState(null);
  const stamp = (project.value?.files ?? []).map((one) => `${one.path}${one.errors}${one.warnings}`).join();
  useEffect(() => {
    let live = true;
    get('/api/names').then((list) => live && setFound(list), () => live && setFound([]));
    return () => (live = false);
  }, [stamp]);
  if (!found || found.length === 0) return null;
  return html`<details class="names-over-all"><summary>${t('near_names', { n: found.length })}</summary><ul class="findings">
    ${found.map((one) => html`<li key=${one.path + one.message} class="finding warning"><span class="mark" aria-hidden="true"></span><div>${one.message}${one.hint ? html` <span class="hint">${one.hint}</span>` : ''}</div>
      <div class="acts"><button type="button" class="small" onClick=${() => openRecord(one.path)}>${one.path}</button></div></li>`)}</ul></details>`;
}

export function Records() {
  const files = project.value?.files ?? [];
  useEffect(() => {
    get('/api/project').then((fresh) => (project.value = fresh), () => null);
  }, []);
  const counts = Object.fromEntries(Object.keys(STATES).map((state) => [state, files.filter(STATES[state]).length]));
  return html`<main class="records">
    <header><h1>${t('records')}</h1><span class="tally">${t('records_n', { n: files.length })}</span><span class="gap"></span>
      <${Progress} /><button type="button" disabled=${running.value} onClick=${renderAll} data-act="render-all">${t('render_all')}</button>
      ${project.value?.kits && html`<button type="button" data-act="kit" onClick=${() => openRecord('extra-credit.yaml')}>${t('kit')}</button>`}
      <button type="button" class="main" onClick=${() => openRecord(null)}><${Icon} name="add" />${t('new_record')}</button></header>
    <div class="records-bar">
      <label><span class="unseen">${t('filter')}</span><input type="search" placeholder=${t('filter')} value=${wanted.value} onInput=${(event) => (wanted.value = event.currentTarget.value)} /></label>
      <${Segments} label=${t('state')} value=${only.value} choose=${(value) => (only.value = value)} options=${Object.keys(STATES).map((value) => ({ value, label: `${t(`only_${value}`)} ${counts[value]}` }))} />
      <span class="gap"></span>
      <${Segments} label=${t('layout')} value=${layout.value} choose=${(value) => (layout.value = value)} options=${['list', 'sheet'].map((value) => ({ value, label: t(`layout_${value}`) }))} />
      ${layout.value === 'sheet' && html`<label class="language"><span class="unseen">${t('format')}</span><select value=${sheetFormat.value} onChange=${(event) => (sheetFormat.value = event.currentTarget.value)}>
        ${(project.value?.formats ?? []).map((one) => html`<option key=${one.name} value=${one.name}>${one.name}</option>`)}</select></label>`}
    </div>
    <${Names} />
    ${shown.value.length === 0 ? html`<p class="none">${t(files.length === 0 ? 'no_records' : 'none_match')}</p>`
      : html`<ul class=${layout.value === 'sheet' ? 'contact' : 'entries'}>${shown.value.map((one) => html`<${Row} key=${one.path} one=${one} large=${layout.value === 'sheet'} />`)}</ul>`}
  </main>`;
}
