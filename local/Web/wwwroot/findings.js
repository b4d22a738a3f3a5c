import { el } from './dom.js';
import { entityPage, evidenceLink } from './evidence.js';
import { count, time } from './format.js';
import { table } from './table.js';
import { nameOf, placeOf, value } from './values.js';

// Rows of a finding: source, destination, port, interface, first and last seen, records, detail, why it is muted, and its evidence.

/** The rows of a finding with a link to the records behind each. */
export const findingTable = finding =>
  table(
    `${finding.title}, table`,
    [
      { name: 'source', cell: row => entity('addr', 'address', row[0], finding.marks) },
      { name: 'destination', cell: row => entity('addr', 'address', row[1], finding.marks) },
      { name: 'port', cell: row => (row[2] === null ? none() : value('port', row[2], finding.marks)) },
      { name: 'interface', cell: row => entity('eni', 'interface', row[3], finding.marks) },
      { name: 'first seen', cell: row => time(Number(row[4])) },
      { name: 'last seen', cell: row => time(Number(row[5])) },
      {
        name: 'records',
        number: true,
        cell: row => el('a', { href: evidenceLink(row[9]), title: 'Show the records behind this row' }, count(Number(row[6]))),
      },
      { name: 'detail', cell: row => row[7] },
      { name: 'muted', cell: row => (row[8] ? el('span.muted', {}, row[8]) : '–') },
    ],
    finding.rows,
    { classes: 'rows' },
  );

const none = () => el('span.null', { title: 'Many or none' }, '–');

/** A value with a link to what is known of it. */
export function entity(name, kind, text, marks) {
  if (text === null) return none();
  const mark = marks?.[kind]?.[text];
  return el(
    'span.value',
    {},
    el(`a.${kind}`, { href: entityPage(name, text), title: `What is known of ${text}` }, text),
    mark?.name && nameOf(mark, entityPage(name, mark.filter)),
    mark?.label && el(`span.mark.${mark.kind}`, { title: mark.note }, mark.label),
    mark?.place && placeOf(mark.place),
  );
}
