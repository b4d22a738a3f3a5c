import { getFiltered } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, replace } from '../dom.js';
import { bandOf, change, hasBand, noBand, usual } from '../baseline.js';
import { bytes, compact, count, duration, span, zone } from '../format.js';
import { panel } from '../panel.js';
import { setShown } from '../state.js';
import { resultTable } from '../table.js';
import { sqlLink } from '../values.js';

const measures = { records: 'Records', packets: 'Packets', bytes: 'Bytes', rejected: 'Rejected records' };
const totals = {
  records: 'Records',
  bytes: 'Bytes',
  packets: 'Packets',
  accepted: 'Accepted records',
  rejected: 'Rejected records',
  sources: 'Sources',
  interfaces: 'Interfaces',
};
const kinds = {
  sources: 'New sources',
  ports: 'New destination ports',
  pairs: 'New pairs',
  interfaces: 'New interfaces',
  services: 'New services (address and port)',
};

/** What differs from the period before, and from the same hours of other days. */
export function page(main) {
  const lead = el('p.lead');
  const tiles = el('dl.tiles', { 'aria-label': 'Totals against the period before' });
  const charts = Object.fromEntries(Object.entries(measures).map(([name, title]) => [name, panel(title, { classes: 'half' })]));
  const lists = Object.fromEntries(
    Object.entries(kinds).map(([name, title]) => [name, panel(title, { classes: name === 'pairs' || name === 'services' ? 'half' : '' })]),
  );
  replace(
    main,
    el('div.title', {}, el('h1', {}, 'Changes'), lead),
    tiles,
    el(
      'div.panels',
      {},
      Object.values(charts).map(one => one.section),
    ),
    el('h2.part', {}, 'New since the period before'),
    el(
      'div.panels',
      {},
      Object.values(lists).map(one => one.section),
    ),
  );

  async function showTotals(signal) {
    try {
      const answer = await getFiltered('changes', signal);
      setShown(answer);
      lead.textContent =
        `${span(answer.from, answer.to)} ${zone()} against ${span(answer.before, answer.from)} ${zone()}.` +
        (hasBand(answer) ? '' : ` ${noBand}`);
      replace(
        tiles,
        Object.entries(totals).map(([name, title]) =>
          el(
            'div',
            {},
            el('dt', {}, title),
            el('dd', { title: count(answer.now[name]) }, (name === 'bytes' ? bytes : compact)(answer.now[name])),
            el('dd.detail', {}, change(answer.now[name], answer.previous?.[name], name === 'bytes' ? bytes : compact)),
            el('dd.detail', {}, usual(answer, name)),
          ),
        ),
      );
      for (const [name, one] of Object.entries(charts)) draw(one, measures[name], answer.measures[name], answer, name === 'bytes');
    } catch (error) {
      if (error.name !== 'AbortError') for (const one of Object.values(charts)) one.fail(error);
    }
  }

  async function showNew(name, signal) {
    try {
      const answer = await getFiltered(`changes/${name}`, signal);
      if (answer.none) return lists[name].show(empty('No period before', 'No records are stored before this time range.'));
      lists[name].links(sqlLink(answer.sql));
      lists[name].show(
        answer.rows.length ? resultTable(kinds[name], answer) : empty('Nothing new', 'All were there in the period before.'),
      );
    } catch (error) {
      if (error.name !== 'AbortError') lists[name].fail(error);
    }
  }

  return {
    update: signal => Promise.all([showTotals(signal), ...Object.keys(kinds).map(name => showNew(name, signal))]),
    stop: () => Object.values(charts).forEach(one => one.stop()),
  };
}

function draw(one, title, rows, answer, isBytes) {
  one.links(sqlLink(answer.sql));
  one.draw(container =>
    chart(container, {
      title: `${title} per ${duration(answer.bucket)}`,
      from: answer.from,
      to: answer.to,
      bucket: answer.bucket,
      newest: answer.newest,
      bars: true,
      axes: { left: { min: 0 } },
      format: isBytes ? bytes : compact,
      exact: isBytes ? bytes : count,
      band: bandOf(answer, rows),
      series: [{ label: 'This period', colour: '--accent', points: rows.map(row => row.slice(0, 2)) }],
    }),
  );
}
