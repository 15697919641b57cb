// Completion of a credit file from its schema: keys where a key can stand, values where a key has few.

import { get } from './api.js';
import { project, roles } from './state.js';

const schemas = new Map();
let schema = {};

/** Takes the schema of a kind of files. */
export async function load(kind = 'record') {
  if (!schemas.has(kind)) schemas.set(kind, await get(`/api/schema${kind === 'kit' ? '?of=kit' : ''}`).catch(() => ({})));
  schema = schemas.get(kind);
}

function follow(node) {
  let seen = node;
  while (seen?.$ref) seen = seen.$ref.split('/').slice(1).reduce((value, key) => value?.[key], schema);
  return seen ?? {};
}

/** A node and all that it may be besides. */
function forms(node, depth = 0) {
  const found = follow(node);
  if (depth > 4) return [found];
  return [found, ...['oneOf', 'anyOf', 'allOf'].flatMap((key) => (found[key] ?? []).flatMap((form) => forms(form, depth + 1)))];
}

function below(nodes, key) {
  const next = [];
  for (const node of nodes) {
    for (const form of forms(node)) {
      if (key === '-') {
        if (form.items) next.push(form.items);
      } else if (form.properties?.[key]) next.push(form.properties[key]);
      else if (typeof form.additionalProperties === 'object') next.push(form.additionalProperties);
    }
  }
  return next;
}

/** The keys above a line, by indentation: `credits`, `-`, `names`. */
export function keysAbove(lines, at) {
  const path = [];
  let indent = lines[at].match(/^\s*/)[0].length + (/^\s*-\s/.test(lines[at]) ? 2 : 0);
  if (/^\s*-\s/.test(lines[at])) path.unshift('-');
  if (path[0] === '-') indent -= 2;
  for (let index = at - 1; index >= 0 && (indent > 0 || path[0] === '-'); index -= 1) {
    const line = lines[index];
    if (!line.trim() || line.trim().startsWith('#')) continue;
    const own = line.match(/^\s*/)[0].length;
    const item = /^\s*-\s+/.exec(line);
    const key = /^\s*(?:-\s+)?("[^"]*"|'[^']*'|[^:#]+?):\s*$/.exec(line) ?? /^\s*(?:-\s+)?([^:#]+?):/.exec(line);
    if (own < indent || (own === indent && path[0] === '-' && !item)) {
      if (key) path.unshift(key[1].replace(/^["']|["']$/g, ''));
      if (item) {
        path.unshift('-');
      }
      indent = own;
    }
  }
  return path;
}

/** The source of proposals for the editor. */
export function source(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const lines = context.state.doc.toString().split('\n');
  const value = /^(\s*(?:-\s+)?)([^:#]+):\s+(?:\[.*?)?([^\s,[\]]*)$/.exec(before);
  const above = below.bind(null);
  let nodes = [schema];
  for (const key of keysAbove(lines, line.number - 1)) nodes = above(nodes, key);
  if (value) {
    const [, , key, typed] = value;
    const options = choices(below(nodes, key.trim()), key.trim());
    return options.length > 0 ? { from: context.pos - typed.length, options, validFor: /^[\w-]*$/ } : null;
  }
  const word = /^(\s*(?:-\s+)?)([\p{L}][\p{L}\w -]*)?$/u.exec(before);
  if (!word || (!word[2] && !context.explicit)) return null;
  const from = context.pos - (word[2] ?? '').length;
  const keys = new Map();
  for (const node of nodes) for (const form of forms(node)) for (const [key, child] of Object.entries(form.properties ?? {})) keys.set(key, follow(child).description ?? child.description);
  const options = [...keys].map(([label, info]) => ({ label, apply: `${label}: `, type: 'property', detail: '', info }));
  if (keysAbove(lines, line.number - 1).at(-1) === 'credits') options.push(...roles.value.map((role) => ({ label: role.label, apply: `${role.label}: `, type: 'constant', detail: role.group })));
  return options.length > 0 ? { from, options, validFor: /^[\p{L}\w -]*$/u } : null;
}

function choices(nodes, key) {
  const found = new Map();
  const add = (label) => label !== null && found.set(String(label), { label: String(label), type: 'constant' });
  for (const node of nodes) {
    for (const form of [...forms(node), ...below([node], '-').flatMap((item) => forms(item))]) {
      for (const one of [...(form.enum ?? []), ...(form.examples ?? [])]) add(one);
    }
  }
  const lists = { template: 'templates', formats: 'formats', theme: 'themes', type: 'pairings', for: 'platforms' };
  if (lists[key]) for (const one of project.value[lists[key]] ?? []) add(one.name);
  return [...found.values()];
}
