import { getFiltered } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, replace } from '../dom.js';
import { evidenceLink } from '../evidence.js';
import { entity, findingTable } from '../findings.js';
import { bytes, compact, count, duration, plural, time, zone } from '../format.js';
import { panel } from '../panel.js';
import { address, go, parameters, setShown } from '../state.js';
import { resultTable, table } from '../table.js';
import { cut, sqlLink, value } from '../values.js';

const actions = [
  ['REJECT', 'Rejected', '--reject'],
  ['ACCEPT', 'Accepted', '--accept'],
  [null, 'No traffic recorded', '--other'],
];
const number = text => Number(text ?? 0);
const amount = (name, index, title) => ({ name, number: true, title, cell: row => count(number(row[index])) });
const size = (name, index) => ({ name, number: true, cell: row => bytes(number(row[index])) });
const moment = text => (text === null ? '–' : time(Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) / 1000));

const ports = answer => [
  { name: 'port', cell: row => value('port', row[0], answer.marks) },
  { name: 'protocol', cell: row => value('proto', row[1], answer.marks) },
  amount('peers', 2),
  amount('accepted', 3, 'Accepted records'),
  amount('rejected', 4, 'Rejected records'),
  size('bytes', 5),
];

const lists = {
  peers: {
    title: 'Peers',
    classes: 'full',
    path: 'entity/peers',
    columns: answer => [
      { name: 'peer', cell: row => entity('addr', 'address', row[0], answer.marks) },
      size('bytes out', 1),
      size('bytes in', 2),
      amount('accepted', 3, 'Accepted records'),
      amount('rejected', 4, 'Rejected records'),
      { name: 'first seen', cell: row => moment(row[5]) },
      { name: 'last seen', cell: row => moment(row[6]) },
    ],
  },
  in: { title: 'Ports in', note: 'Ports that others connect to.', classes: 'half', path: 'entity/ports-in', columns: ports },
  out: { title: 'Ports out', note: 'Ports that it connects to.', classes: 'half', path: 'entity/ports-out', columns: ports },
  rejects: { title: 'Why rejected', classes: 'full', path: 'entity/rejects', columns: rejects },
  protocols: { title: 'Protocols', classes: 'half', path: 'overview/protocols' },
  interfaces: { title: 'Interfaces', classes: 'half', path: 'overview/interfaces' },
};

