import { Disconnected, get, getFiltered } from '../api.js';
import { bandOf, change, explained, noBand, usual } from '../baseline.js';
import { chart } from '../chart.js';
import { el, empty, replace } from '../dom.js';
import { bytes, compact, count, duration, percents, plural, span, zone } from '../format.js';
import { panel } from '../panel.js';
import { address, filterQuery, note, parameters, setShown, withFilter } from '../state.js';
import { table } from '../table.js';
import { bar, filterValue, recordsLink, sqlLink, value } from '../values.js';

const measures = { records: 'Records', packets: 'Packets', bytes: 'Bytes' };
const actions = [
  { action: 'REJECT', label: 'Rejected', colour: '--reject', filter: ['action', 'REJECT'] },
  { action: 'ACCEPT', label: 'Accepted', colour: '--accept', filter: ['action', 'ACCEPT'] },
  { action: null, label: 'No traffic', colour: '--other', filter: ['action', 'none'] },
];
const withPorts = ['6', '17', '33', '132', '136'];

// Findings are counted no more often than this, in milliseconds.
const pause = 10_000;

const severities = counts =>
  Object.entries(counts)
    .map(([severity, amount]) => `${count(amount)} ${severity}`)
    .join(', ');

const nothing = () => empty('No matching records', 'Widen the time range or remove a filter.');
const number = text => Number(text ?? 0);

/** The rows of a timeline that have a time. Records without a start are a part of all records. */
const timed = answer => answer.rows.filter(row => row[0] !== null);

const untimed = answer => {
  const records = answer.rows.filter(row => row[0] === null).reduce((all, row) => all + number(row[2]), 0);
  return records ? [`${plural(records, 'record')} without a start: counted, but not in the chart.`] : [];
};

