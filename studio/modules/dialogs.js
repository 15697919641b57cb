// Questions that need an answer before going on: details of a credit or a name, a name for the file, a conflict, pasted credits.

import { html, useEffect, useRef, useState } from '../vendor/reactive.js';
import { moveRow, removeRow } from './credit.js';
import { creditsOf, doc, model, save, set, takeFile, takeText, type } from './document.js';
import { Choice, Field } from './field.js';
import { Icon, IconButton } from './icons.js';
import { moveName, removeName } from './names.js';
import { dialog, focusPath, project } from './state.js';
import { t } from './words.js';

function close() {
  const was = dialog.value;
  dialog.value = null;
  if (was?.kind === 'name-details') focusPath(`${was.list}[${was.row}].names[${was.index}].name`);
  if (was?.kind === 'credit-details') focusPath(`${was.list}[${was.row}].role`);
}

function Window({ title, children, kind }) {
  const place = useRef(null);
  useEffect(() => {
    if (!place.current.open) place.current.showModal();
  }, []);
  const outside = (event) => event.target === place.current && close();
  return html`<dialog ref=${place} class=${kind} aria-labelledby="dialog-head" onClose=${close} onClick=${outside}>
    <div class="window"><header><h2 id="dialog-head">${title}</h2><${IconButton} icon="close" label=${t('close')} onClick=${close} /></header>
    ${children}</div></dialog>`;
}

const tracks = (text) => text.split(/[\s,]+/).filter(Boolean);

/** The tracks that something is about: a credit of a track has that one. */
const OfTracks = ({ list, path, value }) => list === 'credits' && html`<${Field} lazy path=${`${path}.tracks`} value=${(value ?? []).join(', ')} label=${t('tracks')} placeholder="1, 3-5"
  commit=${(text, label) => set(`${path}.tracks`, text.trim() ? tracks(text) : null, label)} />`;

function NameDetails({ list, row, index }) {
  const credit = creditsOf(list)[row];
  const one = credit?.names[index];
  if (!one) return null;
  const path = `${list}[${row}].names[${index}]`;
  const languages = project.value.languages.map(({ code, name }) => ({ value: code, label: name }));
  const first = ['instagram', 'bluesky', 'tiktok', 'x', 'threads', 'youtube', 'mastodon', 'facebook'];
  const given = Object.keys(one.handles ?? {});
  const platforms = [...new Set([...given, ...first])].filter((name) => given.includes(name) || project.value.platforms.some((known) => known.name === name)).slice(0, Math.max(4, given.length));
  return html`<${Window} kind="details" title=${one.name}>
    <div class="fields">
      ${platforms.map((name) => html`<${Field} key=${name} path=${`${path}.handles.${name}`} value=${one.handles?.[name]} label=${name} placeholder="@" autocapitalize="off"
        commit=${(text, label) => set(`${path}.handles.${name}`, text.trim().replace(/^@/, '') || null, label)} />`)}
      <${Choice} path=${`${path}.language`} value=${one.language} label=${t('language_name')} options=${languages} empty=${t('as_record')} />
      <${OfTracks} list=${list} path=${path} value=${one.tracks} />
      <${Field} path=${`${path}.note`} value=${one.note} label=${t('note')} />
      <${Field} path=${`${path}.at`} value=${one.at} label=${t('at')} placeholder=${t('at_example')} />
    </div>
    <footer><button type="button" class="quiet" disabled=${index === 0} onClick=${() => { dialog.value = null; moveName(list, row, index, index - 1); }}>${t('earlier')}</button>
      <button type="button" class="quiet" disabled=${index + 1 >= credit.names.length} onClick=${() => { dialog.value = null; moveName(list, row, index, index + 1); }}>${t('later')}</button>
      <span class="gap"></span><button type="button" class="quiet danger" onClick=${() => { dialog.value = null; removeName(list, row, index); }}>${t('remove')}</button>
      <button type="button" class="main" onClick=${close}>${t('done')}</button></footer></${Window}>`;
}

