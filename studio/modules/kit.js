// The brand kit of a folder: logos, colours, fonts and words that all its cards have, with what they make of three of its records.

import { computed, html, signal, useEffect, useRef, useState } from '../vendor/reactive.js';
import { get, picture, query } from './api.js';
import { address, doc, edit, model, set, settled, takeFile } from './document.js';
import { Choice, Field, Segments } from './field.js';
import { File } from './file.js';
import { Finding, FindingsAt, findings } from './findings.js';
import { Icon, IconButton } from './icons.js';
import { roam } from './look.js';
import { Lane } from './pictures.js';
import { openRecord } from './records.js';
import { project } from './state.js';
import { number, t } from './words.js';

const PREVIEWS = 3;
const COLOURS = ['ground', 'text', 'accent'];
const FAMILIES = ['title', 'text', 'names'];

const choices = signal(null); // {pictures, fonts, records, families: {own, built}}
const swatches = signal([]);
const format = signal('square');
const side = signal('preview'); // preview | file

/** What a kit can name is asked for again when its fonts are others, or its folder. */
function useChoices() {
  const key = `${doc.value.id}:${doc.value.saved}:${JSON.stringify(model.value.fonts?.files ?? [])}`;
  useEffect(() => {
    let live = true;
    get(address('choices')).then((found) => live && (choices.value = found), () => null);
    return () => (live = false);
  }, [key]);
  const first = choices.value?.records[0]?.path;
  useEffect(() => {
    let live = true;
    if (first) get(`/api/records/swatches?${query({ path: first })}`).then((list) => live && (swatches.value = list), () => null);
    return () => (live = false);
  }, [first]);
}

/** A logo as its two forms; a file alone is both. */
const forms = (logo) => (typeof logo === 'string' ? { light: logo, dark: logo } : logo ?? {});

function LogoPicture({ file, ground }) {
  const [url, setUrl] = useState(null);
  const path = file ? address(`artwork?${query({ width: 240, file })}`) : null;
  const stamp = `${path}:${doc.value.saved}`;
  useEffect(() => {
    let live = true;
    let own = null;
    if (!path) setUrl(null);
    else {
      picture(path).then((made) => {
        if (!live || !made) return;
        own = URL.createObjectURL(made.blob);
        setUrl(own);
      }, () => live && setUrl(null));
    }
    return () => {
      live = false;
      if (own) URL.revokeObjectURL(own);
    };
  }, [stamp]);
  return html`<span class=${`logo-picture ${ground}`}>${url && html`<img src=${url} alt="" />`}</span>`;
}

/** A file of the kit's folder, or one that is brought. */
function FileChoice({ path, value, label, files, take, accept, field = path, empty = null }) {
  const input = useRef(null);
  const bring = (event) => {
    for (const one of event.currentTarget.files) takeFile(one, null, field);
    event.currentTarget.value = '';
  };
  return html`<span class="file-choice"><${Choice} path=${path} value=${value} label=${label} empty=${empty} options=${files.map((one) => ({ value: one, label: one }))} commit=${take} />
    <${IconButton} icon="take" class="bring" label=${t('bring_file', { what: label })} onClick=${() => input.current.click()} />
    <input ref=${input} type="file" hidden accept=${accept} data-brings=${field} aria-label=${t('bring_file', { what: label })} onChange=${bring} /></span>`;
}

const PICTURES = '.svg,.png,.webp,.jpg,.jpeg,image/*';

/** The forms of a logo: the dark one is for light grounds. */
function Logo({ path, logo }) {
  const { light, dark } = forms(logo);
  const files = choices.value?.pictures ?? [];
  const take = (form) => (file) => {
    if (file === '') edit({ op: 'remove', path: `${path}.${form}` });
    else if (!light && !dark) set(path, file);
    else set(`${path}.${form}`, file);
  };
  // The first logo stands on every ground; a second one tells them apart.
  const field = (form) => (light || dark ? `${path}.${form}` : path);
  return html`<div class="logo">
    ${[['dark', dark, 'on-light'], ['light', light, 'on-dark']].map(([form, file, ground]) => html`<div key=${form} class="logo-form"><${LogoPicture} file=${file} ground=${ground} />
      <${FileChoice} path=${`${path}.${form}`} value=${file} label=${t(form === 'dark' ? 'on_light' : 'on_dark')} files=${files} take=${take(form)} accept=${PICTURES} field=${field(form)} empty="–" /></div>`)}
  </div>`;
}

