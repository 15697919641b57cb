// How the card looks: templates shown with this record, themes of this cover, own colours, type, and what labels say.

import { html, signal, useEffect, useState } from '../vendor/reactive.js';
import { get, query } from './api.js';
import { address, doc, model, set } from './document.js';
import { Choice, Segments } from './field.js';
import { useThumbnail } from './pictures.js';
import { card } from './stage.js';
import { format, project } from './state.js';
import { number, t } from './words.js';

const swatches = signal([]);

function useSwatches() {
  const cover = JSON.stringify(model.value.artwork ?? null);
  useEffect(() => {
    if (!doc.value) return undefined;
    let live = true;
    const load = () => get(address('swatches')).then((list) => live && (swatches.value = list), () => null);
    const timer = setTimeout(load, 150);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [cover, doc.value?.id]);
}

function Template({ one, chosen }) {
  const shape = project.value.formats.find((entry) => entry.name === format.value);
  const [place, own, problem] = useThumbnail(`template-${one.name}`, { format: format.value, template: one.name, width: 300 }, `${one.name}:${format.value}`, 900, chosen);
  const shown = chosen ? card.shown.value : own;
  return html`<button type="button" ref=${place} class="template" role="radio" aria-checked=${chosen} title=${one.about}
    onClick=${() => set('card.template', one.name)}>
    <span class=${`mini ${problem ? 'none' : ''}`} style=${{ aspectRatio: `${shape.width} / ${shape.height}` }}>${shown && html`<img src=${shown.url} alt="" />`}${problem && html`<small>${problem.message}</small>`}</span>
    <span class="template-name">${one.name}</span></button>`;
}

/** Arrow keys choose among the buttons of a group, as among radio buttons. */
export function roam(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll('[role="radio"]')];
  const from = all.indexOf(document.activeElement);
  if (from < 0) return;
  event.preventDefault();
  all[(from + step + all.length) % all.length].focus();
}

function Templates() {
  const chosen = model.value.card?.template ?? 'side-by-side';
  const subjects = project.value.templates.filter((one) => (one.subjects ?? [one.subject]).includes('record'));
  const fits = subjects.filter((one) => !one.formats || one.formats.length === 0 || one.formats.includes(format.value));
  return html`<section><h2 id="templates-head">${t('template')}</h2>
    <div class="templates" role="radiogroup" aria-labelledby="templates-head" onKeyDown=${roam}>
      ${fits.map((one) => html`<${Template} key=${one.name} one=${one} chosen=${one.name === chosen} />`)}</div></section>`;
}

const nameOf = (theme) => (typeof theme === 'string' ? theme : theme ? 'own' : 'auto');

function Swatch({ one, chosen }) {
  return html`<button type="button" class="swatch" role="radio" aria-checked=${chosen} title=${one.contrast ? `${one.theme} · ${number(one.contrast, 1)} : 1` : one.theme}
    onClick=${() => set('card.theme', one.theme === 'auto' ? null : one.theme)}>
    <span class="swatch-ground" style=${{ background: one.ground, color: one.ink }}><b>Aa</b><i style=${{ background: one.accent }}></i></span>
    <span class="swatch-name">${one.theme}</span></button>`;
}

let picking = 0;

function Own() {
  const theme = model.value.card?.theme;
  const own = typeof theme === 'object' && theme ? theme.ground : null;
  const [told, setTold] = useState(null);
  const ground = own ?? '';
  useEffect(() => {
    let live = true;
    if (!/^#[0-9a-f]{6}$/i.test(ground)) setTold(null);
    else get(`/api/documents/${encodeURIComponent(doc.value.id)}/contrast?${query({ ground })}`).then((answer) => live && setTold(answer), () => null);
    return () => (live = false);
  }, [ground]);
  const pick = (event) => set('card.theme', { ground: event.currentTarget.value }, `ground#${picking}`);
  return html`<div class=${`own ${own ? 'chosen' : ''}`}>
    <label class="own-picker"><span>${t('own_colour')}</span><input type="color" data-path="card.theme" value=${own ?? '#d02020'} onFocus=${() => picking++} onInput=${pick} /></label>
    ${own && html`<code>${own}</code>`}
    ${told && html`<span class=${`told ${told.contrast >= 4.5 ? 'good' : 'low'}`}>${t(told.contrast >= 7 ? 'contrast_high' : told.contrast >= 4.5 ? 'contrast_good' : 'contrast_low', { ratio: number(told.contrast, 1) })}</span>`}
    ${own && html`<button type="button" class="small quiet" onClick=${() => set('card.theme', null)}>${t('remove')}</button>`}
  </div>`;
}

function Themes() {
  useSwatches();
  const chosen = nameOf(model.value.card?.theme);
  return html`<section><h2 id="themes-head">${t('colours')}</h2>
    <div class="swatches" role="radiogroup" aria-labelledby="themes-head" onKeyDown=${roam}>
      ${swatches.value.map((one) => html`<${Swatch} key=${one.theme} one=${one} chosen=${one.theme === chosen} />`)}</div>
    <${Own} /></section>`;
}

function Type() {
  const chosen = model.value.card?.type ?? '';
  const choose = (name) => set('card.type', name || null);
  const all = [{ name: '', about: t('type_own') }, ...project.value.pairings];
  return html`<section><h2 id="type-head">${t('type')}</h2>
    <div class="pairings" role="radiogroup" aria-labelledby="type-head" onKeyDown=${roam}>
      ${all.map(({ name, about }) => html`<button key=${name} type="button" role="radio" aria-checked=${chosen === name} title=${about} class=${`pairing ${name || 'own'}`}
        onClick=${() => choose(name)}><b>Ag</b><span>${name || t('type_own')}</span></button>`)}</div></section>`;
}

function Words() {
  const { language, labels, order, overflow, handles, group } = model.value.card ?? {};
  const languages = project.value.languages.map(({ code, name }) => ({ value: code, label: name }));
  const platforms = project.value.platforms.map(({ name }) => ({ value: name, label: name }));
  return html`<section><h2>${t('listed')}</h2>
    <${Segments} label=${t('group')} value=${group ?? 'role'} choose=${(value) => set('card.group', value === 'role' ? null : value)}
      options=${[{ value: 'role', label: t('by_role') }, { value: 'person', label: t('by_person') }]} />
    <div class="choices">
      <${Choice} path="card.language" value=${language} label=${t('language_labels')} options=${languages} empty=${t('as_record')} />
      <${Choice} path="card.labels" value=${labels} label=${t('labels')} empty=${t('as_written')} options=${['sentence', 'catalogue'].map((value) => ({ value, label: t(`labels_${value}`) }))} />
      <${Choice} path="card.order" value=${order} label=${t('order')} empty=${t('order_file')} options=${[{ value: 'catalogue', label: t('order_catalogue') }]} />
      <${Choice} path="card.overflow" value=${overflow} label=${t('overflow')} empty=${t('overflow_pages')} options=${[{ value: 'summary', label: t('overflow_summary') }]} />
      <${Choice} path="card.handles" value=${typeof handles === 'boolean' ? String(handles) : handles} label=${t('handles')} empty=${t('handles_none')} options=${[{ value: 'true', label: t('handles_all') }, ...platforms]} />
    </div></section>`;
}

export const Look = () => html`<${Templates} /><${Themes} /><${Type} /><${Words} />`;
