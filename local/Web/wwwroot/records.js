// The records of a selection: a list of constant size however many there are, and one record with all its fields.

import { Disconnected, get, getFiltered } from './api.js';
import { el, empty, failure, replace } from './dom.js';
import { count, plural, span, zone } from './format.js';
import { filterQuery } from './state.js';
import { scroller } from './table.js';
import { cut, value } from './values.js';
import { virtualRows } from './virtual.js';

const pageRows = 200;
const mostPages = 12;

const usual = ['start', 'srcaddr', 'srcport', 'dstaddr', 'dstport', 'protocol', 'packets', 'bytes', 'action', 'interface_id'];
const numbers = ['int', 'bigint', 'tinyint', 'smallint', 'float', 'double'];
let columnsKnown;

const allColumns = async () => (columnsKnown ??= (await get('stack')).columns);

/**
 * A list of records. options: query() the selection, state() {sort, dir, columns}, change(changes) when the reader sorts or chooses columns,
 * onshown(answer) with every answer.
 */
export function recordList(container, options) {
  const status = el('p.lead', { role: 'status' });
  const tools = el('div.recordtools');
  const head = el('tr');
  const body = el('tbody');
  const grid = el('table.records', { 'aria-rowcount': '-1' }, el('caption.hidden', {}, 'Records'), el('thead', {}, head), body);
  const [view, hint] = scroller('Records', grid);
  const detail = el('aside.detail', { 'aria-label': 'Record', hidden: true });
  const frame = el('div.recordframe', {}, el('div.recordview', {}, view, hint), detail);
  replace(container, el('div.recordhead', {}, status, tools), frame);
  let all = [];
  let columns = [];
  let pages = new Map();
  let marks = {};
  let total = 0;
  let current = -1;
  let opened = -1;
  let asking = new AbortController();
  const rows = virtualRows(view, body, {
    columns: () => columns.length,
    total: () => total,
    row,
    none: () => empty('No matching records', 'Widen the time range or remove a filter.'),
  });
  view.addEventListener('keydown', press);
  detail.addEventListener('keydown', leave);

  const names = () => columns.map(column => column.name).join(',');

  async function update(signal) {
    asking.abort();
    asking = new AbortController();
    signal?.addEventListener('abort', () => asking.abort());
    const mine = asking;
    try {
      all = await allColumns();
      const { sort, dir, columns: wanted } = options.state();
      const chosen = wanted ? wanted.split(',') : usual;
      columns = all.filter(column => chosen.includes(column.name)).sort((a, b) => chosen.indexOf(a.name) - chosen.indexOf(b.name));
      const answer = await getFiltered(
        'records',
        mine.signal,
        { sort, dir, columns: names(), limit: pageRows, offset: 0 },
        options.query(),
      );
      pages = new Map([[0, answer.rows]]);
      marks = answer.marks;
      total = answer.total;
      current = opened = -1;
      detail.hidden = true;
      view.scrollTop = 0;
      status.textContent = `${plural(total, 'record')}, ${span(answer.from, answer.to)} ${zone()}`;
      options.onshown?.(answer);
      showHead(answer);
      showTools(answer);
      draw();
    } catch (error) {
      if (error.name === 'AbortError' || (error instanceof Disconnected && pages.size)) return;
      total = 0;
      pages = new Map();
      draw();
      replace(status, failure(error));
    }
    container.setAttribute('aria-busy', 'false');
  }

  function showHead({ sort, dir }) {
    replace(
      head,
      columns.map(column =>
        el(
          numbers.includes(column.type) ? 'th.number' : 'th',
          {
            scope: 'col',
            title: column.meaning,
            'aria-sort': sort !== column.name ? 'none' : dir === 'asc' ? 'ascending' : 'descending',
          },
          el(
            'button.sort',
            {
              type: 'button',
              'data-key': `sort ${column.name}`,
              onclick: () => options.change({ sort: column.name, dir: sort === column.name && dir === 'desc' ? 'asc' : 'desc' }),
            },
            column.name,
            el('span.arrow', { 'aria-hidden': 'true' }, sort === column.name ? (dir === 'asc' ? '▲' : '▼') : ''),
          ),
        ),
      ),
    );
  }

  function showTools(answer) {
    const { sort, dir, columns: wanted } = options.state();
    const query = new URLSearchParams(options.query());
    if (wanted) query.set('columns', wanted);
    if (sort) query.set('sort', sort);
    if (dir) query.set('dir', dir);
    const download = format => `/api/records/download?${query}&format=${format}`;
    replace(
      tools,
      el(
        'details.columns',
        { open: Boolean(tools.querySelector('details.columns')?.open) },
        el('summary', { 'data-key': 'columns' }, 'Columns'),
        el(
          'div',
          { role: 'group', 'aria-label': 'Columns' },
          all.map(column =>
            el(
              'label',
              { title: column.meaning },
              el('input', {
                type: 'checkbox',
                checked: columns.includes(column),
                'data-key': `column ${column.name}`,
                onchange: event =>
                  options.change(
                    {
                      columns:
                        (event.target.checked ? [...columns, column] : columns.filter(one => one !== column))
                          .map(one => one.name)
                          .join(',') || null,
                    },
                    true,
                  ),
              }),
              ` ${column.name}`,
            ),
          ),
        ),
      ),
      el(
        'span.downloads',
        {},
        'Download ',
        [
          ['csv', 'CSV'],
          ['jsonl', 'JSON lines'],
          ['parquet', 'Parquet'],
        ].map(([format, name]) => el('a.link', { href: download(format), download: `flow-logs.${format}`, 'data-key': format }, name)),
      ),
      el(
        'a.link',
        {
          href: `/sql?${new URLSearchParams([...filterQuery(), ['sql', answer.sql]])}`,
          'data-key': 'sql',
          title: 'Open this query on the SQL page',
        },
        'SQL',
      ),
    );
  }

  function draw() {
    grid.setAttribute('aria-rowcount', String(total + 1));
    rows.draw();
  }

  function row(index) {
    const cells = at(index);
    return el(
      `tr${index === current ? '.current' : ''}${cells ? '' : '.coming'}`,
      { 'aria-rowindex': String(index + 2), onclick: event => !event.target.closest('a, button') && open(index) },
      columns.map((column, i) => el(numbers.includes(column.type) ? 'td.number' : 'td', {}, cells ? cell(column, cells[i]) : i ? '' : '…')),
    );
  }

  function cell(column, text) {
    if (column.type === 'timestamp') return el('span', { title: column.meaning }, text === null ? '–' : text.replace(/\.000$/, ''));
    if (numbers.includes(column.type) && column.field !== 'proto') return text === null ? '–' : count(Number(text));
    return value(column.field, text, marks);
  }

  // A page that is not there yet is fetched; those furthest away are forgotten.
  function at(index) {
    const place = Math.floor(index / pageRows);
    if (!pages.has(place)) fetchPage(place);
    return pages.get(place)?.[index - place * pageRows];
  }

  async function fetchPage(place) {
    pages.set(place, undefined);
    const mine = asking;
    await new Promise(done => setTimeout(done, 60));
    // Whoever scrolls past needs no answer.
    if (mine.signal.aborted) return;
    if (place < Math.floor(rows.first() / pageRows) - 1 || place > Math.floor((rows.first() + rows.visible()) / pageRows) + 1)
      return pages.delete(place);
    try {
      const { sort, dir } = options.state();
      const answer = await getFiltered(
        'records',
        mine.signal,
        { sort, dir, columns: names(), limit: pageRows, offset: place * pageRows },
        options.query(),
      );
      for (const [kind, known] of Object.entries(answer.marks)) marks[kind] = { ...marks[kind], ...known };
      pages.set(place, answer.rows);
      for (const far of [...pages.keys()]
        .sort((a, b) => Math.abs(b - place) - Math.abs(a - place))
        .slice(0, Math.max(0, pages.size - mostPages)))
        pages.delete(far);
      draw();
    } catch (error) {
      pages.delete(place);
      if (error.name !== 'AbortError') status.textContent = error.message;
    }
  }

  function press(event) {
    const step = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: rows.visible() - 3,
      PageUp: 3 - rows.visible(),
      Home: -total,
      End: total,
    }[event.key];
    if (event.target !== view) return;
    if (step) {
      event.preventDefault();
      current = Math.max(0, Math.min(total - 1, current + step));
      rows.scrollTo(current);
      draw();
      if (!detail.hidden) open(current);
    } else if (event.key === 'Enter' && current >= 0) {
      event.preventDefault();
      // Between the list and the record are the links of all rows.
      if (opened === current && !detail.hidden) detail.querySelector('button').focus();
      else open(current);
    } else leave(event);
  }

  function leave(event) {
    if (event.key !== 'Escape' || detail.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    detail.hidden = true;
    view.focus();
  }

  async function open(index) {
    if (opened === index && !detail.hidden && current === index) {
      detail.hidden = true;
      return;
    }
    current = opened = index;
    draw();
    let answer;
    try {
      const { sort, dir } = options.state();
      answer = await getFiltered('records', asking.signal, { sort, dir, limit: 1, offset: index }, options.query());
    } catch (error) {
      if (error.name !== 'AbortError') status.textContent = error.message;
      return;
    }
    if (opened !== index || !answer.rows.length) return;
    const cells = answer.rows[0];
    const record = Object.fromEntries(all.map((column, i) => [column.name, cells[i]]).filter(([, text]) => text !== null));
    replace(
      detail,
      el(
        'header',
        {},
        el('h2', {}, `Record ${count(index + 1)} of ${count(total)}`),
        el('button.link', { type: 'button', onclick: event => copy(event.currentTarget, JSON.stringify(record)) }, 'Copy as JSON'),
        el(
          'button.icon',
          {
            type: 'button',
            'aria-label': 'Close the record',
            onclick: () => {
              detail.hidden = true;
              view.focus();
            },
          },
          '×',
        ),
      ),
      el(
        'dl',
        {},
        all.map(
          (column, i) =>
            cells[i] !== null &&
            el(
              'div',
              {},
              el('dt', {}, column.name),
              el(
                'dd',
                {},
                value(column.field, cells[i], answer.marks),
                ' ',
                el(
                  'button.link.copy',
                  { type: 'button', 'aria-label': `Copy ${column.name}`, onclick: event => copy(event.currentTarget, cells[i]) },
                  'Copy',
                ),
              ),
              el('dd.meaning', {}, column.meaning),
            ),
        ),
      ),
      el(
        'p.note',
        {},
        `Without a value: ${
          all
            .filter((_, i) => cells[i] === null)
            .map(column => column.name)
            .join(', ') || 'none'
        }.`,
      ),
    );
    detail.hidden = false;
    draw();
  }

  return {
    update,
    stop() {
      asking.abort();
      rows.stop();
    },
  };
}

