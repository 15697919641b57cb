// The few drawings of the page, as strokes in the colour of the text.

import { html } from '../vendor/reactive.js';

const strokes = {
  undo: 'M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H6',
  redo: 'm10 3 3.5 3.5L10 10M13 6.5H6.5a4 4 0 0 0 0 8H10',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  close: 'm4 4 8 8m0-8-8 8',
  add: 'M8 3v10M3 8h10',
  up: 'm4 9.5 4-4 4 4',
  down: 'm4 6.5 4 4 4-4',
  left: 'm9.5 4-4 4 4 4',
  right: 'm6.5 4 4 4-4 4',
  take: 'M8 2v8.5M4.5 7.5 8 11l3.5-3.5M3 14h10',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  light: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  dark: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
  picture: 'M2.5 2.5h11v11h-11zM2.5 11l3.5-3.5 3 3 1.5-1.5 3 3M10.5 5.5h.01',
  tick: 'm3 8.5 3.5 3.5L13 4.5',
  back: 'M13 8H3m4-4L3 8l4 4',
  paste: 'M5.5 3h-2v11h9V3h-2M5.5 2h5v2.5h-5zM6 8h4M6 11h4',
};

export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d=${strokes[name]} fill="none" stroke="currentColor"
      stroke-width=${name === 'more' || name === 'grip' ? 2.2 : 1.4} stroke-linecap="square" />
  </svg>`;

/** A button that is a drawing, with its name for ears and as a tip. */
export const IconButton = ({ icon, label, class: kind = '', ...rest }) => html`
  <button type="button" class=${`bare ${kind}`} aria-label=${label} title=${label} ...${rest}><${Icon} name=${icon} /></button>`;
