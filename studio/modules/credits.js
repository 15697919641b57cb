// The record's credits, by role or by person, with the roles that most records have.

import { html } from '../vendor/reactive.js';
import { credits } from './document.js';
import { Segments } from './field.js';
import { Icon } from './icons.js';
import { People } from './people.js';
import { Rows } from './rows.js';
import { dialog, draftRole, focusPath, listing, roles } from './state.js';
import { t } from './words.js';

// Roles that most records have, by their names in the catalogue.
const OFTEN = ['producer', 'songwriter', 'recording-engineer', 'mixing-engineer', 'mastering-engineer', 'arranger', 'lead-vocals', 'drums', 'art-director', 'photographer'];

/** Those of them that the record has not yet. */
function Proposals() {
  const draft = draftRole('credits');
  const here = new Set(credits.value.map((credit) => credit.role.toLowerCase()));
  const core = OFTEN.map((id) => roles.value.find((role) => role.id === id)).filter((role) => role && !here.has(role.label.toLowerCase()));
  if (draft.value.trim() !== '' || core.length === 0) return null;
  const choose = (label) => {
    draft.value = label;
    focusPath(`credits[${credits.value.length}].names[0].name`);
  };
  return html`<div class="proposals" role="group" aria-label=${t('often')}>
    ${core.slice(0, credits.value.length === 0 ? 10 : 5).map((role) => html`<button key=${role.id} type="button" onClick=${() => choose(role.label)}>${role.label}</button>`)}
  </div>`;
}

export function Credits() {
  const rows = credits.value;
  const people = new Set(rows.flatMap((credit) => credit.names.map((one) => one.name))).size;
  return html`<section class="credits" aria-labelledby="credits-head">
    <header><h2 id="credits-head">${t('credits')}</h2>
      ${people > 0 && html`<span class="tally">${t('people', { n: people })}</span>`}
      <span class="gap"></span>
      <button type="button" class="small quiet" onClick=${() => (dialog.value = { kind: 'paste' })}><${Icon} name="paste" />${t('paste')}</button>
      <${Segments} label=${t('listing')} value=${listing.value} choose=${(value) => (listing.value = value)}
        options=${[{ value: 'role', label: t('by_role') }, { value: 'person', label: t('by_person') }]} />
    </header>
    ${listing.value === 'person' ? html`<${People} />` : html`
      <${Rows} list="credits" />
      <${Proposals} />`}
  </section>`;
}
