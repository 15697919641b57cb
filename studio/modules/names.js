// The names of a credit as chips that are written in directly. Enter goes on to the next, Backspace in an empty one takes it away.

import { html } from '../vendor/reactive.js';
import { Combobox } from './combobox.js';
import { credits, edit, takeText, undo } from './document.js';
import { IconButton } from './icons.js';
import { isCredits, names as listed } from './pasted.js';
import { announce, dialog, draftRole, focusPath, hovered, say } from './state.js';
import { t } from './words.js';

const place = (row, index) => `credits[${row}].names[${index}]`;

/** Names of the record for completion, each once. */
function known(row) {
  const here = new Set((credits.value[row]?.names ?? []).map((one) => one.name));
  const all = new Set(credits.value.flatMap((credit) => credit.names.map((one) => one.name)));
  return [...all].filter((name) => name && !here.has(name)).map((label) => ({ label }));
}

function insert(row, index, added, label) {
  const fresh = row >= credits.value.length;
  const value = added.map((name) => ({ name }));
  if (fresh) {
    edit({ op: 'insert', path: 'credits', index: row, value: { role: draftRole.value.trim(), names: value } }, label);
    draftRole.value = '';
  } else {
    edit(value.map((one, offset) => ({ op: 'insert', path: `credits[${row}].names`, index: index + offset, value: one })), label);
  }
}

export function removeName(row, index) {
  const credit = credits.value[row];
  const name = credit.names[index]?.name ?? '';
  if (credit.names.length === 1 && !credit.role) edit({ op: 'remove', path: `credits[${row}]` });
  else edit({ op: 'remove', path: place(row, index) });
  if (name) say(t('name_removed', { name, role: credit.role }), { action: { label: t('undo'), run: undo } });
}

export function moveName(row, from, to) {
  const credit = credits.value[row];
  if (to < 0 || to >= credit.names.length) return;
  edit({ op: 'move', path: `credits[${row}].names`, from, to });
  announce(t('moved_to', { name: credit.names[from].name, n: to + 1, count: credit.names.length }));
  focusPath(`${place(row, to)}.name`);
}

function paste(event, row, index) {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (isCredits(text)) {
    event.preventDefault();
    takeText(text);
    return;
  }
  const found = listed(text);
  if (found.length < 2) return;
  event.preventDefault();
  const names = credits.value[row]?.names ?? [];
  const input = event.currentTarget;
  const replaces = index < names.length && input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const at = replaces ? index : Math.min(index + (input.value.trim() && index < names.length ? 1 : 0), names.length);
  if (replaces && names.length > 0) edit({ op: 'set', path: `${place(row, index)}.name`, value: found[0] }, `paste ${row}`);
  const rest = replaces ? found.slice(1) : found;
  insert(row, replaces ? index + 1 : at, rest, `paste ${row}`);
  const last = (replaces ? index + 1 : at) + rest.length;
  focusPath(`${place(row, last)}.name`);
  announce(t('names_added', { n: found.length }));
}

function Chip({ row, index, name, role, count }) {
  const path = `${place(row, index)}.name`;
  const fresh = name === undefined;
  const send = (text, label) => {
    if (text.trim() === '') return;
    if (index >= (credits.value[row]?.names.length ?? 0)) insert(row, index, [text], label);
    else edit({ op: 'set', path, value: text }, label);
  };
  const keys = (event, text) => {
    const input = event.currentTarget;
    const start = input.selectionStart === 0 && input.selectionEnd === 0;
    if (event.key === 'Backspace' && text === '') {
      event.preventDefault();
      if (!fresh) removeName(row, index);
      if (index > 0) focusPath(`${place(row, index - 1)}.name`, { end: true });
      else focusPath(`credits[${row}].role`, { end: true });
    } else if (event.altKey && event.key === 'ArrowLeft' && !fresh) {
      event.preventDefault();
      moveName(row, index, index - 1);
    } else if (event.altKey && event.key === 'ArrowRight' && !fresh) {
      event.preventDefault();
      moveName(row, index, index + 1);
    } else if (event.key === 'ArrowLeft' && start && index > 0) {
      event.preventDefault();
      focusPath(`${place(row, index - 1)}.name`, { end: true });
    } else if (event.key === 'ArrowRight' && !event.shiftKey && input.selectionStart === text.length && index < count) {
      event.preventDefault();
      focusPath(`${place(row, index + 1)}.name`);
    } else if (event.key === ';' || (event.key === ',' && /\s/.test(text.trim()))) {
      event.preventDefault();
      focusPath(`${place(row, index + 1)}.name`);
    }
  };
  const take = (text) => {
    if (text.trim() === '' && fresh) focusPath(`credits[${row + 1}].role`);
    else focusPath(`${place(row, index + 1)}.name`);
  };
  const left = (event, text) => {
    hovered.value = null;
    if (!fresh && text.trim() === '') removeName(row, index);
  };
  return html`<li class=${`chip ${fresh ? 'fresh' : ''}`}
    onPointerEnter=${() => !fresh && (hovered.value = place(row, index))} onPointerLeave=${() => (hovered.value = `credits[${row}]`)}>
    <${Combobox} path=${path} value=${name?.name ?? ''} label=${fresh ? t('add_name_to', { role }) : t('name_of', { n: index + 1, role })}
      placeholder=${fresh ? (count === 0 ? t('name') : t('add_name')) : ''} options=${known(row)} least=${2} send=${send} take=${take}
      onKeyDown=${keys} onBlur=${left} onPaste=${(event) => paste(event, row, index)} onFocus=${() => !fresh && (hovered.value = place(row, index))} />
    ${!fresh && html`<${IconButton} icon="more" class="chip-more" label=${t('details_of', { name: name.name })}
      onClick=${() => (dialog.value = { kind: 'name-details', row, index })} />`}
  </li>`;
}

export function Names({ row, names, role }) {
  const chips = [...names, undefined];
  return html`<ul class="chips" aria-label=${t('names_of', { role })}>
    ${chips.map((name, index) => html`<${Chip} key=${index} row=${row} index=${index} name=${name} role=${role} count=${names.length} />`)}
  </ul>`;
}
