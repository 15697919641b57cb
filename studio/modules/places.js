// Paths of a model (`credits[2].names[0].name`), and edits made to a copy that shares what is the same.

export function parts(path) {
  const found = [];
  for (const piece of path.split('.')) {
    const bracket = piece.indexOf('[');
    if (bracket < 0) {
      found.push(piece);
      continue;
    }
    if (bracket > 0) found.push(piece.slice(0, bracket));
    for (const [, index] of piece.slice(bracket).matchAll(/\[(\d+)\]/g)) found.push(Number(index));
  }
  return found;
}

export function at(model, path) {
  let value = model;
  for (const part of parts(path)) value = value?.[part];
  return value;
}

function changed(value, keys, change) {
  if (keys.length === 0) return change(value);
  const [key, ...rest] = keys;
  // A text stands for the field that it is of: a theme's name for `base`.
  const held = typeof value === 'string' ? { base: value } : value ?? {};
  const copy = typeof key === 'number' ? [...(value ?? [])] : { ...held };
  copy[key] = changed(copy[key], rest, change);
  return copy;
}

function without(value, keys) {
  const key = keys.at(-1);
  const parent = keys.slice(0, -1);
  return changed(value, parent, (holder) => {
    if (Array.isArray(holder)) return holder.filter((_, index) => index !== key);
    const copy = { ...(holder ?? {}) };
    delete copy[key];
    return copy;
  });
}

/** The field that has the focus for a place that messages and cards name: a name, a credit, a track stand for their texts. */
export function fieldOf(path) {
  if (/names\[\d+\]$/.test(path)) return `${path}.name`;
  if (/credits\[\d+\](\.names)?$/.test(path)) return path.replace(/(\.names)?$/, '.role');
  return /^tracks\[\d+\]$/.test(path) ? `${path}.title` : path;
}

/** A credit, a name or a track as the server gives them, of the few keys that an edit has; a name alone is a text. */
function whole(path, value) {
  if (path === 'tracks') return { number: null, duration: null, credits: [], ...(typeof value === 'string' ? { title: value } : value) };
  if (path.endsWith('names') && typeof value === 'string') return { name: value, handles: {}, language: null };
  if (path.endsWith('credits')) return { tracks: [], note: null, ...value, names: (value.names ?? []).map((name) => whole('names', name)) };
  if (path.endsWith('names')) return { handles: {}, language: null, ...value };
  return value;
}

export function apply(model, edit) {
  const keys = parts(edit.path);
  if (edit.op === 'set') {
    const bare = typeof edit.value === 'string' && /names\[\d+\]$/.test(edit.path);
    return changed(model, keys, (before) => (bare ? { handles: {}, ...before, name: edit.value } : edit.value));
  }
  if (edit.op === 'remove') return without(model, keys);
  if (edit.op === 'insert') {
    return changed(model, keys, (list) => {
      const copy = [...(list ?? [])];
      copy.splice(edit.index, 0, whole(edit.path, edit.value));
      return copy;
    });
  }
  if (edit.op === 'move' && edit.into) {
    const moved = at(model, `${edit.path}[${edit.from}]`);
    return changed(without(model, [...keys, edit.from]), parts(edit.into), (list) => [...(list ?? []).slice(0, edit.to), moved, ...(list ?? []).slice(edit.to)]);
  }
  if (edit.op === 'move') {
    return changed(model, keys, (list) => {
      const copy = [...(list ?? [])];
      const [moved] = copy.splice(edit.from, 1);
      copy.splice(edit.to, 0, moved);
      return copy;
    });
  }
  return model;
}

/** `next`, with the parts of `last` that are equal, so that what did not change is not drawn again. */
export function shared(last, next) {
  if (Object.is(last, next) || typeof next !== 'object' || next === null || typeof last !== 'object' || last === null) return next;
  if (Array.isArray(last) !== Array.isArray(next)) return next;
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(last).length;
  const copy = Array.isArray(next) ? [] : {};
  for (const key of keys) {
    copy[key] = shared(last[key], next[key]);
    if (!Object.is(copy[key], last[key])) same = false;
  }
  return same ? last : copy;
}

/** Edits of which the last one of a place stands for those before it, so that typing never queues. */
export function fewer(edits) {
  const kept = [];
  for (const edit of edits) {
    const last = kept.at(-1);
    if (edit.op === 'set' && last?.op === 'set' && last.path === edit.path) kept.pop();
    kept.push(edit);
  }
  return kept;
}
