import { cssColours } from './colours.js';
import { el } from './dom.js';
import { compact, count, duration, percent, time } from './format.js';
import { table } from './table.js';

// The views of a dashboard's widget that are no chart over time.

const last = line => line.points.at(-1);
const latest = line => last(line)?.[1] ?? null;
const origin = (line, point) => line.stat ? `${line.stat} of ${duration(line.period)} from ${time(point[0])} UTC: ${count(point[1])}` : count(point[1]);
const swatch = colour => el('span.swatch', { style: { '--swatch': colour } });

export function singleValues(widget) {
  const colours = cssColours(widget.series);
  return el('dl.values', {}, widget.series.map((line, i) => el('div', {},
    el('dt', {}, swatch(colours[i]), line.label),
    el('dd', { title: last(line) ? origin(line, last(line)) : 'No value' }, last(line) ? (widget.fullPrecision ? exactly : compact)(latest(line)) : '–'),
    widget.sparkline && line.points.length > 1 && el('dd.spark', {}, sparkline(line.points, widget.from, widget.to, colours[i])))));
}

const exactly = value => value.toLocaleString('en', { maximumFractionDigits: 20 });

function sparkline(points, from, to, colour) {
  const values = points.map(point => point[1]);
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1);
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('viewBox', '0 0 100 24');
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  path.setAttribute('points', points.map(([moment, value]) => `${(100 * (moment - from) / (to - from)).toFixed(2)},${(23 - 22 * (value - low) / (high - low)).toFixed(2)}`).join(' '));
  path.style.setProperty('stroke', colour);
  picture.append(path);
  return picture;
}

/** A horizontal bar for each series, as long as its latest value. */
export function bars(widget) {
  const colours = cssColours(widget.series);
  const most = Math.max(...widget.series.map(line => latest(line) ?? 0), widget.axes?.left?.max ?? 0, 0);
  return el('dl.bars', {}, widget.series.map((line, i) => el('div', {},
    el('dt', {}, swatch(colours[i]), line.label),
    el('dd', { title: last(line) ? origin(line, last(line)) : 'No value' },
      el('span.length', { style: { '--swatch': colours[i], width: `${most > 0 ? Math.max(0, Math.min(100, 100 * (latest(line) ?? 0) / most)) : 0}%` } }),
      el('span.amount', {}, last(line) ? count(latest(line)) : '–')))));
}

/** The series' latest values as parts of their sum. */
export function pie(widget) {
  const colours = cssColours(widget.series);
  const amounts = widget.series.map(line => Math.max(0, latest(line) ?? 0));
  const all = amounts.reduce((sum, amount) => sum + amount, 0);
  let before = 0;
  const parts = amounts.map((amount, i) => {
    const part = `${colours[i]} ${(360 * before / all).toFixed(2)}deg ${(360 * (before + amount) / all).toFixed(2)}deg`;
    before += amount;
    return part;
  });
  return el('div.pie', {},
    el('div.disc', { 'aria-hidden': 'true', style: { background: all ? `conic-gradient(${parts.join(', ')})` : 'var(--line)' } }),
    el('dl.parts', {}, widget.series.map((line, i) => el('div', {},
      el('dt', {}, swatch(colours[i]), line.label),
      el('dd', { title: last(line) ? origin(line, last(line)) : 'No value' }, last(line) ? `${count(latest(line))} (${percent(amounts[i], all)})` : '–')))));
}

/** The latest value of each series between the ends of a scale. */
export function gauges(widget) {
  const colours = cssColours(widget.series);
  const { min, max } = widget.axes.left;
  return el('div.gauges', {}, widget.series.map((line, i) => {
    const value = latest(line);
    const turn = value === null ? 0 : Math.max(0, Math.min(180, 180 * (value - min) / (max - min)));
    const marks = widget.levels.filter(level => level.value >= min && level.value <= max);
    return el('div.gauge', { role: 'img', 'aria-label': `${line.label}: ${value === null ? 'no value' : count(value)}, on a scale from ${count(min)} to ${count(max)}`, title: last(line) ? origin(line, last(line)) : 'No value' },
      el('div.dial', { style: { background: `conic-gradient(from 270deg, ${colours[i]} 0 ${turn.toFixed(2)}deg, var(--line) ${turn.toFixed(2)}deg 180deg, transparent 180deg)` } },
        marks.map(level => el('span.mark-at', { style: { '--turn': `${(180 * (level.value - min) / (max - min) - 90).toFixed(2)}deg`, '--swatch': level.color ?? 'var(--alarm)' } })),
        el('strong', {}, value === null ? '–' : compact(value))),
      el('div.ends', {}, el('span', {}, compact(min)), el('span', {}, line.label), el('span', {}, compact(max))),
      marks.map(level => el('div.what', {}, `${level.label} ${count(level.value)}`.trim())));
  }));
}

const summaries = {
  MIN: ['minimum', values => Math.min(...values)],
  MAX: ['maximum', values => Math.max(...values)],
  AVG: ['average', values => values.reduce((sum, value) => sum + value, 0) / values.length],
  SUM: ['sum', values => values.reduce((sum, value) => sum + value, 0)],
};

/** Series and times crossed: rows of series, or of times where the layout is vertical. */
export function metricTable(widget) {
  const options = widget.table ?? {};
  const wanted = (options.summaryColumns ?? Object.keys(summaries)).map(name => summaries[name]).filter(Boolean);
  const times = options.showTimeSeriesData === false ? [] : [...new Set(widget.series.flatMap(line => line.points.map(point => point[0])))].sort((a, b) => b - a);
  const facts = [
    ...wanted.map(([name, of]) => ({ name, of: line => line.points.length ? of(line.points.map(point => point[1])) : null })),
    ...times.map(moment => ({ name: time(moment), of: line => line.points.find(point => point[0] === moment)?.[1] ?? null })),
  ];
  const shown = value => value === null ? '–' : count(value);
  return options.layout === 'vertical'
    ? table(widget.title, [
      { name: 'time (UTC)', cell: fact => fact.name },
      ...widget.series.map(line => ({ name: line.label, number: true, cell: fact => shown(fact.of(line)) })),
    ], facts, { classes: 'rows' })
    : table(widget.title, [
      { name: 'metric', cell: line => line.label },
      ...facts.map(fact => ({ name: fact.name, number: true, cell: line => shown(fact.of(line)) })),
    ], widget.series, { classes: 'rows' });
}

export const alarms = widget => table(widget.title || 'Alarms', [
  { name: 'alarm', cell: alarm => alarm.name },
  { name: 'raised by', cell: alarm => alarm.condition },
], widget.alarms, { classes: 'rows' });