/** Who talks, who is rejected, at which ports. */
export function page(main) {
  const tiles = el('dl.tiles', { 'aria-label': 'Totals' });
  const lead = el('p.lead');
  const timeline = panel('Accepted and rejected', { classes: 'timeline' });
  const parts = Object.entries(tables).map(([name, part]) => ({
    ...part,
    name,
    panel: panel(part.title, { classes: part.classes }),
    order: {},
  }));
  const switches = el(
    'span.segments',
    { role: 'group', 'aria-label': 'Measure' },
    Object.entries(measures).map(([name, text]) =>
      el('button', { type: 'button', 'data-key': name, 'data-measure': name, onclick: () => choose(name) }, text),
    ),
  );
  replace(
    main,
    el('div.title', {}, el('h1', {}, 'Overview'), lead),
    tiles,
    el(
      'div.panels',
      {},
      timeline.section,
      parts.map(part => part.panel.section),
    ),
  );
  let last;
  let baseline;
  let open;
  let compared = [];
  let counting;
  let shownQuery;
  let asking = new AbortController();
  showTiles([]);

  const showNotes = () => timeline.note([...(last ? untimed(last) : []), ...compared]);

  const measure = () => (Object.hasOwn(measures, parameters().get('measure') ?? '') ? parameters().get('measure') : 'records');

  function choose(name) {
    note({ measure: name === 'records' ? null : name });
    if (last) drawTimeline(last);
  }

  function drawTimeline(answer) {
    const name = measure();
    for (const button of switches.children) button.setAttribute('aria-pressed', String(button.dataset.measure === name));
    const column = Object.keys(measures).indexOf(name) + 2;
    timeline.links(switches, recordsLink({}, 'Records'), sqlLink(answer.sql));
    timeline.draw(container =>
      chart(container, {
        title: `${measures[name]} per ${duration(answer.bucket)}`,
        from: answer.from,
        to: answer.to,
        bucket: answer.bucket,
        newest: answer.newest,
        bars: true,
        stacked: true,
        axes: { left: { min: 0 } },
        unit: name,
        band: baseline && bandOf(baseline, baseline.measures[name]),
        format: name === 'bytes' ? bytes : compact,
        exact: name === 'bytes' ? bytes : count,
        series: actions
          .map(one => ({
            ...one,
            href: withFilter('/', ...one.filter),
            points: timed(answer).filter(row => row[1] === one.action).map(row => [Number(row[0]), number(row[column])]),
          }))
          .filter(one => one.points.length),
      }),
    );
  }

  function showTiles(rows) {
    const sum = (column, action) =>
      rows.filter(row => action === undefined || row[1] === action).reduce((all, row) => all + number(row[column]), 0);
    const [rejected, accepted, other] = [sum(2, 'REJECT'), sum(2, 'ACCEPT'), sum(2, null)];
    const [shareAccepted, shareRejected, shareOther] = percents([accepted, rejected, other]);
    const before = baseline?.previous;
    const compared = (measure, amount, earlier) =>
      baseline
        ? [
            el('dd.detail.change', { title: explained(baseline) }, change(amount, earlier, measure === 'bytes' ? bytes : compact)),
            usual(baseline, measure) && el('dd.detail', { title: explained(baseline) }, usual(baseline, measure)),
          ]
        : el('dd.detail.change', {}, rows.length ? 'comparing …' : '');
    const tile = (name, amount, short, long, changes) =>
      el(
        `div.${name.toLowerCase().split(' ')[0]}`,
        {},
        el('dt', {}, name),
        el('dd', {}, recordsLink(changes, short)),
        el('dd.detail', { title: long }, long),
        compared(name.toLowerCase(), amount, before?.[name.toLowerCase()]),
      );
    const filtered = (name, measure, share, amount, filter) =>
      el(
        `div.${name.toLowerCase().split(' ')[0]}`,
        {},
        el('dt', {}, name),
        el(
          'dd',
          {},
          el('a', { href: withFilter('/', ...filter), title: `Show only ${name.toLowerCase()}`, 'data-key': `tile ${name}` }, share),
        ),
        el('dd.detail', {}, recordsLink({ [filter[0]]: filter[1] }, plural(amount, 'record'))),
        compared(measure, amount, before?.[measure]),
      );
    replace(
      tiles,
      tile('Records', sum(2), compact(sum(2)), plural(sum(2), 'record'), {}),
      tile('Bytes', sum(4), bytes(sum(4)), plural(sum(4), 'byte'), { sort: 'bytes' }),
      tile('Packets', sum(3), compact(sum(3)), plural(sum(3), 'packet'), { sort: 'packets' }),
      filtered('Accepted', 'accepted', shareAccepted, accepted, actions[1].filter),
      filtered('Rejected', 'rejected', shareRejected, rejected, actions[0].filter),
      filtered('No traffic', 'other', shareOther, other, actions[2].filter),
      findingsTile(),
    );
  }

  function findingsTile() {
    const counts = open?.open && Object.values(open.open);
    const sum = counts?.reduce((all, one) => all + one, 0);
    return el(
      `div.open${open?.open?.high ? '.rejected' : ''}`,
      {},
      el('dt', {}, 'Open findings'),
      el(
        'dd',
        {},
        el(
          'a',
          { href: address('/findings'), title: 'What is unusual in this time, without the muted findings', 'data-key': 'findings' },
          counts ? `${count(sum)}${open.more ? '+' : ''}` : '…',
        ),
      ),
      el('dd.detail', {}, el('span', { role: 'status' }, open?.error ?? (counts ? severities(open.open) : 'counting …'))),
    );
  }

  // Counting takes longer than all else here, so it is done last and goes on while new records come.
  async function countFindings() {
    const query = new URLSearchParams([...filterQuery()].filter(([name]) => ['range', 'from', 'to'].includes(name))).toString();
    if (counting?.query === query) {
      counting.again = true;
      return;
    }
    counting?.asking.abort();
    const mine = (counting = { query, asking: new AbortController() });
    if (open?.query !== query) open = undefined;
    try {
      open = { ...(await get(`findings/open?${query}`, mine.asking.signal)), query };
    } catch (error) {
      if (error.name === 'AbortError') return;
      // What was counted last is worth more than the news that the server is away.
      open ??= { error: error.message };
    }
    if (counting !== mine) return;
    showTiles(last?.rows ?? []);
    mine.wait = setTimeout(() => {
      counting = undefined;
      if (mine.again) countFindings();
    }, pause);
  }

  async function showBaseline(signal) {
    try {
      const answer = await getFiltered('changes', signal);
      baseline = answer;
      if (!last) return;
      showTiles(last.rows);
      if (timed(last).length) drawTimeline(last);
      const hasBand = Object.values(answer.measures).some(rows => rows.some(row => row.length > 2));
      compared = hasBand ? [] : [noBand];
      showNotes();
    } catch (error) {
      if (error.name === 'AbortError' || error instanceof Disconnected) return;
      compared = [`No comparison: ${error.message}`];
      showNotes();
    }
  }

  async function showTimeline(signal) {
    try {
      const answer = await getFiltered('overview/timeline', signal);
      setShown(answer);
      replace(lead, `${span(answer.from, answer.to)} ${zone()}, per ${duration(answer.bucket)}`);
      last = answer;
      showTiles(answer.rows);
      showNotes();
      if (timed(answer).length) drawTimeline(answer);
      else {
        timeline.links(sqlLink(answer.sql));
        timeline.show(answer.rows.length ? empty('No times', 'None of the records has a start.') : nothing());
      }
    } catch (error) {
      timeline.fail(error);
    }
  }

  async function showPart(part, signal) {
    try {
      const answer = await getFiltered(`overview/${part.name}`, signal, part.order);
      part.panel.links(sqlLink(answer.sql));
      if (!answer.rows.length) return part.panel.show(nothing());
      if (part.detail) {
        const { sort, dir } = answer;
        if (part.panel.isEmpty()) part.panel.show(table(part.caption, part.columns(answer), answer.rows, { sort, dir }));
        answer.detail = await getFiltered(`overview/${part.detail}`, signal, part.order);
      }
      const again = changes => {
        Object.assign(part.order, changes);
        showPart(part, asking.signal);
      };
      part.panel.show(
        table(part.caption, part.columns(answer), answer.rows, {
          sort: answer.sort,
          dir: answer.dir,
          onsort: (sort, dir) => again({ sort, dir }),
          more:
            answer.more &&
            el(
              'button.link.more',
              { type: 'button', 'data-key': 'more', onclick: () => again({ limit: Math.min(1000, answer.rows.length * 10) }) },
              'Show more',
            ),
        }),
      );
    } catch (error) {
      part.panel.fail(error);
    }
  }

  return {
    async update(signal) {
      asking = new AbortController();
      signal.addEventListener('abort', () => asking.abort());
      const query = filterQuery().toString();
      if (query !== shownQuery) baseline = undefined;
      shownQuery = query;
      await Promise.all([showTimeline(signal), ...parts.map(part => showPart(part, signal))]);
      await showBaseline(signal);
      if (!signal.aborted) countFindings();
    },
    stop() {
      clearTimeout(counting?.wait);
      counting?.asking.abort();
      timeline.stop();
    },
  };
}

