// The credit file beside the form: both are the same document. Colours of its editor come from the page's own.

import { effect, html, useEffect, useRef } from '../vendor/reactive.js';
import { doc, redo, save, type, typing, undo } from './document.js';
import { t, language } from './words.js';
import * as completion from './completion.js';

let editor = null;

const loaded = () => (editor ??= import('../vendor/editor.js'));

const look = {
  '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'transparent' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '12px 0 40vh' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--quiet)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--wash)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--select)' },
  '.cm-tooltip': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', border: '1px solid var(--line-strong)', fontFamily: 'var(--text)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ink)', color: 'var(--sheet)' },
  '.cm-diagnostic': { fontFamily: 'var(--text)', fontSize: '12.5px' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-lint-marker': { content: 'none', width: '7px', height: '7px', margin: '5px 0 0 3px' },
  '.cm-lint-marker-error': { content: 'none', backgroundColor: 'var(--accent)' },
  '.cm-lint-marker-warning': { content: 'none', backgroundColor: 'var(--warn)' },
  '.cm-lint-marker-info': { content: 'none', backgroundColor: 'var(--line-strong)' },
  '.cm-lintRange-info': { backgroundImage: 'none' },
  '.cm-panels': { backgroundColor: 'var(--sheet)', color: 'var(--ink)' },
};

/** The least change that makes one text of the other, so that the cursor stays where it is. */
export function difference(from, to) {
  let start = 0;
  const least = Math.min(from.length, to.length);
  while (start < least && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < least - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}

const severity = { error: 'error', warning: 'warning', note: 'info' };

function diagnostics(state, findings) {
  return findings.filter((one) => one.line > 0 && one.line <= state.doc.lines).map((one) => {
    const line = state.doc.line(one.line);
    const from = Math.min(line.from + Math.max(one.column - 1, 0), line.to);
    const end = /^\S+/.exec(state.doc.sliceString(from, line.to))?.[0].length ?? 0;
    return { from, to: Math.max(from, from + end), severity: severity[one.severity], message: one.hint ? `${one.message}\n${one.hint}` : one.message };
  });
}

async function mount(host) {
  const [cm] = await Promise.all([loaded(), completion.load(doc.value.kind)]);
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const fromServer = cm.Annotation.define();
  const colours = cm.HighlightStyle.define([
    { tag: cm.tags.propertyName, color: 'var(--ink)', fontWeight: '500' },
    { tag: cm.tags.definition(cm.tags.propertyName), color: 'var(--ink)', fontWeight: '500' },
    { tag: [cm.tags.string, cm.tags.content], color: 'var(--accent-ink)' },
    { tag: cm.tags.comment, color: 'var(--quiet)' },
    { tag: [cm.tags.separator, cm.tags.punctuation, cm.tags.squareBracket, cm.tags.brace], color: 'var(--quiet)' },
  ]);
  let timer = 0;
  const run = (act) => () => {
    act();
    return true;
  };
  const view = new cm.EditorView({
    root,
    parent: root,
    state: cm.EditorState.create({
      doc: doc.value.text,
      extensions: [
        cm.lineNumbers(), cm.highlightActiveLine(), cm.highlightSpecialChars(), cm.drawSelection(), cm.indentOnInput(), cm.bracketMatching(), cm.closeBrackets(),
        cm.yaml(), cm.syntaxHighlighting(colours), cm.search({ top: true }), cm.highlightSelectionMatches(), cm.lintGutter(),
        cm.autocompletion({ override: [completion.source], icons: false }),
        cm.EditorView.theme(look), cm.EditorView.contentAttributes.of({ 'aria-label': t(doc.value.kind === 'kit' ? 'file_of_kit' : 'file_of_record'), tabindex: '0' }), cm.EditorState.tabSize.of(2),
        cm.keymap.of([
          { key: 'Mod-z', run: run(undo), preventDefault: true }, { key: 'Mod-y', run: run(redo), preventDefault: true }, { key: 'Mod-Shift-z', run: run(redo), preventDefault: true },
          { key: 'Mod-s', run: run(save), preventDefault: true },
          ...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.lintKeymap, ...cm.searchKeymap, ...cm.defaultKeymap,
        ]),
        cm.EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((one) => one.annotation(fromServer))) return;
          clearTimeout(timer);
          timer = setTimeout(() => {
            timer = 0;
            type(view.state.doc.toString());
          }, 30);
        }),
      ],
    }),
  });
  const stop = effect(() => {
    const { text, findings } = doc.value;
    const mine = view.state.doc.toString();
    // What is typed and not answered yet is ahead of the server.
    if (mine !== text && timer === 0 && !typing.value) view.dispatch({ changes: difference(mine, text), annotations: fromServer.of(true) });
    if (view.state.doc.toString() === text) view.dispatch(cm.setDiagnostics(view.state, diagnostics(view.state, findings)));
  });
  const show = ({ detail: { line, column } }) => {
    if (line > view.state.doc.lines) return;
    const at = view.state.doc.line(line);
    const anchor = Math.min(at.from + Math.max(column - 1, 0), at.to);
    view.dispatch({ selection: { anchor }, effects: cm.EditorView.scrollIntoView(anchor, { y: 'center' }) });
    view.focus();
  };
  addEventListener('studio:line', show);
  host.editor = view;
  return () => {
    if (timer !== 0) {
      clearTimeout(timer);
      type(view.state.doc.toString());
    }
    removeEventListener('studio:line', show);
    stop();
    view.destroy();
  };
}

export function File() {
  const host = useRef(null);
  useEffect(() => {
    let end = null;
    let live = true;
    mount(host.current).then((stop) => {
      end = stop;
      if (!live) stop();
    });
    return () => {
      live = false;
      end?.();
    };
  }, [doc.value.id, language.value]);
  return html`<div class="file"><p class="file-name">${doc.value.path ?? t('new_record')}</p><div class="editor" ref=${host}></div></div>`;
}
