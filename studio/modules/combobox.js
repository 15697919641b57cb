// A field with a list of proposals (ARIA's combobox): typing filters, arrows choose, Enter takes, Escape closes. Free text stays allowed.

import { html, useEffect, useRef, useState } from '../vendor/reactive.js';
import { useTyped, useVisit } from './field.js';

let count = 0;

const fold = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Proposals for a text: what begins so first, then words that begin so, then what has it inside. */
export function matching(options, text, limit = 9) {
  const wanted = fold(text.trim());
  const rated = [];
  for (const option of options) {
    let rate = wanted === '' ? (option.core ? 1 : 0) : 0;
    for (const [index, word] of [option.label, ...(option.words ?? [])].entries()) {
      if (wanted === '') break;
      const folded = fold(word);
      const own = index === 0 ? 1 : 0;
      if (folded === wanted) rate = Math.max(rate, 8 + own);
      else if (folded.startsWith(wanted)) rate = Math.max(rate, 5 + own + (option.core ? 1 : 0));
      else if (folded.includes(` ${wanted}`)) rate = Math.max(rate, 3 + own);
      else if (wanted.length > 2 && folded.includes(wanted)) rate = Math.max(rate, 1 + own);
    }
    if (rate > 0) rated.push({ rate, option });
  }
  rated.sort((one, other) => other.rate - one.rate);
  return rated.slice(0, limit).map(({ option }) => option);
}

export function Combobox({ path, value, label, options, send, take, least = 0, class: kind = '', onKeyDown, onBlur, onPaste, onFocus, ...rest }) {
  const [text, change] = useTyped(value);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [above, setAbove] = useState(false);
  const id = useRef(null);
  const list = useRef(null);
  id.current ??= `list-${++count}`;
  const visit = useVisit(path);
  const shown = open && text.trim().length >= least ? matching(options, text) : [];
  const listed = shown.length > 0 && !(shown.length === 1 && shown[0].label === text);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  const room = (field) => setAbove(field.getBoundingClientRect().bottom + 330 > innerHeight && field.getBoundingClientRect().top > 380);
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (option) => {
    change(option.label);
    send(option.label, visit.label());
    close();
    take?.(option.label);
  };
  const input = (event) => {
    change(event.currentTarget.value);
    setOpen(true);
    setActive(-1);
    room(event.currentTarget);
    if (!event.isComposing) send(event.currentTarget.value, visit.label());
  };
  const keys = (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !event.altKey && (listed || event.key === 'ArrowDown')) {
      event.preventDefault();
      if (!open) setOpen(true);
      else setActive((active + steps[event.key] + shown.length + (active < 0 && event.key === 'ArrowUp' ? 1 : 0)) % Math.max(shown.length, 1));
      return;
    }
    if (event.key === 'Escape' && open && listed) {
      event.preventDefault();
      event.stopPropagation();
      close();
      return;
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (listed && active >= 0) choose(shown[active]);
      else {
        close();
        take?.(text);
      }
      return;
    }
    onKeyDown?.(event, text);
  };
  return html`<span class=${`combobox ${kind} ${above ? 'above' : ''}`}>
    <input ...${rest} data-path=${path} value=${text} size=${Math.max(text.length, (rest.placeholder ?? '').length, 2)} role="combobox" aria-label=${label}
      aria-expanded=${listed} aria-controls=${id.current} aria-autocomplete="list" aria-activedescendant=${listed && active >= 0 ? `${id.current}-${active}` : undefined}
      autocomplete="off" autocapitalize="words" spellcheck=${false}
      onInput=${input} onCompositionEnd=${(event) => send(event.currentTarget.value, visit.label())} onKeyDown=${keys} onPaste=${onPaste}
      onFocus=${(event) => { visit.enter(); room(event.currentTarget); if (least === 0 && text === '') setOpen(true); onFocus?.(event); }}
      onClick=${() => least === 0 && setOpen(true)}
      onBlur=${(event) => { close(); onBlur?.(event, text); }} />
    <ul id=${id.current} ref=${list} role="listbox" aria-label=${label} hidden=${!listed}>
      ${listed && shown.map((option, index) => html`<li key=${option.label} id=${`${id.current}-${index}`} role="option" aria-selected=${index === active}
        onPointerDown=${(event) => { event.preventDefault(); choose(option); }}><span>${option.label}</span>${option.group && html`<small>${option.group}</small>`}</li>`)}
    </ul></span>`;
}
