// What the server tells by itself, and the way back to it when it was gone.

import { effect, signal } from '../vendor/reactive.js';
import { alone, get, hearEngine, Lost, Refused } from './api.js';
import { doc, pump, refresh, resume } from './document.js';
import { gone, online, project } from './state.js';

export const progress = signal(null); // {done, total, failed} of a run over the folder

let boot = null;
let source = null;
let retry = 0;
let listened;

/** The server counts the tabs of a document by who listens for it. */
export function follow() {
  effect(() => {
    const id = doc.value?.id;
    if (source && online.value && id !== listened) listen();
  });
}

async function greeted(id) {
  const restarted = boot !== null && boot !== id;
  boot = id;
  const back = !online.value;
  online.value = true;
  gone.value = false;
  if (restarted) await resume();
  else if (back) {
    await refresh();
    pump();
  }
}

const heard = {
  hello: ({ boot: id }) => greeted(id),
  document: ({ id, revision, tabs }) => {
    if (!doc.value || doc.value.id !== id) return;
    if (tabs !== undefined && tabs !== doc.value.tabs) doc.value = { ...doc.value, tabs };
    if (revision > doc.value.revision) refresh();
  },
  changed: async ({ path }) => {
    if (doc.value?.path === path) refresh();
    project.value = await get('/api/project');
  },
  missed: refresh,
  mark: async () => {
    project.value = await get('/api/project');
  },
  progress: (state) => {
    progress.value = state;
  },
};

/** Asks whether the server is there again; a server that does not know this page needs its new address. */
async function knock() {
  try {
    await get('/api/project');
    listen();
  } catch (error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 403)) gone.value = true;
    if (!(error instanceof Lost) && !(error instanceof Refused)) throw error;
    retry = setTimeout(knock, 1000);
  }
}

export function listen() {
  if (alone) {
    hearEngine(greeted);
    return;
  }
  clearTimeout(retry);
  source?.close();
  const id = doc.value?.id;
  source = new EventSource(id === undefined ? '/api/events' : `/api/events?document=${encodeURIComponent(id)}`);
  listened = id;
  for (const [name, act] of Object.entries(heard)) {
    source.addEventListener(name, (event) => {
      Promise.resolve(act(JSON.parse(event.data))).catch(() => (online.value = false));
    });
  }
  source.onerror = () => {
    online.value = false;
    source.close();
    retry = setTimeout(knock, 400);
  };
}

