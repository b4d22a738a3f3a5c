import { Disconnected, get, post } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, failure, replace } from '../dom.js';
import { sqlEditor } from '../editor.js';
import { bytes, count, plural, span, time, zone } from '../format.js';
import { note, parameters, filterQuery } from '../state.js';
import { scroller, table } from '../table.js';
import { bar, cut, value } from '../values.js';
import { virtualRows } from '../virtual.js';

const first =
  'SELECT srcaddr, dstaddr, dstport, protocol, action, packets, bytes, start\nFROM flow_logs\nWHERE start >= :from AND start < :to\nORDER BY start DESC\nLIMIT 100';

// "Amazon Athena pricing": per terabyte scanned, and at least ten megabytes a query.
const dollarsPerTerabyte = 5;
const leastBytes = 10_000_000;
const mostHistory = 50;

/** Named queries, an editor, results, partitions. */
export function page(main) {
  const named = el('ul.named', {}, el('li.skeleton', {}));
  const schema = el('ul.named.schema');
  const past = el('ul.named');
  const place = el('div.code', { id: 'sql' });
  const runButton = el('button.primary', { type: 'button', id: 'run', onclick: () => run() }, 'Run');
  const cancelButton = el('button', { type: 'button', disabled: true, onclick: () => running?.abort() }, 'Cancel');
  const ranText = el('input', { type: 'hidden', name: 'sql' });
  const format = el('input', { type: 'hidden', name: 'format' });
  const downloads = [
    ['csv', 'CSV'],
    ['jsonl', 'JSON lines'],
    ['parquet', 'Parquet'],
  ].map(([name, text]) =>
    el(
      'button',
      {
        type: 'submit',
        id: name,
        disabled: true,
        onclick: () => {
          format.value = name;
        },
      },
      text,
    ),
  );
  const download = el(
    'form.downloads',
    {
      method: 'post',
      onsubmit: () => {
        download.action = `/api/query/download?${ranOver}`;
        ranText.value = ran;
      },
    },
    ranText,
    format,
    'Download ',
    downloads,
  );
  const statistics = el('p.statistics', { role: 'status', id: 'statistics' });
  const result = el('div.result', { id: 'result' }, empty('No query has run', 'Choose a named query, or write one and press Ctrl+Enter.'));
  const views = el('span.links');
  const hint = el('span.moment', { id: 'editor-help' });
  const hours = el('div.hours', {}, el('div.skeleton', {}));
  const hoursNote = el('p.note');
  let running;
  let ran;
  let ranOver = '';
  let partitions = [];
  let read;
  let drawing;
  let typed;
  let written;

  replace(
    main,
    el('div.title', {}, el('h1', {}, 'SQL'), el('p.lead', {}, 'Queries on the table flow_logs, as Athena runs them. They only read.')),
    el(
      'div.athena',
      {},
      el(
        'section.panel.queries',
        { 'aria-label': 'Queries' },
        el('details', { open: true }, el('summary', {}, el('h2', {}, 'Named queries')), named),
        el('details', {}, el('summary', {}, el('h2', {}, 'Columns')), schema),
        el('details', {}, el('summary', {}, el('h2', {}, 'History')), past),
      ),
      el(
        'section.panel.editor',
        { 'aria-label': 'Editor' },
        el('header', {}, el('h2', {}, 'SQL'), hint),
        place,
        el('div.actions', {}, runButton, cancelButton, download, statistics),
      ),
      el('section.panel.results', { 'aria-label': 'Result' }, el('header', {}, el('h2', {}, 'Result'), views), result),
      el('section.panel.partitions', { 'aria-label': 'Partitions' }, el('header', {}, el('h2', {}, 'Partitions')), hours, hoursNote),
    ),
  );
  const editor = sqlEditor(place, { value: parameters().get('sql') ?? first, onchange: changed, onrun: () => run() });
  written = parameters().get('sql');
  showHint();
  showHistory();

  function changed(text) {
    showHint();
    clearTimeout(typed);
    typed = setTimeout(keep, 400);
  }

  function keep() {
    clearTimeout(typed);
    if (!place.isConnected || location.pathname !== '/sql') return;
    written = editor.value === first ? null : editor.value;
    // A longer address than browsers and the server take is not kept.
    if ((written ?? '').length < 30_000) note({ sql: written });
  }

  function showHint() {
    hint.textContent = /:(from|to)\b/.test(editor.value)
      ? 'Ctrl+Enter runs it. :from and :to are the time range.'
      : 'Ctrl+Enter runs it. The time range does not apply: use :from and :to.';
  }

  async function run(text = editor.chosen) {
    keep();
    running?.abort();
    const mine = (running = new AbortController());
    runButton.disabled = true;
    cancelButton.disabled = false;
    statistics.textContent = 'Running …';
    ran = undefined;
    for (const button of downloads) button.disabled = true;
    const over = filterQuery().toString();
    try {
      const answer = await post(`query?${over}`, { sql: text }, mine.signal);
      if (running !== mine) return;
      [ran, ranOver] = [text, over];
      for (const button of downloads) button.disabled = !answer.columns.length;
      statistics.textContent = scanned(answer);
      read = answer.partitionsRead ? new Set(answer.partitionsRead) : undefined;
      remember(text);
      show(answer, /^\s*explain\b/i.test(text));
    } catch (error) {
      // A run that another one replaced has nothing to say.
      if (running !== mine) return;
      read = undefined;
      if (error.name === 'AbortError') statistics.textContent = 'Cancelled.';
      else {
        statistics.textContent = '';
        if (!(error instanceof Disconnected)) {
          replace(views);
          clear();
          replace(result, failure(error));
        } else statistics.textContent = error.message;
      }
    }
    showPartitions();
    runButton.disabled = false;
    cancelButton.disabled = true;
  }

  function scanned(answer) {
    const cost =
      answer.bytesScanned === null || answer.bytesScanned === undefined
        ? ''
        : `, $${((Math.max(answer.bytesScanned, leastBytes) / 1e12) * dollarsPerTerabyte).toFixed(5)} on Athena`;
    return (
      (answer.more ? `The first ${count(answer.rows.length)} rows are shown; a download has all. ` : '') +
      (answer.statistics ? answer.statistics + cost : 'Scan statistics are unknown, because not all rows were read') +
      (answer.from ? `. Time range ${span(answer.from, answer.to)} ${zone()}` : '')
    );
  }

  function clear() {
    drawing?.stop();
    drawing = undefined;
  }

  function show(answer, isPlan) {
    clear();
    if (!answer.columns.length) return replace(result, empty('Done', 'The statement returns no rows.'));
    if (!answer.rows.length) return replace(result, empty('No rows', 'The query ran, and no record matches.'));
    if (isPlan) return replace(result, scroller('Plan', el('pre', {}, answer.rows.map(row => row.at(-1)).join('\n'))));
    const kind = chartOf(answer);
    const asTable = () => {
      clear();
      replace(views, kind && el('button.link', { type: 'button', onclick: asChart }, 'Chart'));
      rowsOf(answer);
    };
    const asChart = () => {
      clear();
      replace(views, el('button.link', { type: 'button', onclick: asTable }, 'Table'));
      drawing = kind(result);
    };
    asTable();
  }

  // However many rows there are, only those that are seen are made.
  function rowsOf(answer) {
    const body = el('tbody');
    const heads = answer.columns.map(column =>
      el(column.number && !column.field ? 'th.number' : 'th', { scope: 'col', title: column.type }, column.name),
    );
    const [view, sideways] = scroller(
      'Rows of the query',
      el('table.rows', {}, el('caption.hidden', {}, 'Rows of the query'), el('thead', {}, el('tr', {}, heads)), body),
    );
    const rows = virtualRows(view, body, {
      columns: () => heads.length,
      total: () => answer.rows.length,
      row: index =>
        el(
          'tr',
          {},
          answer.columns.map((column, i) =>
            el(column.number && !column.field ? 'td.number' : 'td', {}, value(column.field, answer.rows[index][i], answer.marks)),
          ),
        ),
    });
    replace(result, view, sideways);
    drawing = rows;
    rows.draw();
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
      replace(hours, empty('No partitions yet', "'flowlogs run' stores records, and PartitionRegistrar registers their hours."));
      hoursNote.textContent = '';
      return;
    }
    const rows = [...days].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, 60);
    replace(
      hours,
      scroller(
        'Registered hours',
        el(
          'table.calendar',
          {},
          el('caption.hidden', {}, 'Registered hours by day; a dot marks those that the last query read'),
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              el('th', { scope: 'col' }, 'day'),
              Array.from({ length: 24 }, (_, hour) =>
                el('th', { scope: 'col' }, hour % 3 ? el('span.hidden', {}, String(hour)) : String(hour).padStart(2, '0')),
              ),
            ),
          ),
          el(
            'tbody',
            {},
            rows.map(([name, byHour]) =>
              el(
                'tr',
                {},
                el('th', { scope: 'row' }, name),
                Array.from({ length: 24 }, (_, hour) => cell(name, hour, known.get(byHour.get(hour)))),
              ),
            ),
          ),
        ),
      ),
    );
    const withFiles = partitions.filter(partition => partition.files);
    hoursNote.textContent =
      `${plural(partitions.length, 'hour')} registered (UTC), ${count(withFiles.length)} with files, ${bytes(withFiles.reduce((all, one) => all + one.bytes, 0))}.` +
      (read ? ` The last query read ${count(read.size)}, marked by a dot.` : ' Run a query to see which it reads.') +
      (days.size > rows.length ? ` The newest ${rows.length} days are shown.` : '');
  }

  function cell(day, hour, partition) {
    const state = !partition ? 'none' : !partition.files ? 'bare' : 'filled';
    const isRead = partition && read?.has(partition.name);
    const text = !partition
      ? 'not registered'
      : !partition.files
        ? 'no files'
        : `${plural(partition.files, 'file')}, ${bytes(partition.bytes)}`;
    const full = `${day} ${String(hour).padStart(2, '0')}:00: ${text}${isRead ? ', read by the last query' : ''}`;
    return el(`td.${state}${isRead ? '.read' : ''}`, { title: full }, el('span.hidden', {}, `${text}${isRead ? ', read' : ''}`));
  }

  function use(text) {
    editor.value = text;
    run(text);
  }

  function remember(text) {
    try {
      const all = [{ sql: text, time: Math.floor(Date.now() / 1000) }, ...stored().filter(one => one.sql !== text)].slice(0, mostHistory);
      localStorage.queries = JSON.stringify(all);
    } catch {
      // A browser that keeps nothing has no history.
    }
    showHistory();
  }

  function showHistory() {
    const all = stored();
    replace(
      past,
      all.length
        ? all.map((one, i) =>
            el(
              'li',
              {},
              el(
                'button',
                { type: 'button', 'data-key': `history ${i}`, onclick: () => use(one.sql) },
                el('code', {}, cut(one.sql.replace(/\s+/g, ' '), 90)),
                el('span', {}, `${time(one.time)} ${zone()}`),
              ),
            ),
          )
        : el('li', {}, empty('No history yet', 'Queries that ran are kept in this browser.')),
    );
  }

  let isFilled = false;

  async function update(signal, arrivedFromHere) {
    const wanted = parameters().get('sql');
    if (wanted !== written) {
      written = wanted;
      if (wanted !== null && wanted !== editor.value) editor.value = wanted;
    }
    // A link from another site fills the editor; running it is left to the reader.
    if (arrivedFromHere && wanted && wanted !== ran) run(wanted);
    try {
      const [queries, all, stack] = await Promise.all([get('queries', signal), get('partitions', signal), get('stack', signal)]);
      partitions = all.partitions;
      replace(
        named,
        queries.length
          ? queries.map(one =>
              el(
                'li',
                {},
                el(
                  'button',
                  { type: 'button', 'data-key': one.name, onclick: () => use(one.sql) },
                  el('strong', {}, one.name),
                  el('span', {}, one.description),
                ),
              ),
            )
          : el('li', {}, empty('No named queries', 'The template has none (AWS::Athena::NamedQuery).')),
      );
      replace(
        schema,
        stack.columns.map(column =>
          el(
            'li',
            {},
            el(
              'button',
              {
                type: 'button',
                'data-key': `column ${column.name}`,
                title: 'Insert',
                onclick: () => editor.insert(column.name === 'end' ? '"end"' : column.name),
              },
              el('strong', {}, column.name, ' ', el('code', {}, column.type)),
              el('span', {}, column.meaning),
            ),
          ),
        ),
      );
      if (!isFilled) editor.complete(stack.table.split('.').at(-1), stack.columns, queries);
      isFilled = true;
      showPartitions();
    } catch (error) {
      if (error.name !== 'AbortError' && !(error instanceof Disconnected)) replace(named, el('li', {}, failure(error)));
    }
  }

  return {
    update,
    stop() {
      keep();
      running?.abort();
      clear();
      editor.stop();
    },
  };
}

