// Names dragged by a pointer: to another place of their row, or into another row of the record or of a track. With a mouse by the name
// itself, as long as nobody writes in it; with a finger by its grip, so that a page that is scrolled moves no names.

const FAR = 5; // px that tell a drag from a click
const EDGE = 48; // px of the form's ends in which it scrolls

/** The row under a point, and the place among its names. */
function goal(x, y) {
  const row = document.elementFromPoint(x, y)?.closest('.credit:not(.fresh)');
  if (!row) return null;
  const chips = [...row.querySelectorAll('.chip:not(.fresh)')];
  const before = chips.filter((chip) => {
    const box = chip.getBoundingClientRect();
    return y > box.bottom || (y >= box.top && x > box.left + box.width / 2);
  });
  return { row, chips, list: row.dataset.list, number: Number(row.dataset.row), index: before.length };
}

function unmark() {
  for (const node of document.querySelectorAll('.drop-before, .drop-after, .drop-into')) node.classList.remove('drop-before', 'drop-after', 'drop-into');
}

function mark(to) {
  unmark();
  if (!to) return;
  if (to.chips.length === 0) to.row.querySelector('.chips')?.classList.add('drop-into');
  else if (to.index < to.chips.length) to.chips[to.index].classList.add('drop-before');
  else to.chips.at(-1).classList.add('drop-after');
}

/** Scrolls what is scrolled of the form when the pointer is at its ends. */
function scroll(from, y) {
  const holder = [from.closest('.form'), document.scrollingElement].find((one) => one && one.scrollHeight > one.clientHeight + 1);
  if (!holder) return;
  const { top, bottom } = holder === document.scrollingElement ? { top: 0, bottom: innerHeight } : holder.getBoundingClientRect();
  if (y < top + EDGE) holder.scrollBy(0, -12);
  else if (y > bottom - EDGE) holder.scrollBy(0, 12);
}

/** Puts the cursor where a field was clicked that was not given the focus, because it might have been dragged. */
function enter(input, x, y) {
  input.focus({ preventScroll: true });
  const caret = document.caretPositionFromPoint?.(x, y);
  const at = caret && (caret.offsetNode === input || input.contains(caret.offsetNode)) ? caret.offset : input.value.length;
  input.setSelectionRange(at, at);
}

/** Follows a pointer that was put on a chip; `drop` is told the list, the row and the place where it was let go. */
export function lift(event, drop) {
  const chip = event.currentTarget;
  const input = chip.querySelector('input');
  const byGrip = event.target.closest('.chip-grip') !== null;
  const byName = event.target === input && event.pointerType === 'mouse' && document.activeElement !== input;
  if (event.button !== 0 || (!byGrip && !byName)) return;
  const { pointerId, clientX, clientY } = event;
  let ghost = null;
  let to = null;
  let timer = 0;
  let last = { x: clientX, y: clientY };
  // A press gives no focus yet, and selects nothing.
  chip.addEventListener('mousedown', (pressed) => pressed.preventDefault(), { once: true });
  if (byGrip) chip.setPointerCapture(pointerId);
  const look = () => {
    to = goal(last.x, last.y);
    mark(to);
  };
  const begin = () => {
    chip.setPointerCapture(pointerId);
    ghost = document.createElement('div');
    ghost.className = 'chip-ghost';
    ghost.setAttribute('aria-hidden', 'true');
    ghost.textContent = input.value;
    document.body.append(ghost);
    chip.classList.add('dragged');
    document.documentElement.classList.add('dragging');
    timer = setInterval(() => {
      scroll(chip, last.y);
      look();
    }, 30);
  };
  const move = (moved) => {
    if (moved.pointerId !== pointerId) return;
    last = { x: moved.clientX, y: moved.clientY };
    if (!ghost && Math.hypot(last.x - clientX, last.y - clientY) < FAR) return;
    if (!ghost) begin();
    ghost.style.transform = `translate(${last.x + 10}px, ${last.y + 8}px)`;
    look();
  };
  const end = (ended) => {
    if (ended.type !== 'keydown' && ended.pointerId !== pointerId) return;
    if (ended.type === 'keydown' && ended.key !== 'Escape') return;
    for (const [name, act] of Object.entries(acts)) removeEventListener(name, act, true);
    clearInterval(timer);
    unmark();
    ghost?.remove();
    chip.classList.remove('dragged');
    document.documentElement.classList.remove('dragging');
    if (ended.type === 'keydown') ended.preventDefault();
    if (ended.type !== 'pointerup') return;
    if (ghost && to) drop(to.list, to.number, to.index);
    else if (!ghost && byName) enter(input, clientX, clientY);
  };
  // Of the page, since the first move of a quick hand is beyond the name already.
  const acts = { pointermove: move, pointerup: end, pointercancel: end, keydown: end };
  for (const [name, act] of Object.entries(acts)) addEventListener(name, act, true);
}
