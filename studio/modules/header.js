// The line at the top: where one is, whether it is saved, undo and redo, save, and how the page looks and speaks.

import { html, signal } from '../vendor/reactive.js';
import { alone } from './api.js';
import { doc, kept, model, redo, save, undo, settled } from './document.js';
import { Icon, IconButton } from './icons.js';
import { gone, online, panel, project, screen, view } from './state.js';
import { LANGUAGES, choose, language, t } from './words.js';

const OWN_NAMES = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', ja: '日本語' };

const scheme = signal(localStorage.getItem('studio.scheme') ?? '');

export function paint() {
  if (scheme.value) document.documentElement.dataset.scheme = scheme.value;
  else delete document.documentElement.dataset.scheme;
}

function flip() {
  const dark = scheme.value ? scheme.value === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  scheme.value = dark ? 'light' : 'dark';
  localStorage.setItem('studio.scheme', scheme.value);
  paint();
}

export function records() {
  screen.value = 'records';
  history.pushState(null, '', '#');
}

function State() {
  if (gone.value) return html`<span class="state bad">${t('server_new_address')}</span>`;
  if (!online.value) return html`<span class="state bad">${t('server_lost')}</span>`;
  if (!doc.value || screen.value === 'records') return null;
  if (alone) return html`<span class="state">${t('stays_here')}</span>`;
  const { saved, path, changed_on_disk: changed, tabs } = doc.value;
  return html`<span class=${`state ${saved ? '' : 'draft'}`} data-saved=${saved && settled.value}>${changed ? t('changed_on_disk') : saved && path ? t('saved') : t('draft_kept')}
    ${tabs > 1 && html`<span class="tabs-note"> · ${t('two_tabs')}</span>`}</span>`;
}

export function Header() {
  const here = screen.value !== 'records' && doc.value;
  const empty = screen.value === 'kit' && here.text.trim() === '';
  const name = here ? doc.value.path ?? (model.value.title || t('new_record')) : project.value?.root;
  return html`<header class="top">
    ${project.value?.folder && here ? html`<button type="button" class="bare back" aria-label=${t('records')} onClick=${records}><${Icon} name="back" /><span>${t('records')}</span></button>`
      : html`<span class="wordmark">extra-credit</span>`}
    <span class="where"><b>${name}</b><${State} /></span>
    <span class="gap"></span>
    ${here && html`<span class="steps"><${IconButton} icon="undo" label=${t('undo')} disabled=${!doc.value.can_undo} onClick=${undo} />
      <${IconButton} icon="redo" label=${t('redo')} disabled=${!doc.value.can_redo} onClick=${redo} /></span>`}
    <${IconButton} icon=${scheme.value === 'dark' ? 'light' : 'dark'} class="scheme" label=${t('light_dark')} onClick=${flip} />
    <label class="language"><span class="unseen">${t('language_page')}</span><select value=${language.value} onChange=${(event) => choose(event.currentTarget.value)}>
      ${LANGUAGES.map((code) => html`<option key=${code} value=${code}>${OWN_NAMES[code]}</option>`)}</select></label>
    ${here && html`<button type="button" data-act="save" class="save" disabled=${empty || (alone ? kept.value === doc.value.text : doc.value.saved && settled.value && doc.value.path)} onClick=${() => save()}>${t('save')}</button>
      ${screen.value === 'record' && html`<button type="button" data-act="take" class="main to-take" onClick=${() => { panel.value = 'take'; view.value = 'take'; }}>${t('take_it')}</button>`}`}
  </header>`;
}