function stored() {
  try {
    const all = JSON.parse(localStorage.queries ?? '[]');
    return Array.isArray(all) ? all.filter(one => typeof one?.sql === 'string' && Number.isFinite(one.time)) : [];
  } catch {
    return [];
  }
}

/** How to draw a result of two or three columns: a time and a number, with a name between them; or a name and a number. */
function chartOf({ columns, rows }) {
  if (columns.length < 2 || columns.length > 3 || !columns.at(-1).number) return undefined;
  const moments = rows.map(row => momentOf(columns[0], row[0]));
  if (moments.every(Number.isFinite)) {
    const labels = columns.length === 3 ? [...new Set(rows.map(row => row[1] ?? '–'))].slice(0, 20) : [columns[1].name];
    const from = moments.reduce((a, b) => Math.min(a, b));
    const to = moments.reduce((a, b) => Math.max(a, b));
    if (from === to) return undefined;
    return container =>
      chart(container, {
        title: columns.map(column => column.name).join(', '),
        from,
        to,
        axes: {},
        unit: columns.at(-1).name,
        series: labels.map(label => ({
          label,
          points: rows
            .map((row, i) => [moments[i], Number(row.at(-1) ?? 0), row[1] ?? '–'])
            .filter(point => columns.length === 2 || point[2] === label)
            .map(point => point.slice(0, 2))
            .sort((a, b) => a[0] - b[0]),
        })),
      });
  }
  const most = rows.reduce((all, row) => Math.max(all, Number(row.at(-1) ?? 0)), 0);
  return container => {
    replace(
      container,
      table(
        'Chart of the result',
        [
          {
            name: columns
              .slice(0, -1)
              .map(column => column.name)
              .join(', '),
            cell: row =>
              row
                .slice(0, -1)
                .map(text => cut(text ?? '–', 40))
                .join(', '),
          },
          { name: columns.at(-1).name, number: true, cell: row => bar(Number(row.at(-1) ?? 0), most) },
        ],
        rows.slice(0, 100),
      ),
    );
    return { stop() {} };
  };
}

function momentOf(column, text) {
  if (text === null) return NaN;
  if (column.type.startsWith('timestamp') || column.type === 'date')
    return Date.parse(`${text.slice(0, 19).replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`) / 1000;
  const isEpoch = column.number && /time|start|end|bucket|minute|hour/i.test(column.name) && Number(text) > 1e8 && Number(text) < 1e11;
  return isEpoch ? Number(text) : NaN;
}
