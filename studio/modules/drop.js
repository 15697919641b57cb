// Files dropped anywhere on the page and pictures from the clipboard are taken in; so are pasted credits where no field has the focus.

import { html, signal, useEffect } from '../vendor/reactive.js';
import { doc, takeFile, takeText } from './document.js';
import { isCredits } from './pasted.js';
import { screen } from './state.js';
import { t } from './words.js';

const over = signal(false);

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
const ready = () => doc.value && screen.value !== 'records';

async function takeAll(files) {
  for (const file of files) await takeFile(file);
}

function listen() {
  let depth = 0;
  const acts = {
    dragenter: (event) => {
      if (!hasFiles(event) || !ready()) return;
      event.preventDefault();
      depth += 1;
      over.value = true;
    },
    dragover: (event) => {
      if (hasFiles(event)) event.preventDefault();
    },
    dragleave: (event) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) over.value = false;
    },
    drop: (event) => {
      depth = 0;
      over.value = false;
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (ready()) takeAll(event.dataTransfer.files);
    },
    paste: (event) => {
      if (!ready() || event.defaultPrevented) return;
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        takeAll(files);
        return;
      }
      const field = event.target.closest?.('input, textarea, select, [contenteditable], .editor, dialog');
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!field && screen.value === 'record' && text.trim() && (isCredits(text) || text.includes('\n'))) takeText(text);
    },
  };
  for (const [name, act] of Object.entries(acts)) addEventListener(name, act);
  return () => Object.entries(acts).forEach(([name, act]) => removeEventListener(name, act));
}

export function Drop() {
  useEffect(listen, []);
  return over.value && html`<div class="drop" aria-hidden="true"><p><b>${t('drop_here')}</b>${t(screen.value === 'kit' ? 'drop_kit' : 'drop_kinds')}</p></div>`;
}
