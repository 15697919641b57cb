// Fields that keep what is typed while the answer is on its way, and take what others change.

import { html, useLayoutEffect, useRef, useState } from '../vendor/reactive.js';
import { set } from './document.js';

const plain = (text) => String(text ?? '').trim().normalize('NFC').replace(/\s+/g, ' ');

let visits = 0;

/** One label a visit: what is typed without leaving the field is one step of undo. */
export function useVisit(path) {
  const visit = useRef(0);
  return { enter: () => (visit.current = ++visits), label: () => `${path}#${visit.current}` };
}

/** Text of a field: the typed one, until the model says something else. */
export function useTyped(value) {
  const [text, setText] = useState(value ?? '');
  const known = useRef(text);
  useLayoutEffect(() => {
    if (plain(value) === plain(known.current)) return;
    known.current = value ?? '';
    setText(known.current);
  }, [value]);
  const change = (next) => {
    known.current = next;
    setText(next);
  };
  return [text, change];
}

export function Field({ path, value, label, multiline = false, commit, class: kind = '', hidden = false, lazy = false, ...rest }) {
  const [text, change] = useTyped(value);
  const visit = useVisit(path);
  // An emptied field keeps its line, and what is remarked there, until it is left.
  const send = commit ?? ((next, step) => set(path, next.trim() === '' ? (lazy ? null : '') : next, step));
  const input = (event) => {
    change(event.currentTarget.value);
    if (!event.isComposing && !lazy) send(event.currentTarget.value, visit.label());
  };
  const composed = (event) => !lazy && send(event.currentTarget.value, visit.label());
  const left = (event) => {
    const now = event.currentTarget.value;
    if (lazy && plain(now) !== plain(value)) send(now, visit.label());
    else if (!lazy && !commit && value === '' && now.trim() === '') set(path, null, visit.label());
  };
  const keys = (event) => {
    if (multiline && event.key === 'Enter' && !event.shiftKey) event.preventDefault();
    if (lazy && event.key === 'Enter') left(event);
    rest.onKeyDown?.(event);
  };
  const tag = multiline ? 'textarea' : 'input';
  const field = html`<${tag} ...${rest} class=${kind} data-path=${path} aria-label=${hidden ? label : undefined} value=${text}
    rows=${multiline ? 1 : undefined} autocomplete="off" spellcheck=${rest.spellcheck ?? false}
    onInput=${input} onCompositionEnd=${composed} onFocus=${visit.enter} onBlur=${left} onKeyDown=${keys} />`;
  if (hidden) return field;
  return html`<label class="field"><span>${label}</span>${field}</label>`;
}

/** A choice of few values; the empty one stands for what the program takes by itself. */
export function Choice({ path, value, label, options, empty = null, commit }) {
  const send = commit ?? ((next) => set(path, next === '' ? null : next));
  return html`<label class="field"><span>${label}</span>
    <select data-path=${path} value=${value ?? ''} onChange=${(event) => send(event.currentTarget.value)}>
      ${empty !== null && html`<option value="">${empty}</option>`}
      ${value && !options.some((option) => option.value === value) && html`<option value=${value}>${value}</option>`}
      ${options.map((option) => html`<option key=${option.value} value=${option.value}>${option.label}</option>`)}
    </select></label>`;
}

/** Buttons of which one is chosen. */
export const Segments = ({ label, value, options, choose }) => html`
  <div class="segments" role="group" aria-label=${label}>
    ${options.map((option) => html`<button key=${option.value} type="button" aria-pressed=${option.value === value}
      onClick=${() => choose(option.value)}>${option.label}</button>`)}
  </div>`;
