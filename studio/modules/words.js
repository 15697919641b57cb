// The words of the page, from `words/<language>.json`. What a language lacks is said in English.

import { signal } from '../vendor/reactive.js';

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'ja'];

export const language = signal('en');
const words = signal({});
let english = {};

async function file(code) {
  const response = await fetch(new URL(`../words/${code}.json`, import.meta.url));
  return response.ok ? response.json() : {};
}

/** The language that was chosen, else the first of the browser's that the page has. */
function preferred() {
  const chosen = localStorage.getItem('studio.language');
  if (LANGUAGES.includes(chosen)) return chosen;
  for (const wanted of navigator.languages ?? []) {
    const code = wanted.slice(0, 2).toLowerCase();
    if (LANGUAGES.includes(code)) return code;
  }
  return 'en';
}

export async function load(code = preferred()) {
  if (Object.keys(english).length === 0) english = await file('en');
  words.value = code === 'en' ? english : await file(code);
  language.value = code;
  document.documentElement.lang = code;
}

export function choose(code) {
  localStorage.setItem('studio.language', code);
  return load(code);
}

/** A text by its key, `{name}` filled in; a text with forms takes the one that `n` asks for. */
export function t(key, values = {}) {
  let text = words.value[key] ?? english[key] ?? key;
  if (typeof text === 'object') {
    const form = new Intl.PluralRules(language.value).select(values.n ?? 0);
    text = text[form] ?? text.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