function Logos() {
  const partners = model.value.partners ?? [];
  const free = (choices.value?.pictures ?? []).filter((file) => !partners.some((one) => Object.values(forms(one)).includes(file)));
  const move = (from, to) => edit({ op: 'move', path: 'partners', from, to });
  return html`<section aria-labelledby="logo-head"><h2 id="logo-head">${t('logo')}</h2><${Logo} path="logo" logo=${model.value.logo} /><${FindingsAt} path="logo" /></section>
    <section aria-labelledby="partners-head"><h2 id="partners-head">${t('partners')}</h2>
      <ol class="partners">${partners.map((one, index) => html`<li key=${index}><${Logo} path=${`partners[${index}]`} logo=${one} />
        <span class="partner-acts"><${IconButton} icon="up" label=${t('partner_up', { n: index + 1 })} disabled=${index === 0} onClick=${() => move(index, index - 1)} />
          <${IconButton} icon="down" label=${t('partner_down', { n: index + 1 })} disabled=${index + 1 === partners.length} onClick=${() => move(index, index + 1)} />
          <${IconButton} icon="close" label=${t('partner_remove', { n: index + 1 })} onClick=${() => edit({ op: 'remove', path: `partners[${index}]` })} /></span>
        <${FindingsAt} path=${`partners[${index}]`} /></li>`)}</ol>
      <${FileChoice} key=${partners.length} path="partners" value="" label=${t('add_partner')} files=${free} empty=${t('choose_file')} accept=${PICTURES}
        take=${(file) => file && edit({ op: 'insert', path: 'partners', index: partners.length, value: file })} /></section>`;
}

const colours = computed(() => {
  const theme = model.value?.theme;
  return typeof theme === 'string' ? { base: theme } : theme ?? {};
});

function Swatches() {
  const chosen = colours.value.base ?? 'auto';
  const own = Object.keys(colours.value).some((key) => key !== 'base');
  const choose = (name) => {
    const value = name === 'auto' ? null : name;
    if (own) set('theme.base', value, 'theme');
    else set('theme', value);
  };
  const list = swatches.value.length > 0 ? swatches.value : project.value.themes.map(({ name }) => ({ theme: name }));
  return html`<div class="swatches" role="radiogroup" aria-label=${t('theme')} onKeyDown=${roam}>
    ${list.map((one) => html`<button key=${one.theme} type="button" class="swatch" role="radio" aria-checked=${one.theme === chosen} onClick=${() => choose(one.theme)}>
      ${one.ground && html`<span class="swatch-ground" style=${{ background: one.ground, color: one.ink }}><b>Aa</b><i style=${{ background: one.accent }}></i></span>`}
      <span class="swatch-name">${one.theme}</span></button>`)}</div>`;
}

let picking = 0;

const HEX = /^#[0-9a-f]{6}$/i;

function Colour({ name, told }) {
  const path = `theme.${name}`;
  const value = colours.value[name];
  const shown = HEX.test(value ?? '') ? value : told?.[name === 'text' ? 'ink' : name] ?? '#808080';
  const pick = (event) => set(path, event.currentTarget.value, `${path}#${picking}`);
  const ratio = value && told ? (name === 'accent' ? told.accent_contrast : told.contrast) : null;
  const least = name === 'accent' ? 3 : 4.5;
  return html`<div class=${`own ${value ? 'chosen' : ''}`}>
    <label class="own-picker"><input type="color" data-path=${path} value=${shown} onFocus=${() => picking++} onInput=${pick} /><span>${t(`colour_${name}`)}</span></label>
    ${value && html`<code>${value}</code>`}
    ${ratio !== null && html`<span class=${`told ${ratio >= least ? 'good' : 'low'}`}>${t(ratio >= 7 ? 'contrast_high' : ratio >= least ? 'contrast_good' : 'contrast_low', { ratio: number(ratio, 1) })}</span>`}
    ${value && html`<button type="button" class="small quiet" aria-label=${t('colour_remove', { what: t(`colour_${name}`) })} onClick=${() => edit({ op: 'remove', path })}>${t('remove')}</button>`}
  </div>`;
}

