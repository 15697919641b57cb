// Begins: words, what there is, the document of the address; then the page, and listening to the server.

import { effect, html, render } from '../vendor/reactive.js';
import { App } from './app.js';
import { alone, get, query, Refused } from './api.js';
import { model } from './document.js';
import { follow as followDocument, listen } from './events.js';
import { paint } from './header.js';
import { openRecord } from './records.js';
import { project, roles, screen } from './state.js';
import { load, language, t } from './words.js';

async function follow() {
  const path = decodeURIComponent(location.hash.slice(1));
  const { documents = [], open: named = null, folder, files } = project.value;
  const draft = documents.findLast((one) => one.path === null && one.title !== null);
  if (path === 'new' && draft) await openRecord(null, draft.id);
  else if (path === 'new') await openRecord(null);
  else if (path) await openRecord(path);
  else if (folder) screen.value = 'records';
  else if (named !== null) await openRecord(null, named);
  else if (files.length > 0) await openRecord(files[0].path);
  else await openRecord(null, draft?.id ?? null);
}

/** Roles are proposed in the language of the card's labels. */
function followLanguage() {
  let last = null;
  effect(() => {
    const wanted = model.value?.card?.language ?? model.value?.language ?? language.value;
    if (wanted === last) return;
    last = wanted;
    get(`/api/roles?${query({ language: wanted })}`).then((list) => (roles.value = list.map((role) => ({ ...role, words: role.words ?? role.also }))), () => null);
  });
}

async function begin() {
  paint();
  await load();
  const place = document.getElementById('app');
  try {
    project.value = await get('/api/project');
  } catch (error) {
    const text = alone ? t('engine_lost') : error instanceof Refused ? t('server_new_address') : t('server_lost');
    render(html`<main class="closed"><h1>extra-credit</h1><p>${text}</p></main>`, place);
    return;
  }
  await follow();
  followLanguage();
  render(html`<${App} />`, place);
  listen();
  followDocument();
  addEventListener('popstate', follow);
  effect(() => {
    document.title = `${screen.value === 'record' && model.value?.title ? `${model.value.title} – ` : ''}extra-credit`;
  });
}

begin();