function CreditDetails({ list, row }) {
  const rows = creditsOf(list);
  const credit = rows[row];
  if (!credit) return null;
  const path = `${list}[${row}]`;
  const to = (next) => {
    dialog.value = { kind: 'credit-details', list, row: next };
    moveRow(list, row, next);
  };
  return html`<${Window} kind="details" title=${credit.role}>
    <div class="fields">
      <${OfTracks} list=${list} path=${path} value=${credit.tracks} />
      <${Field} path=${`${path}.note`} value=${credit.note} label=${t('note')} />
    </div>
    <footer><button type="button" class="quiet" disabled=${row === 0} onClick=${() => to(row - 1)}><${Icon} name="up" />${t('up')}</button>
      <button type="button" class="quiet" disabled=${row + 1 >= rows.length} onClick=${() => to(row + 1)}><${Icon} name="down" />${t('down')}</button>
      <span class="gap"></span><button type="button" class="quiet danger" onClick=${() => { dialog.value = null; removeRow(list, row); }}>${t('remove_role')}</button>
      <button type="button" class="main" onClick=${close}>${t('done')}</button></footer></${Window}>`;
}

const slug = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

function Name() {
  const [path, setPath] = useState(`${slug(model.value.title ?? '') || 'record'}.yaml`);
  const send = (event) => {
    event.preventDefault();
    save({ path: /\.ya?ml$/.test(path) ? path : `${path}.yaml` });
  };
  return html`<${Window} title=${t('save_as')}><form onSubmit=${send}>
    <label class="field"><span>${t('file_name')}</span><input value=${path} autofocus onInput=${(event) => setPath(event.currentTarget.value)} spellcheck=${false} /></label>
    <p class="hint">${t('in_folder', { folder: project.value.root })}</p>
    <footer><span class="gap"></span><button type="button" class="quiet" onClick=${close}>${t('cancel')}</button><button type="submit" class="main">${t('save')}</button></footer></form></${Window}>`;
}

function Conflict({ disk, path }) {
  const theirs = () => {
    dialog.value = null;
    type(disk);
  };
  const target = path ? { path } : {};
  return html`<${Window} kind="wide" title=${t('conflict')}><p>${t('conflict_why')}</p>
    <div class="both"><section><h3>${t('on_disk')}</h3><pre tabindex="0">${disk}</pre></section><section><h3>${t('here')}</h3><pre tabindex="0">${doc.value.text}</pre></section></div>
    <footer><button type="button" onClick=${theirs}>${t('take_theirs')}</button><button type="button" onClick=${() => save({ ...target, force: true })}>${t('keep_mine')}</button>
      <span class="gap"></span><button type="button" class="main" onClick=${() => save({ ...target, merge: true })}>${t('merge_both')}</button></footer></${Window}>`;
}

function Paste() {
  const [text, setText] = useState('');
  const send = (event) => {
    event.preventDefault();
    dialog.value = null;
    if (text.trim()) takeText(text);
  };
  return html`<${Window} kind="wide" title=${t('paste_credits')}><form onSubmit=${send}><p class="hint">${t('paste_how')}</p>
    <label class="field"><span class="unseen">${t('paste_credits')}</span><textarea class="paste" autofocus rows="12" value=${text} onInput=${(event) => setText(event.currentTarget.value)}
      placeholder=${'Produced by Odalys Brant and Theo Okafor\nMixing Engineer: Wale Adeyinka-Ross\nPetra Lindqvist – cello'} spellcheck=${false}></textarea></label>
    <footer><span class="gap"></span><button type="button" class="quiet" onClick=${close}>${t('cancel')}</button><button type="submit" class="main" disabled=${!text.trim()}>${t('take_over')}</button></footer></form></${Window}>`;
}

const Choose = ({ file, records }) => html`<${Window} title=${t('choose_record')}><p class="hint">${file.name}</p>
  <ul class="choose">${records.map((name) => html`<li key=${name}><button type="button" onClick=${() => { dialog.value = null; takeFile(file, name); }}>${name}</button></li>`)}</ul></${Window}>`;

const kinds = { choose: Choose, 'name-details': NameDetails, 'credit-details': CreditDetails, name: Name, conflict: Conflict, paste: Paste };

export function Dialogs() {
  const wanted = dialog.value;
  if (!wanted) return null;
  const Kind = kinds[wanted.kind];
  return html`<${Kind} key=${wanted.kind} ...${wanted} />`;
}
