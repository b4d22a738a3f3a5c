import { el } from './dom.js';
import { value } from './values.js';

/** A table of rows: columns are {name, number, cell: row => node}. */
export function table(caption, columns, rows, { classes = '' } = {}) {
  return el('div.scroll', { tabIndex: 0, role: 'region', 'aria-label': caption },
    el('table', { className: classes },
      el('caption.hidden', {}, caption),
      el('thead', {}, el('tr', {}, columns.map(column => el(column.number ? 'th.number' : 'th', { scope: 'col', title: column.title }, column.name)))),
      el('tbody', {}, rows.map(row => el('tr', {}, columns.map(column => el(column.number ? 'td.number' : 'td', {}, column.cell(row))))))));
}

/** The rows of a query as they are. */
export const resultTable = (caption, result) => table(
  caption,
  result.columns.map((column, i) => ({
    name: column.name,
    title: column.type,
    number: column.number && !column.kind,
    cell: row => value(column.kind, row[i], result.marks),
  })),
  result.rows,
  { classes: 'rows' });
