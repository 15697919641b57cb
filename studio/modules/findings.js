// Findings in words at the place they are about, with a button where a fix is known.

import { computed, html } from '../vendor/reactive.js';
import { credits, doc, edit } from './document.js';
import { fieldOf } from './places.js';
import { focusPath, panel, reviews } from './state.js';
import { t } from './words.js';

const rank = { error: 0, warning: 1, note: 2 };

/** What a record that was just begun has not yet is no finding. */
const begun = (finding) => doc.value.path !== null || finding.code !== 'missing-key';

export const findings = computed(() => [...(doc.value?.findings ?? [])].filter(begun).sort((one, other) => rank[one.severity] - rank[other.severity]));
export const counted = computed(() => ({
  errors: findings.value.filter((one) => one.severity === 'error').length,
  warnings: findings.value.filter((one) => one.severity === 'warning').length,
}));

/** Findings of a path and of what is below it. */
export const findingsAt = (path) => findings.value.filter((one) => one.path && (one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`)));

/** Findings that no field of the form shows. */
const elsewhere = computed(() => findings.value.filter((one) => !one.path || !/^(credits\[|tracks\[|title|artist|artwork)/.test(one.path)));

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Texts between backticks are what somebody would type. */
const Told = ({ text }) => html`${text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;

export function Finding({ finding }) {
  const { severity, message, hint, fix, allow, line, path } = finding;
  const show = () => {
    panel.value = 'file';
    requestAnimationFrame(() => dispatchEvent(new CustomEvent('studio:line', { detail: { line: finding.line, column: finding.column } })));
  };
  return html`<li class=${`finding ${severity}`}>
    <span class="mark" aria-hidden="true"></span>
    <div><span class="unseen">${t(severity === 'note' ? 'note_finding' : severity)}: </span><${Told} text=${sentence(message)} />
      ${hint && html` <span class="hint"><${Told} text=${sentence(hint)} /></span>`}</div>
    <div class="acts">
      ${fix && html`<button type="button" class="small" data-act="fix" title=${fix.label} onClick=${() => edit(fix.edits, `fix ${finding.code} ${path}`)}>${t(`fix_${fix.kind ?? 'replace'}`, { label: fix.label })}</button>`}
      ${allow && html`<button type="button" class="small quiet" onClick=${() => edit(allow.edits, `allow ${finding.code} ${path}`)}>${t('fix_allow')}</button>`}
      ${line > 0 && !path && html`<button type="button" class="small quiet" onClick=${show}>${t('line', { n: line })}</button>`}
    </div>
  </li>`;
}

export const FindingsAt = ({ path, found = null }) => {
  const list = found ?? findingsAt(path);
  return list.length > 0 && html`<ul class="findings">${list.map((one) => html`<${Finding} key=${one.code + one.message} finding=${one} />`)}</ul>`;
};

/** What is said of the whole record, and a way to the first row that has something. */
export function Findings() {
  const rest = elsewhere.value.filter((one) => one.severity !== 'note');
  const notes = elsewhere.value.filter((one) => one.severity === 'note');
  const doubts = reviews.value.filter((one) => !one.path || !/^(credits|tracks)\[/.test(one.path));
  return html`<section class="whole-findings" aria-label=${t('findings')}>
    <p><${FindingsCount} /></p>
    ${doubts.length > 0 && html`<ul class="findings">${doubts.map((one) => html`<li key=${one.why} class="finding review"><span class="mark" aria-hidden="true"></span><div><${Told} text=${sentence(one.why)} /></div>
      <div class="acts"><button type="button" class="small" onClick=${() => (reviews.value = reviews.value.filter((other) => other !== one))}>${t('is_right')}</button></div></li>`)}</ul>`}
    ${rest.length > 0 && html`<ul class="findings">${rest.map((one) => html`<${Finding} key=${one.code + one.message} finding=${one} />`)}</ul>`}
    ${notes.length > 0 && html`<details><summary>${t('notes', { n: notes.length })}</summary>
      <ul class="findings">${notes.map((one) => html`<${Finding} key=${one.code + one.message} finding=${one} />`)}</ul></details>`}
  </section>`;
}

/** How many there are, for the head of the form; a click goes to the first that has a field. */
export function FindingsCount() {
  const { errors, warnings } = counted.value;
  if (errors + warnings === 0 && credits.value.length === 0) return null;
  if (errors + warnings === 0) return html`<span class="fine">${t('all_well')}</span>`;
  const go = () => {
    const first = findings.value.find((one) => one.path);
    if (first) focusPath(fieldOf(first.path));
  };
  return html`<button type="button" class=${`count ${errors > 0 ? 'error' : 'warning'}`} onClick=${go}>
    ${errors > 0 ? t('errors', { n: errors }) : t('warnings', { n: warnings })}</button>`;
}
