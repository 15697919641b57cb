// The credits turned around: everybody once, with the roles they have. Renaming somebody here renames them in every row.

import { computed, html, useState } from '../vendor/reactive.js';
import { Combobox } from './combobox.js';
import { credits, edit } from './document.js';
import { Field } from './field.js';
import { focusPath, hovered, listing, roles } from './state.js';
import { t } from './words.js';

export const people = computed(() => {
  const found = new Map();
  credits.value.forEach((credit, row) => {
    credit.names.forEach((one, index) => {
      if (!found.has(one.name)) found.set(one.name, []);
      found.get(one.name).push({ row, index, role: credit.role });
    });
  });
  return [...found].map(([name, held]) => ({ name, held }));
});

function rename(held, name, label) {
  if (name.trim() === '') return;
  edit(held.map(({ row, index }) => ({ op: 'set', path: `credits[${row}].names[${index}].name`, value: name })), label);
}

function give(name, role) {
  const row = credits.value.findIndex((credit) => credit.role.toLowerCase() === role.trim().toLowerCase());
  if (row < 0) edit({ op: 'insert', path: 'credits', index: credits.value.length, value: { role: role.trim(), names: [{ name }] } });
  else if (!credits.value[row].names.some((one) => one.name === name)) {
    edit({ op: 'insert', path: `credits[${row}].names`, index: credits.value[row].names.length, value: { name } });
  }
}

function go(row, index) {
  listing.value = 'role';
  focusPath(`credits[${row}].names[${index}].name`);
}

function Person({ name, held, order }) {
  const [round, setRound] = useState(0);
  const add = (role) => {
    if (role.trim() === '') return;
    give(name, role);
    setRound(round + 1);
  };
  return html`<li class="person" onPointerEnter=${() => (hovered.value = { name })} onPointerLeave=${() => (hovered.value = null)}>
    <${Field} hidden lazy class="person-name" path=${`people[${order}]`} value=${name} label=${t('name')} commit=${(text, label) => rename(held, text, label)} />
    <ul class="chips">
      ${held.map(({ row, index, role }) => html`<li key=${role} class="chip"><button type="button" onClick=${() => go(row, index)}>${role}</button></li>`)}
      <li class="chip fresh"><${Combobox} key=${round} path=${`people[${order}].role`} value="" label=${t('add_role_to', { name })} placeholder=${t('add_role')}
        options=${roles.value} send=${() => {}} take=${add} /></li>
    </ul></li>`;
}

export const People = () => html`<ol class="rows people">
  ${people.value.map(({ name, held }, order) => html`<${Person} key=${order} name=${name} held=${held} order=${order} />`)}
</ol>`;
