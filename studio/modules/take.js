// Taking it: this picture, all formats, a kit of posts for platforms; the caption and the alt text to copy.

import { html, signal, useEffect } from '../vendor/reactive.js';
import { download, get, picture, query } from './api.js';
import { address, doc, model, set, whenSettled } from './document.js';
import { Segments } from './field.js';
import { Icon } from './icons.js';
import { scene } from './stage.js';
import { format, page, pages, project, say } from './state.js';
import { number, t } from './words.js';

const file = signal('png');
const platform = signal('instagram');
const post = signal(null);

const taking = signal(false);

async function take(values) {
  await whenSettled();
  taking.value = true;
  try {
    await download(address(`take?${query(values)}`));
  } catch (error) {
    say(error.hint ? `${error.message} – ${error.hint}` : error.message, { tone: 'bad' });
  } finally {
    taking.value = false;
  }
}

async function copyText(text, what) {
  await navigator.clipboard.writeText(text);
  say(t('copied', { what }));
}

async function copyPicture() {
  await whenSettled();
  const path = address(`take?${query({ what: 'png', format: format.value, page: page.value })}`);
  const made = picture(path).then(({ blob }) => blob);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': made })]);
  say(t('copied', { what: t('picture') }));
}

const guarded = (run) => () => run().catch((error) => say(`${t('not_copied')} ${error.message}`, { tone: 'bad' }));

function Formats() {
  const chosen = model.value.card?.formats ?? [];
  const toggle = (name) => {
    const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : project.value.formats.map((one) => one.name).filter((one) => one === name || chosen.includes(one));
    set('card.formats', next.length > 0 ? next : null);
  };
  return html`<fieldset class="checks"><legend>${t('formats')}</legend>
    ${project.value.formats.map((one) => html`<label key=${one.name} title=${`${one.width} × ${one.height}`}><input type="checkbox" checked=${chosen.includes(one.name)} onChange=${() => toggle(one.name)} /><span>${one.name}</span></label>`)}</fieldset>`;
}

function Kits() {
  const chosen = model.value.card?.for ?? [];
  const toggle = (name) => {
    const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
    set('card.for', next.length > 0 ? next : null);
  };
  return html`<fieldset class="checks"><legend>${t('platforms')}</legend>
    ${project.value.platforms.map((one) => html`<label key=${one.name} title=${one.about}><input type="checkbox" checked=${chosen.includes(one.name)} onChange=${() => toggle(one.name)} /><span>${one.name}</span></label>`)}</fieldset>`;
}

function Count({ count }) {
  if (!count) return null;
  const over = count.limit && count.used > count.limit;
  return html`<small class=${over ? 'over' : ''}>${number(count.used)}${count.limit ? ` / ${number(count.limit)}` : ''}</small>`;
}

function Words() {
  const revision = doc.value.revision;
  useEffect(() => {
    let live = true;
    const timer = setTimeout(() => get(address(`words?${query({ platform: platform.value, format: format.value })}`)).then((words) => live && (post.value = words), () => null), 250);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [revision, platform.value, doc.value.id, format.value]);
  const words = post.value;
  const alt = words?.alts?.[page.value - 1] ?? scene.value?.pages?.[page.value - 1]?.alt ?? '';
  return html`<section><h2>${t('words_of_post')}</h2>
    <label class="field"><span>${t('platform')}</span><select value=${platform.value} onChange=${(event) => (platform.value = event.currentTarget.value)}>
      ${project.value.platforms.map((one) => html`<option key=${one.name} value=${one.name}>${one.name}</option>`)}</select></label>
    <div class="said"><header><h3>${t('caption')}</h3><${Count} count=${words?.counts?.caption} />
      <button type="button" class="small" disabled=${!words?.caption} onClick=${guarded(() => copyText(words.caption, t('caption')))}><${Icon} name="copy" />${t('copy')}</button></header>
      <p tabindex="0" role="group" aria-label=${t('caption')}>${words?.caption ?? ''}</p></div>
    <div class="said"><header><h3>${t('alt_text')}</h3><${Count} count=${words?.counts?.alts?.[page.value - 1]} />
      <button type="button" class="small" disabled=${!alt} onClick=${guarded(() => copyText(alt, t('alt_text')))}><${Icon} name="copy" />${t('copy')}</button></header>
      <p tabindex="0" role="group" aria-label=${t('alt_text')}>${alt}</p></div></section>`;
}

export function Take() {
  const formats = model.value.card?.formats ?? [];
  const platforms = model.value.card?.for ?? [];
  const all = formats.length > 0 ? formats.join(',') : null;
  return html`<section><h2>${t('this_picture')}</h2>
    <${Segments} label=${t('file')} value=${file.value} choose=${(value) => (file.value = value)} options=${project.value.files_of.map((value) => ({ value, label: value.toUpperCase() }))} />
    <div class="acts-row">
      <button type="button" class="main" data-act="take-one" disabled=${taking.value} onClick=${() => take({ what: file.value, format: format.value, page: page.value })}><${Icon} name="take" />${pages.value > 1 ? t('download_page', { n: page.value }) : t('download')}</button>
      <button type="button" data-act="copy-picture" onClick=${guarded(copyPicture)}><${Icon} name="copy" />${t('copy_picture')}</button></div></section>
    <section><h2>${t('all_formats')}</h2><${Formats} />
      <div class="acts-row"><button type="button" data-act="take-all" disabled=${taking.value} onClick=${() => take({ what: 'all', formats: all, file: file.value })}><${Icon} name="take" />${t('download_all')}</button></div></section>
    <section><h2>${t('post_kit')}</h2><${Kits} />
      <div class="acts-row"><button type="button" data-act="take-kit" disabled=${platforms.length === 0 || taking.value} onClick=${() => take({ what: 'kit', for: platforms.join(',') })}><${Icon} name="take" />${t('download_kit')}</button></div></section>
    <${Words} />`;
}
