// The card as it will be posted: its newest picture, the texts on it that lead to their rows, its pages and its formats.

import { computed, html, signal, useEffect, useRef, useState } from '../vendor/reactive.js';
import { get, Lost, Refused } from './api.js';
import { at, fieldOf } from './places.js';
import { doc, model, settled } from './document.js';
import { IconButton } from './icons.js';
import { Lane, cardAddress, first, sceneAddress, useThumbnail } from './pictures.js';
import { focusPath, format, hovered, listing, made, page, pages, project, view } from './state.js';
import { number, t } from './words.js';

export const card = new Lane('main');
export const scene = signal(null);

const width = () => Math.min(1080, Math.ceil((innerWidth < 700 ? innerWidth : 640) * Math.min(devicePixelRatio, 2)));

/** Asks for the picture of each revision as soon as it is there, with the places of its texts, which are found at the same time. */
function useCard() {
  const revision = doc.value?.revision;
  const key = `${doc.value?.id}:${revision}:${format.value}:${page.value}`;
  useEffect(() => {
    if (!doc.value) return undefined;
    const values = { format: format.value, page: page.value, lane: 'main', width: width() };
    const asked = performance.now();
    const asking = card.ask(cardAddress(values));
    first(asking);
    asking.then((shown) => {
      if (!shown) return;
      document.documentElement.classList.add('made');
      pages.value = shown.pages;
      if (page.value > shown.pages) page.value = shown.pages;
      made.value = { revision: shown.revision || revision, ms: shown.ms, took: performance.now() - asked, at: performance.now() };
    });
    const abort = new AbortController();
    get(sceneAddress({ format: format.value }), { signal: abort.signal }).then(
      (found) => found && (scene.value = found),
      (error) => {
        if (error instanceof Refused) scene.value = null;
        else if (error.name !== 'AbortError' && !(error instanceof Lost)) throw error;
      },
    );
    return () => {
      abort.abort();
    };
  }, [key]);
}

const sheet = computed(() => scene.value?.pages?.[page.value - 1] ?? null);

/** Whether a text of the card is what is hovered: a row, a name in it, or a person wherever they stand. */
function meant(text, wanted) {
  if (!wanted || !text.path) return false;
  if (typeof wanted === 'object') return at(model.value, text.path)?.name === wanted.name || text.text === wanted.name;
  return text.path === wanted || text.path.startsWith(`${wanted}.`) || text.path.startsWith(`${wanted}[`);
}

function go(path) {
  listing.value = 'role';
  if (innerWidth < 700) view.value = 'credits';
  focusPath(fieldOf(path), { select: true });
}

function Places() {
  if (!sheet.value) return null;
  const { width: wide, height: high, texts } = sheet.value;
  const share = (value, whole) => `${(value / whole) * 100}%`;
  return html`<div class="places" aria-hidden="true">
    ${texts.filter((text) => text.path).map((text, index) => html`<div key=${index} class=${`place ${meant(text, hovered.value) ? 'meant' : ''}`} data-goes=${text.path}
      style=${{ left: share(text.x, wide), top: share(text.y, high), width: share(text.width, wide), height: share(text.height, high) }}
      onPointerEnter=${() => (hovered.value = text.path)} onPointerLeave=${() => (hovered.value = null)} onClick=${() => go(text.path)} />`)}
  </div>`;
}

/** The largest box of the card's shape that the place holds. */
function useFit(shape) {
  const place = useRef(null);
  const [room, setRoom] = useState(null);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setRoom({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  if (!room) return [place, { width: '0', height: '0' }];
  const wide = Math.min(room.width, room.height * shape);
  return [place, { width: `${Math.floor(wide)}px`, height: `${Math.floor(wide / shape)}px` }];
}

function Pages() {
  if (pages.value < 2) return null;
  const go = (step) => (page.value = Math.min(pages.value, Math.max(1, page.value + step)));
  return html`<div class="pages" role="group" aria-label=${t('pages')}>
    <${IconButton} icon="left" label=${t('page_before')} disabled=${page.value <= 1} onClick=${() => go(-1)} />
    <span aria-live="polite">${t('page_of', { n: page.value, count: pages.value })}</span>
    <${IconButton} icon="right" label=${t('page_after')} disabled=${page.value >= pages.value} onClick=${() => go(1)} /></div>`;
}

function Thumbnail({ one }) {
  const chosen = format.value === one.name;
  const [place, own, problem] = useThumbnail(`format-${one.name}`, { format: one.name, width: 200 }, one.name, 450, chosen);
  const shown = chosen ? card.shown.value : own;
  const pick = () => {
    format.value = one.name;
    page.value = 1;
  };
  const high = 52;
  return html`<button type="button" ref=${place} class="format" aria-pressed=${chosen} onClick=${pick} title=${one.about}>
    <span class=${`mini ${problem ? 'none' : ''}`} style=${{ width: `${Math.round((high * one.width) / one.height)}px`, height: `${high}px` }}>
      ${shown && html`<img src=${shown.url} alt="" />`}</span>
    <span class="format-name">${one.name}${shown?.pages > 1 ? html` <small>${shown.pages}</small>` : ''}</span></button>`;
}

export function Stage() {
  useCard();
  const one = project.value.formats.find((entry) => entry.name === format.value) ?? project.value.formats[0];
  const [place, size] = useFit(one.width / one.height);
  const shown = card.shown.value;
  const problem = card.problem.value;
  const current = made.value?.revision === doc.value?.revision && settled.value;
  const keys = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) page.value = Math.min(pages.value, Math.max(1, page.value + step));
  };
  return html`<section class="stage" aria-label=${t('card')}>
    <div class="stage-room" ref=${place}>
      <div class=${`sheet ${problem ? 'stale' : ''}`} style=${size} data-revision=${made.value?.revision} data-current=${current} tabindex=${pages.value > 1 ? 0 : -1} onKeyDown=${keys}>
        ${shown ? html`<img src=${shown.url} alt=${sheet.value?.alt ?? t('card_alt')} draggable=${false} />` : html`<div class="blank"><p>${problem ? problem.message : t('first_letter')}</p></div>`}
        ${shown && !problem && html`<${Places} />`}
      </div>
    </div>
    ${problem && shown && html`<p class="stage-problem" role="alert">${problem.message}${problem.hint ? ` – ${problem.hint}` : ''}</p>`}
    <div class="stage-foot">
      <${Pages} />
      <p class="facts" title=${made.value ? `${number(made.value.took)} ms` : undefined}>${one.name} · ${one.width} × ${one.height}</p>
    </div>
    <div class="formats" role="group" aria-label=${t('formats')}>
      ${project.value.formats.map((entry) => html`<${Thumbnail} key=${entry.name} one=${entry} />`)}
    </div>
  </section>`;
}