/** What is known of an address, a network or an interface: timeline, peers, ports, rejects and findings. */
export function page(main) {
  const heading = el('h1', {}, 'Address, network or interface');
  const lead = el('p.lead');
  const field = el('input', {
    type: 'text',
    size: 42,
    placeholder: '10.0.1.20, 10.0.1.0/24 or eni-0123456789abcdef0',
    'aria-label': 'Address, network or interface',
  });
  const form = el(
    'form.actions.entity',
    {
      onsubmit: event => {
        event.preventDefault();
        const text = field.value.trim();
        if (text) go(address('/entity', { addr: text.startsWith('eni-') ? null : text, eni: text.startsWith('eni-') ? text : null }));
      },
    },
    field,
    el('button', { type: 'submit' }, 'Show'),
  );
  const timeline = panel('Accepted and rejected', { classes: 'timeline' });
  const found = panel('Findings', { classes: 'full' });
  const panels = Object.fromEntries(Object.entries(lists).map(([name, one]) => [name, panel(one.title, { classes: one.classes })]));
  const body = el(
    'div.panels',
    {},
    timeline.section,
    found.section,
    Object.values(panels).map(one => one.section),
  );
  replace(main, el('div.title', {}, heading, lead), form);

  const chosen = () => parameters().get('addr') ?? parameters().get('eni');

  async function showSummary(signal) {
    try {
      const answer = await getFiltered('entity', signal);
      lead.textContent = answer.records
        ? `${called(answer)}First seen ${time(answer.first)}, last seen ${time(answer.last)} ${zone()}, in ${plural(answer.records, 'stored record')}.` +
          (answer.address ? ` Its address is ${answer.address}.` : '')
        : `${called(answer)}No stored record has it.`;
    } catch (error) {
      if (error.name !== 'AbortError') lead.textContent = error.message;
    }
  }

  async function showTimeline(signal) {
    try {
      const answer = await getFiltered('overview/timeline', signal);
      setShown(answer);
      timeline.links(sqlLink(answer.sql));
      if (!answer.rows.length) return timeline.show(empty('No matching records', 'Widen the time range.'));
      timeline.draw(container =>
        chart(container, {
          title: `Records per ${duration(answer.bucket)}`,
          from: answer.from,
          to: answer.to,
          bars: true,
          stacked: true,
          bucket: answer.bucket,
          newest: answer.newest,
          axes: { left: { min: 0 } },
          unit: 'records',
          format: compact,
          exact: count,
          series: actions
            .map(([action, label, colour]) => ({
              label,
              colour,
              points: answer.rows.filter(row => row[0] !== null && row[1] === action).map(row => [Number(row[0]), Number(row[2])]),
            }))
            .filter(series => series.points.length),
        }),
      );
    } catch (error) {
      timeline.fail(error);
    }
  }

  async function showList(name, signal) {
    const { title, path, columns, note } = lists[name];
    try {
      const answer = await getFiltered(path, signal);
      panels[name].links(sqlLink(answer.sql));
      panels[name].note(note && answer.rows.length ? [note] : []);
      panels[name].show(
        !answer.rows.length
          ? empty(name === 'rejects' ? 'Nothing was rejected' : 'No matching records', 'None in this time range.')
          : columns
            ? table(`${title}, table`, columns(answer), answer.rows, { classes: 'rows' })
            : resultTable(`${title}, table`, answer),
      );
    } catch (error) {
      panels[name].fail(error);
    }
  }

  async function showFindings(signal) {
    try {
      const about = await getFiltered('entity/findings', signal);
      found.show(
        about.length
          ? about.map(finding =>
              el(
                'div',
                {},
                el('h3', {}, el(`span.severity.${finding.severity}`, {}, finding.severity), ` ${finding.title}`),
                findingTable(finding),
              ),
            )
          : empty('No findings', 'No finding is about it in this time range.'),
      );
    } catch (error) {
      found.fail(error);
    }
  }

  return {
    async update(signal) {
      const name = chosen();
      heading.textContent = name?.replace(/^"(.*)"$/s, '$1') ?? 'Address, network or interface';
      if (!name) return body.remove();
      if (!body.isConnected) main.append(body);
      field.value = name;
      await Promise.all([showSummary(signal), showTimeline(signal), ...Object.keys(lists).map(list => showList(list, signal))]);
      await showFindings(signal);
    },
    stop: () => timeline.stop(),
  };
}

// The user's name of what is shown, its role, the networks of that name, and the country and operator of an address.
const called = ({ name, role, networks, place }) =>
  [name && `${cut(name)}${role ? ` (${cut(role)})` : ''}. `, networks && `Addresses of ${cut(networks, 200)}. `, place && `${cut(place, 200)}. `].filter(Boolean).join('');

// Rows of rejected conversations: client, server, port, protocol, rejected requests and replies, accepted ones, interface, first and last.
function rejects(answer) {
  const range = Object.fromEntries([...parameters()].filter(([name]) => ['range', 'from', 'to'].includes(name)));
  const records = (index, action, isReply) => row =>
    number(row[index]) === 0
      ? '0'
      : el(
          'a',
          {
            href: evidenceLink({
              ...range,
              ...(isReply ? { src: row[1], dst: row[0] } : { src: row[0], dst: row[1] }),
              ...(row[2] === null ? {} : { [isReply ? 'srcport' : 'port']: row[2] }),
              proto: row[3],
              action,
            }),
            title: 'Show the records',
          },
          count(number(row[index])),
        );
  const of = new Map(answer.rows.map((row, i) => [row, answer.reasons[i]]));
  return [
    { name: 'client', cell: row => entity('addr', 'address', row[0], answer.marks) },
    { name: 'server', cell: row => entity('addr', 'address', row[1], answer.marks) },
    { name: 'port', cell: row => value('port', row[2], answer.marks) },
    { name: 'protocol', cell: row => value('proto', row[3], answer.marks) },
    { name: 'requests rejected', number: true, cell: records(4, 'REJECT', false) },
    { name: 'replies rejected', number: true, cell: records(5, 'REJECT', true) },
    { name: 'requests accepted', number: true, cell: records(6, 'ACCEPT', false) },
    { name: 'replies accepted', number: true, cell: records(7, 'ACCEPT', true) },
    { name: 'interface', cell: row => entity('eni', 'interface', row[8], answer.marks) },
    { name: 'last', cell: row => moment(row[10]) },
    { name: 'what rejects it', cell: row => el('span.reason', {}, of.get(row)) },
  ];
}
