import { getFiltered } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, replace } from '../dom.js';
import { bytes, compact, count, duration, percent, time } from '../format.js';
import { panel } from '../panel.js';
import { table } from '../table.js';
import { bar, linkTo, sqlLink, value } from '../values.js';

const measures = { records: 'Records', packets: 'Packets', bytes: 'Bytes' };
const actions = [['REJECT', 'Rejected', '--reject'], ['ACCEPT', 'Accepted', '--accept'], [null, 'No traffic recorded', '--other']];
let measure = 'records';

const nothing = () => empty('No record', 'None in this time range meets the filter. Choose a longer time, or take a filter away.');

/** Who talks, who is turned away, at which ports. */
export function page(main) {
  const tiles = el('dl.tiles', { 'aria-label': 'Totals' }, tile('Records'), tile('Bytes'), tile('Packets'), tile('Accepted'), tile('Rejected'), tile('Other'));
  const lead = el('p.lead');
  const timeline = panel('Accepted and rejected', { classes: 'timeline' });
  const parts = {
    rejected: { panel: panel('Top rejected sources', { classes: 'wide' }), draw: rejected },
    ports: { panel: panel('Top rejected ports'), draw: ports },
    talkers: { panel: panel('Top talkers, by bytes sent', { classes: 'half' }), draw: talkers },
    receivers: { panel: panel('Top receivers, by bytes received', { classes: 'half' }), draw: receivers },
    protocols: { panel: panel('Protocols', { classes: 'half' }), draw: protocols },
    interfaces: { panel: panel('Interfaces', { classes: 'half' }), draw: interfaces },
  };
  const switches = el('span.segments', { role: 'group', 'aria-label': 'Measure' }, Object.entries(measures).map(([name, text]) =>
    el('button', { type: 'button', 'data-key': name, 'aria-pressed': String(measure === name), onclick: () => choose(name) }, text)));
  replace(main, el('div.title', {}, el('h1', {}, 'Overview'), lead), tiles, el('div.panels', {}, timeline.section, Object.values(parts).map(part => part.panel.section)));
  let last;

  function choose(name) {
    measure = name;
    for (const button of switches.children) button.setAttribute('aria-pressed', String(button.dataset.key === name));
    if (last) drawTimeline(last);
  }

  function drawTimeline(answer) {
    const column = Object.keys(measures).indexOf(measure) + 2;
    timeline.links(switches, sqlLink(answer.sql));
    timeline.draw(container => chart(container, {
      title: `${measures[measure]} per ${duration(answer.bucket)}`, from: answer.from, to: answer.to, bars: true, stacked: true, axes: { left: { min: 0 } },
      format: measure === 'bytes' ? bytes : compact, exact: measure === 'bytes' ? bytes : count,
      series: actions.map(([action, label, colour]) => ({
        label, colour, points: answer.rows.filter(row => row[1] === action).map(row => [Number(row[0]), Number(row[column] ?? 0)]),
      })).filter(series => series.points.length),
    }));
  }

  function showTiles(rows) {
    const sum = (column, action) => rows.filter(row => action === undefined || row[1] === action).reduce((all, row) => all + Number(row[column] ?? 0), 0);
    const all = sum(2);
    const texts = [
      [compact(all), count(all)], [bytes(sum(4)), `${count(sum(4))} bytes`], [compact(sum(3)), count(sum(3))],
      [percent(sum(2, 'ACCEPT'), all), `${count(sum(2, 'ACCEPT'))} records`], [percent(sum(2, 'REJECT'), all), `${count(sum(2, 'REJECT'))} records`],
      [percent(all - sum(2, 'ACCEPT') - sum(2, 'REJECT'), all), `${count(all - sum(2, 'ACCEPT') - sum(2, 'REJECT'))} records without traffic: NODATA, SKIPDATA`],
    ];
    [...tiles.children].forEach((one, i) => {
      const [short, long] = texts[i];
      one.querySelector('dd').textContent = short;
      one.querySelector('dd').title = long;
      one.querySelector('.detail').textContent = long;
    });
  }

  async function showTimeline(signal) {
    try {
      const answer = await getFiltered('overview/timeline', signal);
      lead.textContent = `${time(answer.from)} – ${time(answer.to)} UTC, in steps of ${duration(answer.bucket)}`;
      last = answer;
      showTiles(answer.rows);
      if (answer.rows.length) drawTimeline(answer);
      else timeline.show(nothing());
    } catch (error) {
      if (error.name !== 'AbortError') timeline.fail(error);
    }
  }

  async function showPart(name, signal) {
    const part = parts[name];
    try {
      const answer = await getFiltered(`overview/${name}`, signal);
      part.panel.links(sqlLink(answer.sql));
      part.panel.show(answer.rows.length ? part.draw(answer) : nothing());
    } catch (error) {
      if (error.name !== 'AbortError') part.panel.fail(error);
    }
  }

  return {
    update: signal => Promise.all([showTimeline(signal), ...Object.keys(parts).map(name => showPart(name, signal))]),
    stop: () => timeline.stop(),
  };
}