async function copy(button, text) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // Only pages that are encrypted or local may use the clipboard.
    button.textContent = 'Not allowed here';
  }
  setTimeout(() => {
    button.textContent = before;
  }, 1500);
}

const drawer = document.getElementById('drawer');
let inDrawer;

/** Shows the records of a link beside the page. */
export function openRecords(url) {
  inDrawer?.stop();
  const query = new URLSearchParams(url.search);
  const state = { sort: query.get('sort'), dir: query.get('dir'), columns: query.get('columns') };
  for (const name of ['sort', 'dir', 'columns']) query.delete(name);
  const content = el('div.recordlist');
  const said = [...query]
    .filter(([name]) => !['range', 'from', 'to', 'tz', 'live', 'hide', 'measure'].includes(name))
    .map(([name, text]) => `${name} ${cut(text, 40)}`)
    .join(', ');
  for (const name of ['hide', 'measure']) query.delete(name);
  replace(
    drawer,
    // A header outside of a section would be the page's second banner.
    el(
      'div.head',
      {},
      el('h2', { id: 'drawer-title' }, `Records${said ? `: ${said}` : ''}`),
      el('a.link', { href: `/records?${query}` }, 'Open as page'),
      el('button.icon', { type: 'button', 'aria-label': 'Close', onclick: () => drawer.close() }, '×'),
    ),
    content,
  );
  inDrawer = recordList(content, {
    query: () => query,
    state: () => state,
    change(changes) {
      Object.assign(state, changes);
      inDrawer.update();
    },
  });
  if (!drawer.open) drawer.showModal();
  inDrawer.update();
}

drawer.addEventListener('close', () => inDrawer?.stop());
drawer.addEventListener('click', event => {
  if (event.target === drawer) drawer.close();
});
