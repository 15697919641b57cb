// The list of credits by role, reordered by dragging or with the keyboard; the last row is the one that is still empty.

import { html, useRef, useState } from '../vendor/reactive.js';
import { Credit, moveRow } from './credit.js';
import { credits } from './document.js';
import { Segments } from './field.js';
import { Icon } from './icons.js';
import { People } from './people.js';
import { dialog, draftRole, focusPath, listing, roles } from './state.js';
import { t } from './words.js';

/** Dragging by the grip: the row that is under the pointer is where it goes. */
function useDrag(list) {
  const [drag, setDrag] = useState(null);
  const start = (event, row) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const grip = event.currentTarget;
    grip.focus();
    grip.setPointerCapture(event.pointerId);
    let to = row;
    const move = (moved) => {
      const rows = [...list.current.querySelectorAll('.credit:not(.fresh)')];
      const under = rows.findIndex((node) => moved.clientY < node.getBoundingClientRect().bottom);
      to = under < 0 ? rows.length - 1 : under;
      setDrag({ row, to });
    };
    const end = (ended) => {
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      setDrag(null);
      if (ended.type === 'pointerup') moveRow(row, to);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  };
  return [drag, start];
}

// Roles that most records have, by their names in the catalogue.
const OFTEN = ['producer', 'songwriter', 'recording-engineer', 'mixing-engineer', 'mastering-engineer', 'arranger', 'lead-vocals', 'drums', 'art-director', 'photographer'];

/** Those of them that the record has not yet. */
function Proposals() {
  const here = new Set(credits.value.map((credit) => credit.role.toLowerCase()));
  const core = OFTEN.map((id) => roles.value.find((role) => role.id === id)).filter((role) => role && !here.has(role.label.toLowerCase()));
  if (draftRole.value.trim() !== '' || core.length === 0) return null;
  const choose = (label) => {
    draftRole.value = label;
    focusPath(`credits[${credits.value.length}].names[0].name`);
  };
  return html`<div class="proposals" role="group" aria-label=${t('often')}>
    ${core.slice(0, credits.value.length === 0 ? 10 : 5).map((role) => html`<button key=${role.id} type="button" onClick=${() => choose(role.label)}>${role.label}</button>`)}
  </div>`;
}

export function Credits() {
  const list = useRef(null);
  const [drag, start] = useDrag(list);
  const rows = credits.value;
  const people = new Set(rows.flatMap((credit) => credit.names.map((one) => one.name))).size;
  const mark = drag && drag.row !== drag.to ? (drag.to > drag.row ? 'below' : 'above') : null;
  return html`<section class="credits" aria-labelledby="credits-head">
    <header><h2 id="credits-head">${t('credits')}</h2>
      ${people > 0 && html`<span class="tally">${t('people', { n: people })}</span>`}
      <span class="gap"></span>
      <button type="button" class="small quiet" onClick=${() => (dialog.value = { kind: 'paste' })}><${Icon} name="paste" />${t('paste')}</button>
      <${Segments} label=${t('listing')} value=${listing.value} choose=${(value) => (listing.value = value)}
        options=${[{ value: 'role', label: t('by_role') }, { value: 'person', label: t('by_person') }]} />
    </header>
    ${listing.value === 'person' ? html`<${People} />` : html`
      <ol class="rows" ref=${list}>
        ${[...rows, null].map((credit, row) => html`<${Credit} key=${row} credit=${credit} row=${row} fresh=${credit === null} start=${start}
          mark=${mark && drag.to === row ? mark : drag?.row === row ? 'dragged' : ''} />`)}
      </ol>
      <${Proposals} />`}
  </section>`;
}