const tile = name => el('div', {}, el('dt', {}, name), el('dd', {}, '–'), el('dd.detail', {}, '\u00a0'));

const number = text => Number(text ?? 0);

function most(answer, column) {
  return Math.max(...answer.rows.map(row => number(row[column])), 0);
}

const addresses = (caption, name) => answer => {
  const top = most(answer, 1);
  return table(caption, [
    { name, cell: row => value('address', row[0], answer.marks) },
    { name: 'bytes', number: true, cell: row => bar(number(row[1]), top, { isBytes: true }) },
    { name: 'packets', number: true, cell: row => compact(number(row[2])) },
    { name: 'records', number: true, cell: row => compact(number(row[3])) },
  ], answer.rows);
};
const talkers = addresses('Sources that sent most bytes', 'source');
const receivers = addresses('Destinations that received most bytes', 'destination');

function rejected(answer) {
  const top = most(answer, 1);
  return table('Sources with most rejected packets', [
    { name: 'source', cell: row => value('address', row[0], answer.marks) },
    { name: 'rejected packets', number: true, cell: row => bar(number(row[1]), top, { tone: 'reject' }) },
    { name: 'targets', number: true, title: 'Different destination addresses', cell: row => count(number(row[4])) },
    { name: 'ports', number: true, title: 'Different destination ports', cell: row => count(number(row[3])) },
    { name: 'tried most', cell: row => el('span.tried', {}, answer.tried.rows.filter(one => one[0] === row[0]).map(one => tried(one, answer.tried.marks))) },
  ], answer.rows);
}

function tried([, protocol, port, packets], marks) {
  const keyword = marks.protocol[protocol] ?? protocol;
  const name = marks.port[port];
  const hasPorts = ['TCP', 'UDP', 'SCTP', 'DCCP', 'UDPLite'].includes(keyword);
  return el('a.try', { href: hasPorts ? linkTo('port', port) : linkTo('protocol', protocol), title: `${count(number(packets))} packets to ${keyword}${hasPorts ? ` port ${port}` : ''}` },
    hasPorts ? `${port}/${keyword.toLowerCase()}` : keyword, hasPorts && name && el('span.name', {}, name));
}

function ports(answer) {
  const top = most(answer, 2);
  return table('Destination ports with most rejected packets', [
    { name: 'port', cell: row => value('port', row[0], answer.marks) },
    { name: 'protocol', cell: row => value('protocol', row[1], answer.marks) },
    { name: 'rejected packets', number: true, cell: row => bar(number(row[2]), top, { tone: 'reject' }) },
    { name: 'sources', number: true, title: 'Different source addresses', cell: row => count(number(row[4])) },
  ], answer.rows);
}

function protocols(answer) {
  const top = most(answer, 2);
  return table('Rejected and all packets of each protocol', [
    { name: 'protocol', cell: row => value('protocol', row[0], answer.marks) },
    { name: 'rejected packets', number: true, cell: row => bar(number(row[2]), top, { tone: 'reject' }) },
    { name: 'all packets', number: true, cell: row => compact(number(row[1])) },
    { name: 'bytes', number: true, cell: row => bytes(number(row[3])) },
  ], answer.rows);
}

function interfaces(answer) {
  const top = most(answer, 1);
  return table('Interfaces with most bytes', [
    { name: 'interface', cell: row => value('interface', row[0], answer.marks) },
    { name: 'bytes', number: true, cell: row => bar(number(row[1]), top, { isBytes: true }) },
    { name: 'packets', number: true, cell: row => compact(number(row[2])) },
    { name: 'rejected', number: true, title: 'Rejected packets', cell: row => compact(number(row[3])) },
    { name: 'records', number: true, cell: row => compact(number(row[4])) },
  ], answer.rows);
}
