// One row of credits: its role with completion, its names, what was found, and how it is moved.

import { html, useMemo } from '../vendor/reactive.js';
import { Combobox } from './combobox.js';
import { creditsOf, doc, edit, set, takeText, undo } from './document.js';
import { FindingsAt, findingsAt } from './findings.js';
import { Icon, IconButton } from './icons.js';
import { Names } from './names.js';
import { isCredits } from './pasted.js';
import { announce, dialog, draftRole, focusPath, hovered, reviews, roles, say } from './state.js';
import { language, t } from './words.js';

export function moveRow(list, from, to) {
  const rows = creditsOf(list);
  const count = rows.length;
  if (to < 0 || to >= count || from === to) return;
  const { role } = rows[from];
  edit({ op: 'move', path: list, from, to });
  announce(t('moved_to', { name: role, n: to + 1, count }));
  reviews.value = [];
}

export function removeRow(list, row) {
  const { role } = creditsOf(list)[row];
  edit({ op: 'remove', path: `${list}[${row}]` });
  reviews.value = [];
  say(t('role_removed', { role }), { action: { label: t('undo'), run: undo } });
  focusPath(`${list}[${Math.max(0, Math.min(row, creditsOf(list).length - 1))}].role`);
}

/** What a file that was taken in left unsure about a row. */
function Review({ path }) {
  const mine = reviews.value.filter((one) => one.path === path || one.path?.startsWith(`${path}.`));
  if (mine.length === 0) return null;
  const right = () => (reviews.value = reviews.value.filter((one) => !mine.includes(one)));
  return html`<ul class="findings">${mine.map((one) => html`<li class="finding review"><span class="mark" aria-hidden="true"></span>
    <div>${one.why}</div><div class="acts"><button type="button" class="small" onClick=${right}>${t('is_right')}</button></div></li>`)}</ul>`;
}

/** What of the details is set, so that it is seen without opening them. */
function Extras({ credit, list, row }) {
  const pieces = [];
  if (credit.tracks?.length > 0) pieces.push(t('tracks_of', { list: credit.tracks.join(', ') }));
  if (credit.note) pieces.push(credit.note);
  for (const one of credit.names) {
    const handles = Object.values(one.handles ?? {});
    if (handles.length > 0) pieces.push(`@${String(handles[0]).replace(/^@/, '')}`);
    const note = one.note !== credit.note && one.note;
    const tracks = one.tracks?.length > 0 && String(one.tracks) !== String(credit.tracks) && t('tracks_of', { list: one.tracks.join(', ') });
    const own = [note, tracks, one.at].filter(Boolean);
    if (own.length > 0) pieces.push(credit.names.length > 1 ? `${one.name}: ${own.join(', ')}` : own.join(' · '));
  }
  if (pieces.length === 0) return null;
  return html`<button type="button" class="extras" onClick=${() => (dialog.value = { kind: 'credit-details', list, row })}>${pieces.join(' · ')}</button>`;
}

export function Credit({ list, credit, row, fresh = false, start = null, mark = '' }) {
  const path = `${list}[${row}]`;
  const said = fresh ? '' : JSON.stringify([findingsAt(path), reviews.value.filter((one) => one.path?.startsWith(path))]);
  const draft = draftRole(list);
  const role = fresh ? draft.value : credit.role;
  const count = creditsOf(list).length;
  return useMemo(() => {
    const send = (text, label) => {
      if (fresh || row >= creditsOf(list).length) draft.value = text;
      else if (text.trim() !== '') set(`${path}.role`, text, label);
    };
    const keys = (event, text) => {
      if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown') && !fresh) {
        event.preventDefault();
        const to = row + (event.key === 'ArrowUp' ? -1 : 1);
        moveRow(list, row, to);
        if (to >= 0 && to < creditsOf(list).length) focusPath(`${list}[${to}].role`);
      } else if (event.key === 'Backspace' && text === '' && !fresh && creditsOf(list)[row]?.names.length === 0) {
        event.preventDefault();
        removeRow(list, row);
      }
    };
    const paste = (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!isCredits(text)) return;
      event.preventDefault();
      takeText(text, list);
    };
    const take = (text) => text.trim() !== '' && focusPath(`${path}.names[${fresh ? 0 : Math.min(0, credit.names.length)}].name`);
    return html`<li class=${`credit ${fresh ? 'fresh' : ''} ${mark}`} data-list=${list} data-row=${row}
      onPointerEnter=${() => !fresh && (hovered.value = path)} onPointerLeave=${() => (hovered.value = null)}>
      ${fresh ? html`<span class="grip"></span>` : html`<button type="button" class="grip bare" aria-label=${t('move_role', { role })} title=${t('drag')}
        onPointerDown=${(event) => start(event, row)} onKeyDown=${(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          const to = row + (event.key === 'ArrowUp' ? -1 : 1);
          moveRow(list, row, to);
          requestAnimationFrame(() => document.querySelector(`.credit[data-list="${list}"][data-row="${Math.max(0, Math.min(to, creditsOf(list).length - 1))}"] .grip`)?.focus());
        }}><${Icon} name="grip" /></button>`}
      <${Combobox} class="role" path=${`${path}.role`} value=${role} label=${fresh ? t('add_role') : t('role_n', { n: row + 1 })} placeholder=${fresh ? t('add_role') : ''}
        options=${roles.value} send=${send} take=${take} onKeyDown=${keys} onPaste=${paste} onFocus=${() => !fresh && (hovered.value = path)} />
      <div class="held">
        ${(!fresh || role.trim() !== '') && html`<${Names} list=${list} row=${row} names=${fresh ? [] : credit.names} role=${role} />`}
        ${!fresh && html`<${Extras} credit=${credit} list=${list} row=${row} />`}
        ${!fresh && html`<${Review} path=${path} /><${FindingsAt} path=${path} />`}
      </div>
      ${!fresh && html`<${IconButton} icon="add" class="row-add" tabindex="-1" label=${t('add_name_to', { role })} onClick=${() => focusPath(`${path}.names[${credit.names.length}].name`)} />
        <${IconButton} icon="more" class="row-more" label=${t('details_of', { name: role })} onClick=${() => (dialog.value = { kind: 'credit-details', list, row })} />`}
    </li>`;
  }, [list, credit, row, fresh, role, said, roles.value, language.value, mark, doc.value?.id, count]);
}
