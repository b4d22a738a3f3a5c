import { el } from './dom.js';
import { evidenceLink } from './evidence.js';
import { count, time } from './format.js';
import { table } from './table.js';
import { value } from './values.js';

// Rows of a finding: source, destination, port, interface, first and last seen, records, detail, and why it is muted.

/** The rows of a finding with a link to the records behind each. */
export const findingTable = finding =>
  table(
    finding.title,
    [
      { name: 'source', cell: row => entity('addr', 'address', row[0], finding.marks) },
      { name: 'destination', cell: row => entity('addr', 'address', row[1], finding.marks) },
      { name: 'port', cell: row => value('port', row[2], finding.marks) },
      { name: 'interface', cell: row => entity('eni', 'interface', row[3], finding.marks) },
      { name: 'first seen (UTC)', cell: row => time(Number(row[4])) },
      { name: 'last seen (UTC)', cell: row => time(Number(row[5])) },
      {
        name: 'records',
        number: true,
        cell: row => el('a', { href: evidence(finding, row), title: 'Show the records behind this row' }, count(Number(row[6]))),
      },
      { name: 'detail', cell: row => row[7] },
      { name: 'muted', cell: row => (row[8] ? el('span.muted', {}, row[8]) : '–') },
    ],
    finding.rows,
    { classes: 'rows' },
  );

function entity(name, kind, text, marks) {
  if (text === null) return el('span.null', { title: 'Many or none' }, '–');
  const mark = marks?.address?.[text];
  return el(
    'span.value',
    {},
    el(`a.${kind}`, { href: `/entity?${new URLSearchParams({ [name]: text })}`, title: `What is known of ${text}` }, text),
    mark && el(`span.mark.${mark.kind}`, { title: mark.note }, mark.label),
  );
}

const evidence = (finding, row) =>
  evidenceLink({
    from: Math.max(0, Number(row[4])),
    to: Number(row[5]),
    source: row[0],
    destination: row[1],
    port: row[2],
    eni: row[0] === null && row[1] === null ? row[3] : null,
    action: finding.evidence,
  });
