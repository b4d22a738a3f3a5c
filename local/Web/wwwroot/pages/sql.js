import { get, query } from '../api.js';
import { el, empty, failure, replace } from '../dom.js';
import { bytes, count } from '../format.js';
import { parameters } from '../state.js';
import { resultTable } from '../table.js';

const first = 'SELECT srcaddr, dstaddr, dstport, protocol, action, packets, bytes, start\nFROM flow_logs\nORDER BY start DESC\nLIMIT 100';
let draft;

/** Named queries, an editor, results, partitions. */
export function page(main, arrivedFromHere) {
  const named = el('ul.named', {}, el('li.skeleton', {}));
  const editor = el('textarea', {
    id: 'sql', spellcheck: false, rows: 9, 'aria-describedby': 'editor-help', oninput: () => { draft = editor.value; },
    onkeydown: event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    },
  });
  editor.value = parameters().get('sql') ?? draft ?? first;
  const runButton = el('button.primary', { type: 'button', id: 'run', onclick: run }, 'Run');
  const cancelButton = el('button', { type: 'button', disabled: true, onclick: () => running?.abort() }, 'Cancel');
  const csvText = el('input', { type: 'hidden', name: 'sql' });
  const csv = el('form', { method: 'post', action: '/api/query.csv', onsubmit: () => { csvText.value = ran ?? editor.value; } }, csvText, el('button', { type: 'submit', id: 'csv', disabled: true }, 'Download CSV'));
  const statistics = el('p.statistics', { role: 'status', id: 'statistics' });
  const result = el('div.result', { id: 'result' }, empty('No query has run', 'Choose a named query, or write one and press Ctrl+Enter.'));
  const hours = el('div.hours', {}, el('div.skeleton', {}));
  const hoursNote = el('p.note');
  let running;
  let ran;
  let partitions = [];
  let read;

  replace(main, el('div.title', {}, el('h1', {}, 'SQL'), el('p.lead', {}, 'SQL on the table flow_logs, as Athena would run it. It only reads.')),
    el('div.athena', {},
      el('section.panel.queries', { 'aria-label': 'Named queries' }, el('header', {}, el('h2', {}, 'Named queries')), named),
      el('section.panel.editor', { 'aria-label': 'Editor' },
        el('header', {}, el('h2', {}, el('label', { htmlFor: 'sql' }, 'SQL')), el('span.moment', { id: 'editor-help' }, 'Ctrl+Enter runs it')),
        editor, el('div.actions', {}, runButton, cancelButton, csv, statistics)),
      el('section.panel.results', { 'aria-label': 'Result' }, el('header', {}, el('h2', {}, 'Result')), result),
      el('section.panel.partitions', { 'aria-label': 'Partitions' }, el('header', {}, el('h2', {}, 'Partitions')), hours, hoursNote)));

  async function run() {
    const sql = editor.value;
    running?.abort();
    const mine = running = new AbortController();
    runButton.disabled = true;
    cancelButton.disabled = false;
    statistics.textContent = 'Running …';
    try {
      const answer = await query(sql, mine.signal);
      if (running !== mine) return;
      ran = sql;
      csv.querySelector('button').disabled = !answer.columns.length;
      statistics.textContent = (answer.more ? `The first ${count(answer.rows.length)} rows are shown; the CSV file has all. ` : '')
        + (answer.statistics ?? 'The rest was not read, so what all would scan is not known.');
      replace(result, !answer.columns.length ? empty('Done', 'The statement answers nothing.')
        : answer.rows.length ? resultTable('Rows of the query', answer)
          : empty('No rows', 'The query ran, and nothing meets its conditions.'));
      read = answer.partitionsRead ? new Set(answer.partitionsRead) : undefined;
      showPartitions();
    } catch (error) {
      // A run that another one took the place of has nothing to say.
      if (running !== mine) return;
      if (error.name === 'AbortError') statistics.textContent = 'Cancelled.';
      else {
        statistics.textContent = '';
        replace(result, failure(error));
      }
    }
    runButton.disabled = false;
    cancelButton.disabled = true;
  }

  function showPartitions() {
    const known = new Map(partitions.map(partition => [partition.name, partition]));
    const days = new Map();
    for (const partition of partitions) {
      const [year, month, day, hour] = partition.name.split('/').map(part => part.slice(part.indexOf('=') + 1));
      const name = `${year}-${month}-${day}`;
      if (!days.has(name)) days.set(name, new Map());
      days.get(name).set(Number(hour), partition.name);
    }
    if (!days.size) {
      replace(hours, empty('No partition yet', "'flowlogs run' stores records, and PartitionRegistrar registers their hours."));
      hoursNote.textContent = '';
      return;
    }
    const rows = [...days].sort(([a], [b]) => a < b ? 1 : -1).slice(0, 60);
    replace(hours, el('div.scroll', { tabIndex: 0, role: 'region', 'aria-label': 'Hours that are registered' }, el('table.calendar', {},
      el('caption.hidden', {}, 'Registered hours by day; a dot marks those that the last query read'),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'day'), Array.from({ length: 24 }, (_, hour) => el('th', { scope: 'col' }, hour % 3 ? el('span.hidden', {}, String(hour)) : String(hour).padStart(2, '0'))))),
      el('tbody', {}, rows.map(([name, byHour]) => el('tr', {}, el('th', { scope: 'row' }, name), Array.from({ length: 24 }, (_, hour) => cell(name, hour, known.get(byHour.get(hour))))))))));
    const withFiles = partitions.filter(partition => partition.files);
    hoursNote.textContent = `${count(partitions.length)} hours registered, ${count(withFiles.length)} with files, ${bytes(withFiles.reduce((all, one) => all + one.bytes, 0))}.`
      + (read ? ` The last query read ${count(read.size)}, marked by a dot.` : ' Run a query to see which it reads.') + (days.size > rows.length ? ` The newest ${rows.length} days are shown.` : '');
  }

  function cell(day, hour, partition) {
    const state = !partition ? 'none' : !partition.files ? 'bare' : 'filled';
    const isRead = partition && read?.has(partition.name);
    const text = !partition ? 'not registered' : !partition.files ? 'no files' : `${partition.files} ${partition.files === 1 ? 'file' : 'files'}, ${bytes(partition.bytes)}`;
    const full = `${day} ${String(hour).padStart(2, '0')}:00: ${text}${isRead ? ', read by the last query' : ''}`;
    return el(`td.${state}${isRead ? '.read' : ''}`, { title: full }, el('span.hidden', {}, `${text}${isRead ? ', read' : ''}`));
  }

  async function update(signal) {
    try {
      const [queries, all] = await Promise.all([get('queries', signal), get('partitions', signal)]);
      partitions = all.partitions;
      replace(named, queries.length ? queries.map(one => el('li', {}, el('button', {
        type: 'button', 'data-key': one.name, onclick: () => {
          editor.value = draft = one.sql;
          run();
        },
      }, el('strong', {}, one.name), el('span', {}, one.description)))) : el('li', {}, empty('No named query', 'The template has none (AWS::Athena::NamedQuery).')));
      showPartitions();
    } catch (error) {
      if (error.name !== 'AbortError') replace(named, el('li', {}, failure(error)));
    }
  }

  // A link from another site fills the editor; running what it says is left to the reader.
  if (arrivedFromHere && parameters().has('sql')) run();
  return { update, stop: () => running?.abort() };
}
