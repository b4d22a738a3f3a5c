// The SQL editor: CodeMirror with the table's columns, Athena's functions and the named queries.

import {
  EditorView,
  EditorState,
  Compartment,
  HighlightStyle,
  SQLDialect,
  StandardSQL,
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  highlightActiveLine,
  history,
  historyKeymap,
  keymap,
  lineNumbers,
  sql,
  syntaxHighlighting,
  tags,
} from './vendor/codemirror/codemirror.min.js';

// Those of Athena's functions that queries on flow logs use.
const functions = (
  'abs approx_distinct approx_percentile array_agg array_join avg cardinality ceil coalesce concat contains count current_timestamp date date_add date_diff date_format ' +
  'date_trunc day day_of_week floor from_iso8601_timestamp from_unixtime greatest hour if json_extract_scalar lag lead least length lower lpad max max_by min min_by minute mod month nullif ' +
  'rank regexp_extract regexp_like replace round row_number split split_part starts_with strpos substr sum to_iso8601 to_unixtime trim try_cast upper year'
).split(' ');

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-word)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-text)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--code-name)' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--ground)', fontSize: '0.93rem' },
  '.cm-content': {
    fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace',
    caretColor: 'var(--text)',
    minHeight: '9rem',
  },
  '.cm-scroller': { maxHeight: '26rem', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--focus)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--fill-accent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--fill-accent)', outline: '1px solid var(--accent)' },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--edge)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--chip)', color: 'var(--text)' },
});

const dialect = SQLDialect.define({
  ...StandardSQL.spec,
  builtin: functions.join(' '),
  doubleDollarQuotedStrings: false,
  identifierQuotes: '"',
});

/** Makes an editor in an element. options: value, onchange(text), onrun(). */
export function sqlEditor(parent, { value, onchange, onrun }) {
  // Within a shadow root, the editor's styles are constructed sheets, which the page's policy allows.
  const root = parent.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: value,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        drawSelection(),
        history(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL', 'aria-describedby': 'editor-help' }),
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              onrun();
              return true;
            },
          },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...completionKeymap,
        ]),
        language.of(sql({ dialect, upperCaseKeywords: true })),
        EditorView.updateListener.of(update => update.docChanged && onchange(view.state.doc.toString())),
      ],
    }),
  });

  return {
    get value() {
      return view.state.doc.toString();
    },
    set value(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    /** The selected text, or all of it. */
    get chosen() {
      const { from, to } = view.state.selection.main;
      return from < to ? view.state.sliceDoc(from, to) : view.state.doc.toString();
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    complete(table, columns, named) {
      const queries = named.map(one => ({ label: one.name, detail: 'named query', apply: one.sql, type: 'text' }));
      const names = functions.map(name => ({ label: name, type: 'function' }));
      view.dispatch({
        effects: language.reconfigure([
          sql({
            dialect,
            upperCaseKeywords: true,
            schema: {
              [table]: columns.map(column => ({
                label: column.name,
                detail: column.type,
                info: column.meaning || undefined,
                type: 'property',
              })),
            },
            defaultTable: table,
          }),
          dialect.language.data.of({
            autocomplete: context => {
              const word = context.matchBefore(/\w+/);
              return word || context.explicit
                ? { from: word?.from ?? context.pos, options: [...names, ...queries], validFor: /^\w*$/ }
                : null;
            },
          }),
        ]),
      });
    },
    focus: () => view.focus(),
    stop: () => view.destroy(),
  };
}
