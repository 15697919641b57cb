// The head of the form, set as it stands on the card: cover, title, artist; behind them what the record is.

import { html, useEffect, useRef, useState } from '../vendor/reactive.js';
import { alone, picture } from './api.js';
import { address, doc, edit, model, set, takeFile } from './document.js';
import { Choice, Field } from './field.js';
import { Findings, FindingsAt } from './findings.js';
import { Icon } from './icons.js';
import { project } from './state.js';
import { t } from './words.js';

const KINDS = ['album', 'ep', 'single', 'song', 'soundtrack', 'compilation', 'live', 'mixtape'];

/** The whole cover. The engine of a page without a server has no addresses: its picture is asked for. */
function CoverPicture({ file }) {
  const path = address(`artwork?width=320&file=${encodeURIComponent(file)}`);
  const [own, setOwn] = useState(null);
  useEffect(() => {
    if (!alone) return undefined;
    let url = null;
    let live = true;
    const show = (made) => {
      if (!made || !live) return;
      url = URL.createObjectURL(made.blob);
      setOwn(url);
    };
    picture(path).then(show, () => null);
    return () => {
      live = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [path]);
  const source = alone ? own : path;
  return source && html`<img src=${source} alt="" onError=${(event) => (event.currentTarget.hidden = true)}
    onLoad=${(event) => (event.currentTarget.hidden = false)} />`;
}

function Cover() {
  const input = useRef(null);
  const [focusing, setFocusing] = useState(false);
  const artwork = model.value.artwork;
  const file = artwork?.file;
  const take = (event) => {
    for (const one of event.currentTarget.files) takeFile(one);
    event.currentTarget.value = '';
  };
  const focus = (event) => {
    if (!focusing) return input.current.click();
    const box = event.currentTarget.getBoundingClientRect();
    const share = (value) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
    set('artwork.focus', [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)]);
    setFocusing(false);
  };
  return html`<div class="cover">
    <button type="button" class=${`cover-picture ${file ? '' : 'empty'} ${focusing ? 'focusing' : ''}`} onClick=${focus} data-path="artwork"
      aria-label=${file ? t('change_cover') : t('choose_cover')}>
      ${file ? html`<${CoverPicture} key=${file} file=${file} />`
        : html`<${Icon} name="picture" /><span>${t('cover_here')}</span>`}
    </button>
    ${file && html`<div class="cover-acts">
      <button type="button" class="small quiet" aria-pressed=${focusing} onClick=${() => setFocusing(!focusing)} title=${t('focus_hint')}>${t('focus')}</button>
      <button type="button" class="small quiet" onClick=${() => edit({ op: 'remove', path: 'artwork' })}>${t('remove')}</button></div>`}
    <input ref=${input} type="file" hidden accept="image/*,audio/*,.txt,.md,.csv,.tsv,.xlsx,.ods,.json,.xml,.yaml,.yml" onChange=${take} aria-label=${t('choose_cover')} />
  </div>`;
}

function Tags({ value }) {
  const text = (value ?? []).join(' ');
  const commit = (typed, label) => {
    const tags = typed.split(/[\s,]+/).map((tag) => tag.replace(/^#/, '')).filter(Boolean);
    set('hashtags', tags.length > 0 ? tags : null, label);
  };
  return html`<${Field} lazy path="hashtags" value=${text} label=${t('hashtags')} placeholder="BehindTheRecord GiveCredit" commit=${commit} />`;
}

export function RecordHead() {
  const { title, artist, kind, date, label, catalogue, supplied_by: source, thanks, hashtags, language } = model.value;
  const languages = (project.value?.languages ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const kinds = KINDS.map((one) => ({ value: one, label: t(`kind_${one}`) }));
  const about = [kind && (KINDS.includes(kind) ? t(`kind_${kind}`) : kind), date, label].filter(Boolean).join(' · ');
  return html`<section class="record" aria-label=${t('record')}>
    <div class="record-head">
      <${Cover} />
      <div class="record-names">
        <${Field} hidden multiline class="title" path="title" value=${title} label=${t('title')} placeholder=${t('title')} autocapitalize="words" />
        <${Field} hidden class="artist" path="artist" value=${artist} label=${t('artist')} placeholder=${t('artist')} autocapitalize="words" />
        <details class="about">
          <summary>${about || t('about_record')}</summary>
          <div class="about-fields">
            <${Choice} path="kind" value=${kind} label=${t('kind')} options=${kinds} empty="–" />
            <${Field} path="date" value=${date} label=${t('date')} placeholder="2026-03-06" inputmode="numeric" lazy />
            <${Field} path="label" value=${label} label=${t('label')} />
            <${Field} path="catalogue" value=${catalogue} label=${t('catalogue')} />
            <${Choice} path="language" value=${language} label=${t('language_names')} options=${languages} empty="–" />
            <${Tags} value=${hashtags} />
            <${Field} path="supplied_by" value=${source} label=${t('supplied_by')} />
            <${Field} path="thanks" value=${thanks} label=${t('thanks')} class="wide" />
          </div>
        </details>
      </div>
    </div>
    ${doc.value.broken && html`<p class="broken" role="alert">${t('broken')}</p>`}
    <${FindingsAt} path="title" /><${FindingsAt} path="artist" /><${FindingsAt} path="artwork" />
    <${Findings} />
  </section>`;
}
