// The names of a credit as chips that are written in directly. Enter goes on to the next, Backspace in an empty one takes it away; they are
// moved by dragging, or with Alt and an arrow.

import { html } from '../vendor/reactive.js';
import { Combobox } from './combobox.js';
import { creditsOf, edit, model, takeText, undo } from './document.js';
import { lift } from './drag.js';
import { Icon, IconButton } from './icons.js';
import { isCredits, names as listed } from './pasted.js';
import { announce, dialog, draftRole, focusPath, hovered, say } from './state.js';
import { t } from './words.js';

const place = (list, row, index) => `${list}[${row}].names[${index}]`;

/** Names of the record for completion, each once. */
function known(list, row) {
  const here = new Set((creditsOf(list)[row]?.names ?? []).map((one) => one.name));
  const everywhere = [model.value, ...(model.value.tracks ?? [])].flatMap((owner) => owner.credits ?? []);
  const all = new Set(everywhere.flatMap((credit) => credit.names.map((one) => one.name)));
  return [...all].filter((name) => name && !here.has(name)).map((label) => ({ label }));
}

function insert(list, row, index, added, label) {
  const fresh = row >= creditsOf(list).length;
  const value = added.map((name) => ({ name }));
  if (fresh) {
    edit({ op: 'insert', path: list, index: row, value: { role: draftRole(list).value.trim(), names: value } }, label);
    draftRole(list).value = '';
  } else {
    edit(value.map((one, offset) => ({ op: 'insert', path: `${list}[${row}].names`, index: index + offset, value: one })), label);
  }
}

export function removeName(list, row, index) {
  const credit = creditsOf(list)[row];
  const name = credit.names[index]?.name ?? '';
  if (credit.names.length === 1 && !credit.role) edit({ op: 'remove', path: `${list}[${row}]` });
  else edit({ op: 'remove', path: place(list, row, index) });
  if (name) say(t('name_removed', { name, role: credit.role }), { action: { label: t('undo'), run: undo } });
}

export function moveName(list, row, from, to) {
  const credit = creditsOf(list)[row];
  if (to < 0 || to >= credit.names.length) return;
  edit({ op: 'move', path: `${list}[${row}].names`, from, to });
  announce(t('moved_to', { name: credit.names[from].name, n: to + 1, count: credit.names.length }));
  focusPath(`${place(list, row, to)}.name`);
}

/** Puts a name into another row: of the same list, or of another. */
function carryName(list, row, index, into, number, to) {
  const { name } = creditsOf(list)[row].names[index];
  edit({ op: 'move', path: `${list}[${row}].names`, from: index, into: `${into}[${number}].names`, to });
  announce(t('moved_into', { name, role: creditsOf(into)[number].role }));
  focusPath(`${place(into, number, to)}.name`);
}

/** Where a name was let go. */
function dropName(list, row, index, into, number, to) {
  if (into !== list || number !== row) carryName(list, row, index, into, number, to);
  else if (to !== index && to !== index + 1) moveName(list, row, index, to > index ? to - 1 : to);
}

function paste(event, list, row, index) {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (isCredits(text)) {
    event.preventDefault();
    takeText(text, list);
    return;
  }
  const found = listed(text);
  if (found.length < 2) return;
  event.preventDefault();
  const names = creditsOf(list)[row]?.names ?? [];
  const input = event.currentTarget;
  const replaces = index < names.length && input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const at = replaces ? index : Math.min(index + (input.value.trim() && index < names.length ? 1 : 0), names.length);
  if (replaces && names.length > 0) edit({ op: 'set', path: `${place(list, row, index)}.name`, value: found[0] }, `paste ${list}[${row}]`);
  const rest = replaces ? found.slice(1) : found;
  insert(list, row, replaces ? index + 1 : at, rest, `paste ${list}[${row}]`);
  const last = (replaces ? index + 1 : at) + rest.length;
  focusPath(`${place(list, row, last)}.name`);
  announce(t('names_added', { n: found.length }));
}

function Chip({ list, row, index, name, role, count }) {
  const path = `${place(list, row, index)}.name`;
  const other = (to) => `${place(list, row, to)}.name`;
  const fresh = name === undefined;
  const send = (text, label) => {
    if (text.trim() === '') return;
    if (index >= (creditsOf(list)[row]?.names.length ?? 0)) insert(list, row, index, [text], label);
    else edit({ op: 'set', path, value: text }, label);
  };
  const keys = (event, text) => {
    const input = event.currentTarget;
    const start = input.selectionStart === 0 && input.selectionEnd === 0;
    if (event.key === 'Backspace' && text === '') {
      event.preventDefault();
      if (!fresh) removeName(list, row, index);
      if (index > 0) focusPath(other(index - 1), { end: true });
      else focusPath(`${list}[${row}].role`, { end: true });
    } else if (event.altKey && event.key === 'ArrowLeft' && !fresh) {
      event.preventDefault();
      moveName(list, row, index, index - 1);
    } else if (event.altKey && event.key === 'ArrowRight' && !fresh) {
      event.preventDefault();
      moveName(list, row, index, index + 1);
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown') && !fresh) {
      event.preventDefault();
      const number = row + (event.key === 'ArrowUp' ? -1 : 1);
      const goal = creditsOf(list)[number];
      if (goal) carryName(list, row, index, list, number, goal.names.length);
    } else if (event.key === 'ArrowLeft' && start && index > 0) {
      event.preventDefault();
      focusPath(other(index - 1), { end: true });
    } else if (event.key === 'ArrowRight' && !event.shiftKey && input.selectionStart === text.length && index < count) {
      event.preventDefault();
      focusPath(other(index + 1));
    } else if (event.key === ';' || (event.key === ',' && /\s/.test(text.trim()))) {
      event.preventDefault();
      focusPath(other(index + 1));
    }
  };
  const take = (text) => {
    if (text.trim() === '' && fresh) focusPath(`${list}[${row + 1}].role`);
    else focusPath(other(index + 1));
  };
  const left = (event, text) => {
    hovered.value = null;
    if (!fresh && text.trim() === '') removeName(list, row, index);
  };
  const press = (event) => lift(event, (...to) => dropName(list, row, index, ...to));
  return html`<li class=${`chip ${fresh ? 'fresh' : ''}`} onPointerDown=${fresh ? undefined : press}
    onPointerEnter=${() => !fresh && (hovered.value = place(list, row, index))} onPointerLeave=${() => (hovered.value = `${list}[${row}]`)}>
    <${Combobox} path=${path} value=${name?.name ?? ''} label=${fresh ? t('add_name_to', { role }) : t('name_of', { n: index + 1, role })}
      placeholder=${fresh ? (count === 0 ? t('name') : t('add_name')) : ''} options=${known(list, row)} least=${2} send=${send} take=${take}
      onKeyDown=${keys} onBlur=${left} onPaste=${(event) => paste(event, list, row, index)} onFocus=${() => !fresh && (hovered.value = place(list, row, index))} />
    ${!fresh && html`<span class="chip-grip" aria-hidden="true"><${Icon} name="grip" /></span><${IconButton} icon="more" class="chip-more" label=${t('details_of', { name: name.name })}
      onClick=${() => (dialog.value = { kind: 'name-details', list, row, index })} />`}
  </li>`;
}

export function Names({ list, row, names, role }) {
  const chips = [...names, undefined];
  return html`<ul class="chips" aria-label=${t('names_of', { role })}>
    ${chips.map((name, index) => html`<${Chip} key=${index} list=${list} row=${row} index=${index} name=${name} role=${role} count=${names.length} />`)}
  </ul>`;
}
