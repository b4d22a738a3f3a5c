import { el } from './dom.js';
import { value } from './values.js';

const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) target.classList.toggle('overflows', target.scrollWidth > target.clientWidth + 1);
});

/** A part of the page that scrolls, and says so if it is too narrow. */
export function scroller(label, ...children) {
  const part = el('div.scroll', { tabIndex: 0, role: 'region', 'aria-label': label }, ...children);
  sizes.observe(part);
  return [el('p.sideways', { 'aria-hidden': 'true' }, 'Scroll sideways for more columns →'), part].reverse();
}

/**
 * A table of rows. Columns are {name, key, number, title, cell: row => node}. With onsort, a click on the head of a column with a key sorts;
 * `more` is a node below the rows.
 */
export function table(caption, columns, rows, { classes = '', sort, dir, onsort, more } = {}) {
  const head = column =>
    !onsort || !column.key
      ? column.name
      : el(
          'button.sort',
          {
            type: 'button',
            'data-key': `sort ${column.key}`,
            title: `Sort by ${column.name}`,
            onclick: () => onsort(column.key, sort === column.key && dir === 'desc' ? 'asc' : 'desc'),
          },
          column.name,
          el('span.arrow', { 'aria-hidden': 'true' }, sort === column.key ? (dir === 'asc' ? '▲' : '▼') : ''),
        );
  const sorted = column =>
    !onsort || !column.key ? undefined : sort === column.key ? (dir === 'asc' ? 'ascending' : 'descending') : 'none';
  return scroller(
    caption,
    el(
      'table',
      { className: classes },
      el('caption.hidden', {}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map(column =>
            el(column.number ? 'th.number' : 'th', { scope: 'col', title: column.title, 'aria-sort': sorted(column) }, head(column)),
          ),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(row =>
          el(
            'tr',
            {},
            columns.map(column => el(column.number ? 'td.number' : 'td', {}, column.cell(row))),
          ),
        ),
      ),
    ),
    more,
  );
}

/** The rows of a query as they are. */
export const resultTable = (caption, result, options = {}) =>
  table(
    caption,
    result.columns.map((column, i) => ({
      name: column.name,
      key: String(i),
      title: column.type,
      number: column.number && !column.field,
      cell: row => value(column.field, row[i], result.marks),
    })),
    result.rows,
    { classes: 'rows', ...options },
  );