/** A theme by its name, and colours that are the campaign's own, with how legible they are. */
function Colours() {
  const [told, setTold] = useState(null);
  const asked = query(Object.fromEntries(['base', ...COLOURS].map((name) => [name, colours.value[name]])));
  useEffect(() => {
    let live = true;
    get(address(`contrast?${asked}`)).then((answer) => live && setTold(answer), () => live && setTold(null));
    return () => (live = false);
  }, [asked, doc.value.id]);
  return html`<section aria-labelledby="kit-colours"><h2 id="kit-colours">${t('colours')}</h2><${Swatches} />
    <div class="own-colours">${COLOURS.map((name) => html`<${Colour} key=${name} name=${name} told=${told} />`)}</div><${FindingsAt} path="theme" /></section>`;
}

function Family({ name }) {
  const { own = [], built = [] } = choices.value?.families ?? {};
  const path = `fonts.${name}`;
  const value = model.value.fonts?.[name] ?? '';
  const known = [...own, ...built].includes(value);
  const group = (label, list) => list.length > 0 && html`<optgroup label=${label}>${list.map((family) => html`<option key=${family} value=${family}>${family}</option>`)}</optgroup>`;
  return html`<label class="field"><span>${t(`font_${name}`)}</span><select data-path=${path} value=${value} onChange=${(event) => set(path, event.currentTarget.value || null)}>
    <option value="">${t('type_own')}</option>${value && !known && html`<option value=${value}>${value}</option>`}
    ${group(t('fonts_of_kit'), own)}${group(t('fonts_built'), built)}</select></label>`;
}

function Fonts() {
  const files = model.value.fonts?.files ?? [];
  const free = (choices.value?.fonts ?? []).filter((file) => !files.includes(file));
  return html`<section aria-labelledby="kit-fonts"><h2 id="kit-fonts">${t('type')}</h2>
    <div class="kit-fields three">${FAMILIES.map((name) => html`<${Family} key=${name} name=${name} />`)}</div>
    ${files.length > 0 && html`<ul class="font-files">${files.map((file, index) => html`<li key=${file} data-path=${`fonts.files[${index}]`}><code>${file}</code>
      <${IconButton} icon="close" label=${t('font_remove', { file })} onClick=${() => edit({ op: 'remove', path: `fonts.files[${index}]` })} /></li>`)}</ul>`}
    <${FileChoice} key=${files.length} path="fonts.files" value="" label=${t('add_font')} files=${free} empty=${t('choose_file')} accept=".ttf,.otf,.ttc,font/*"
      take=${(file) => file && edit({ op: 'insert', path: 'fonts.files', index: files.length, value: file })} />
    <${FindingsAt} path="fonts" /></section>`;
}

