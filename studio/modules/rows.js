// A list of credits as rows, reordered by dragging or with the keyboard; the last row is the one that is still empty.

import { html, useRef, useState } from '../vendor/reactive.js';
import { Credit, moveRow } from './credit.js';
import { creditsOf } from './document.js';

/** Dragging by the grip: the row that is under the pointer is where it goes. */
function useDrag(list, place) {
  const [drag, setDrag] = useState(null);
  const start = (event, row) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const grip = event.currentTarget;
    grip.focus();
    grip.setPointerCapture(event.pointerId);
    let to = row;
    const move = (moved) => {
      const rows = [...place.current.querySelectorAll('.credit:not(.fresh)')];
      const under = rows.findIndex((node) => moved.clientY < node.getBoundingClientRect().bottom);
      to = under < 0 ? rows.length - 1 : under;
      setDrag({ row, to });
    };
    const end = (ended) => {
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      setDrag(null);
      if (ended.type === 'pointerup') moveRow(list, row, to);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  };
  return [drag, start];
}

export function Rows({ list }) {
  const place = useRef(null);
  const [drag, start] = useDrag(list, place);
  const mark = drag && drag.row !== drag.to ? (drag.to > drag.row ? 'below' : 'above') : null;
  return html`<ol class="rows" ref=${place}>
    ${[...creditsOf(list), null].map((credit, row) => html`<${Credit} key=${row} list=${list} credit=${credit} row=${row} fresh=${credit === null} start=${start}
      mark=${mark && drag.to === row ? mark : drag?.row === row ? 'dragged' : ''} />`)}
  </ol>`;
}
