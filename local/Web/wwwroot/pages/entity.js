import { get, getFiltered } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, replace } from '../dom.js';
import { findingTable } from '../findings.js';
import { compact, count, duration, time } from '../format.js';
import { panel } from '../panel.js';
import { address, go, parameters } from '../state.js';
import { resultTable } from '../table.js';
import { sqlLink } from '../values.js';

const actions = [
  ['REJECT', 'Rejected', '--reject'],
  ['ACCEPT', 'Accepted', '--accept'],
  [null, 'No traffic recorded', '--other'],
];
const lists = {
  talkers: 'Sources, by bytes sent',
  receivers: 'Destinations, by bytes received',
  rejected: 'Rejected sources',
  ports: 'Rejected ports',
  protocols: 'Protocols',
  interfaces: 'Interfaces',
};

/** What is known of one address or network interface: timeline, peers, ports, rejects and findings. */
export function page(main) {
  const heading = el('h1', {}, 'Address or interface');
  const lead = el('p.lead');
  const field = el('input', {
    type: 'text',
    size: 42,
    placeholder: '10.0.1.20 or eni-0123456789abcdef0',
    'aria-label': 'Address or interface',
  });
  const form = el(
    'form.actions',
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
  const found = panel('Findings', { classes: 'wide' });
  const panels = Object.fromEntries(Object.entries(lists).map(([name, title]) => [name, panel(title, { classes: 'half' })]));
  const body = el(
    'div.panels',
    {},
    timeline.section,
    found.section,
    Object.values(panels).map(one => one.section),
  );
  replace(main, el('div.title', {}, heading, lead), form, body);

  const chosen = () => parameters().get('addr') ?? parameters().get('eni');

  async function showTimeline(signal) {
    try {
      const answer = await getFiltered('overview/timeline', signal);
      const records = action => answer.rows.filter(row => row[1] === action).reduce((all, row) => all + Number(row[2]), 0);
      const times = answer.rows.map(row => Number(row[0]));
      lead.textContent = answer.rows.length
        ? `${count(records('ACCEPT'))} accepted and ${count(records('REJECT'))} rejected records between ${time(Math.min(...times))} and ${time(Math.max(...times))} UTC.`
        : `${time(answer.from)} – ${time(answer.to)} UTC`;
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
          format: compact,
          exact: count,
          series: actions
            .map(([action, label, colour]) => ({
              label,
              colour,
              points: answer.rows.filter(row => row[1] === action).map(row => [Number(row[0]), Number(row[2])]),
            }))
            .filter(series => series.points.length),
        }),
      );
    } catch (error) {
      if (error.name !== 'AbortError') timeline.fail(error);
    }
  }

  async function showList(name, signal) {
    try {
      const answer = await getFiltered(`overview/${name}`, signal);
      panels[name].links(sqlLink(answer.sql));
      panels[name].show(answer.rows.length ? resultTable(lists[name], answer) : empty('No matching records', 'None in this time range.'));
    } catch (error) {
      if (error.name !== 'AbortError') panels[name].fail(error);
    }
  }

  async function showFindings(signal) {
    try {
      const all = await get('findings', signal);
      const answers = await Promise.all(
        all.map(async finding => ({ ...finding, ...(await getFiltered(`findings/${finding.name}`, signal)) })),
      );
      const about = answers
        .map(finding => ({ ...finding, rows: finding.rows.filter(row => row.slice(0, 2).includes(chosen()) || row[3] === chosen()) }))
        .filter(finding => finding.rows.length);
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
      if (error.name !== 'AbortError') found.fail(error);
    }
  }

  return {
    update(signal) {
      const name = chosen();
      heading.textContent = name ?? 'Address or interface';
      body.hidden = !name;
      if (!name) return undefined;
      field.value = name;
      return Promise.all([showTimeline(signal), showFindings(signal), ...Object.keys(lists).map(list => showList(list, signal))]);
    },
    stop: () => timeline.stop(),
  };
}