const most = (answer, column) => Math.max(...answer.rows.map(row => number(row[column])), 0);

/** A column of numbers, which lead to the records that they count. */
function amounts(answer, index, name, { key = name, title, tone, isBytes = false, filter } = {}) {
  const top = tone ? most(answer, index) : 0;
  return {
    name,
    key,
    title,
    number: true,
    cell: row => {
      const amount = number(row[index]);
      const shown = tone ? bar(amount, top, { tone, isBytes }) : isBytes ? bytes(amount) : compact(amount);
      return filter ? recordsLink(filter(row), shown) : shown;
    },
  };
}

const addresses = (name, field) => answer => [
  { name, key: field === 'src' ? 'srcaddr' : 'dstaddr', cell: row => value(field, row[0], answer.marks) },
  amounts(answer, 1, 'bytes', { tone: 'accent', isBytes: true, filter: row => ({ [field]: filterValue(field, row[0]), sort: 'bytes' }) }),
  amounts(answer, 2, 'packets'),
  amounts(answer, 3, 'records', { filter: row => ({ [field]: filterValue(field, row[0]) }) }),
];

const tables = {
  rejected: {
    title: 'Top rejected sources',
    classes: 'wide',
    caption: 'Sources with most rejected packets',
    detail: 'tried',
    columns: answer => [
      { name: 'source', key: 'srcaddr', cell: row => value('src', row[0], answer.marks) },
      amounts(answer, 1, 'rejected packets', {
        key: 'packets',
        tone: 'reject',
        filter: row => ({ src: filterValue('src', row[0]), action: 'REJECT' }),
      }),
      amounts(answer, 4, 'targets', { title: 'Different destination addresses' }),
      amounts(answer, 3, 'ports', { title: 'Different destination ports' }),
      {
        name: 'tried most',
        cell: row =>
          el(
            'span.tried',
            {},
            answer.detail?.rows.filter(one => one[0] === row[0]).map(one => tried(one, answer.detail.marks)) ?? '…',
          ),
      },
    ],
  },
  ports: {
    title: 'Top rejected ports',
    caption: 'Destination ports with most rejected packets',
    columns: answer => [
      { name: 'port', key: 'dstport', cell: row => value('port', row[0], answer.marks) },
      { name: 'protocol', key: 'protocol', cell: row => value('proto', row[1], answer.marks) },
      amounts(answer, 2, 'rejected packets', {
        key: 'rejected',
        tone: 'reject',
        filter: row => ({ port: row[0], proto: row[1], action: 'REJECT' }),
      }),
      amounts(answer, 4, 'sources', { title: 'Different source addresses' }),
    ],
  },
  talkers: {
    title: 'Top talkers, by bytes sent',
    classes: 'half',
    caption: 'Sources that sent most bytes',
    columns: addresses('source', 'src'),
  },
  receivers: {
    title: 'Top receivers, by bytes received',
    classes: 'half',
    caption: 'Destinations that received most bytes',
    columns: addresses('destination', 'dst'),
  },
  protocols: {
    title: 'Protocols',
    classes: 'half',
    caption: 'Rejected and all packets of each protocol',
    columns: answer => [
      { name: 'protocol', key: 'protocol', cell: row => value('proto', row[0], answer.marks) },
      amounts(answer, 1, 'packets', { tone: 'accent', filter: row => ({ proto: row[0] }) }),
      amounts(answer, 2, 'rejected packets', { key: 'rejected', tone: 'reject', filter: row => ({ proto: row[0], action: 'REJECT' }) }),
      amounts(answer, 3, 'bytes', { isBytes: true }),
    ],
  },
  interfaces: {
    title: 'Interfaces',
    classes: 'half',
    caption: 'Interfaces with most bytes',
    columns: answer => [
      { name: 'interface', key: 'interface_id', cell: row => value('eni', row[0], answer.marks) },
      amounts(answer, 1, 'bytes', { tone: 'accent', isBytes: true, filter: row => ({ eni: filterValue('eni', row[0]), sort: 'bytes' }) }),
      amounts(answer, 2, 'packets'),
      amounts(answer, 4, 'rejected', { title: 'Rejected packets', filter: row => ({ eni: filterValue('eni', row[0]), action: 'REJECT' }) }),
      amounts(answer, 3, 'records', { filter: row => ({ eni: filterValue('eni', row[0]) }) }),
    ],
  },
};

// The records of one source at one port: that source, that protocol, that port, rejected.
function tried([source, protocol, port, packets], marks) {
  const keyword = marks.protocol[protocol] ?? protocol ?? 'no protocol';
  const name = marks.port[port];
  const hasPorts = withPorts.includes(protocol);
  return recordsLink(
    {
      src: filterValue('src', source),
      action: 'REJECT',
      proto: filterValue('proto', protocol),
      ...(hasPorts ? { port: filterValue('port', port) } : {}),
    },
    el(
      'span',
      { title: `${plural(number(packets), 'packet')} to ${keyword}${hasPorts ? ` port ${port}` : ''}` },
      hasPorts ? `${port}/${keyword.toLowerCase()}` : keyword,
    ),
    hasPorts && name && el('span.name', {}, name),
  );
}