function Words() {
  const { hashtags, footer, supplied_by: source, formats, template } = model.value;
  const tags = (typed, label) => {
    const list = typed.split(/[\s,]+/).map((tag) => tag.replace(/^#/, '')).filter(Boolean);
    set('hashtags', list.length > 0 ? list : null, label);
  };
  const toggle = (name) => {
    const has = (formats ?? []).includes(name);
    const next = has ? formats.filter((one) => one !== name) : project.value.formats.map((one) => one.name).filter((one) => one === name || (formats ?? []).includes(one));
    set('formats', next.length > 0 ? next : null);
  };
  const templates = project.value.templates.filter((one) => (one.subjects ?? [one.subject]).includes('record')).map(({ name }) => ({ value: name, label: name }));
  return html`<section aria-labelledby="kit-words"><h2 id="kit-words">${t('kit_words')}</h2>
    <div class="kit-fields">
      <${Field} path="footer" value=${footer} label=${t('footer')} />
      <${Field} lazy path="hashtags" value=${(hashtags ?? []).join(' ')} label=${t('hashtags')} placeholder="BehindTheRecord GiveCredit" commit=${tags} />
      <${Field} path="supplied_by" value=${source} label=${t('supplied_by')} />
      <${Choice} path="template" value=${template} label=${t('template')} options=${templates} empty=${t('as_program')} />
    </div>
    ${['footer', 'hashtags', 'supplied_by', 'template'].map((path) => html`<${FindingsAt} key=${path} path=${path} />`)}</section>
    <section aria-labelledby="kit-formats"><h2 id="kit-formats">${t('formats')}</h2><div class="checks" role="group" aria-labelledby="kit-formats">
      ${project.value.formats.map((one) => html`<label key=${one.name}><input type="checkbox" checked=${(formats ?? []).includes(one.name)} onChange=${() => toggle(one.name)} /><span>${one.name}</span></label>`)}</div>
      <${FindingsAt} path="formats" /></section>`;
}

const SHOWN = /^(logo|partners|theme|fonts|footer|hashtags|supplied_by|template|formats)\b/;

/** What is said of the file, and of fields that only the file has. */
function Rest() {
  const rest = findings.value.filter((one) => !one.path || !SHOWN.test(one.path));
  return rest.length > 0 && html`<ul class="findings">${rest.map((one) => html`<${Finding} key=${one.code + one.message} finding=${one} />`)}</ul>`;
}

/** The card of a record with the kit as it is here. */
function Preview({ place, records }) {
  const [path, choose] = useState(records[place % records.length].path);
  const [made, setMade] = useState('');
  const lane = useRef(null);
  lane.current ??= new Lane(`kit-${place}`);
  const known = records.some((one) => one.path === path) ? path : records[place % records.length].path;
  const key = `${doc.value.id}:${doc.value.revision}:${known}:${format.value}`;
  useEffect(() => {
    lane.current.ask(address(`preview?${query({ path: known, format: format.value, width: 640, lane: lane.current.name, of: doc.value.revision })}`)).then((shown) => (shown || lane.current.problem.value) && setMade(key));
  }, [key]);
  useEffect(() => () => lane.current.drop(), []);
  const shown = lane.current.shown.value;
  const problem = lane.current.problem.value;
  const shape = project.value.formats.find((one) => one.name === format.value);
  const title = records.find((one) => one.path === known)?.title ?? known;
  return html`<li class="preview" data-current=${settled.value && made === key}>
    <span class=${`mini ${problem ? 'none' : ''}`} style=${{ aspectRatio: `${shape.width} / ${shape.height}` }}>${shown && html`<img src=${shown.url} alt=${t('preview_of', { title })} />`}</span>
    <label><span class="unseen">${t('preview_record', { n: place + 1 })}</span><select value=${known} onChange=${(event) => choose(event.currentTarget.value)}>
      ${records.map((one) => html`<option key=${one.path} value=${one.path}>${one.title || one.path}</option>`)}</select></label>
    ${problem && html`<p class="stage-problem" role="alert">${problem.message}</p>`}</li>`;
}

function Previews() {
  const records = choices.value?.records ?? [];
  return html`${records.length === 0 ? html`<p class="none">${t('no_records')}</p>`
    : html`<ul class=${`previews ${format.value}`}>${Array.from({ length: Math.min(PREVIEWS, records.length) }, (_, place) => html`<${Preview} key=${place} place=${place} records=${records} />`)}</ul>`}`;
}

/** Which kit it is: the folder's, or one of its folders'; of one that is not there yet, that it begins here. */
function Which() {
  const { all = [], above = null } = project.value.kits ?? {};
  const { path, text } = doc.value;
  const own = path === 'extra-credit.yaml';
  return html`${all.length > 1 && html`<label class="field"><span>${t('kit_which')}</span><select value=${path} onChange=${(event) => openRecord(event.currentTarget.value)}>
      ${all.map((one) => html`<option key=${one.path} value=${one.path}>${one.path}</option>`)}</select></label>`}
    ${text.trim() === '' && html`<p class="hint">${own && above ? t('kit_above', { path: above }) : t('kit_begins')}</p>`}`;
}

export function KitScreen() {
  useChoices();
  const formats = project.value.formats.map((one) => ({ value: one.name, label: one.name }));
  const tabs = ['preview', 'file'].map((value) => ({ value, label: t(`side_${value}`) }));
  return html`<main class="kit-screen" data-side=${side.value}>
    <div class="form kit"><header><h1>${t('kit')}</h1><${Which} />${doc.value.broken && html`<p class="broken" role="alert">${t('broken')}</p>`}<${Rest} /></header>
      <${Logos} /><${Colours} /><${Fonts} /><${Words} /></div>
    <section class="kit-side" aria-label=${t('side_preview')}><div class="kit-tabs"><${Segments} label=${t('panel')} value=${side.value} choose=${(value) => (side.value = value)} options=${tabs} />
      ${side.value === 'preview' && html`<${Segments} label=${t('format')} value=${format.value} choose=${(value) => (format.value = value)} options=${formats} />`}</div>
      ${side.value === 'file' ? html`<${File} />` : html`<div class="kit-previews"><${Previews} /></div>`}</section></main>`;
}
