import { drawAnnotations } from './annotations.js';
import { colour, colourNames } from './colours.js';
import { el, replace } from './dom.js';
import { canvasFont, clock, compact, count, day, time, zoom as letterZoom } from './format.js';
import { table } from './table.js';
import { address, go } from './state.js';

const { uPlot } = globalThis;
let zoomed = 0;

/**
 * Draws series of [time, value] points over a time range: lines, or bars, on top of each other if stacked. Dragging across chooses a time;
 * the arrow keys read the values; the legend hides a series; the same numbers are to be had as a table.
 */
export function chart(container, options) {
  const { title, from, to, bars = false, stacked = false, axes = {}, levels = [], moments = [], legend: place = 'bottom', format = compact, exact = count } = options;
  const names = colourNames(options.series.map(one => one.label));
  const series = options.series.map((one, index) => ({ ...one, index, axis: one.axis ?? 'left', colour: one.colour ?? names[index] }));
  const times = [...new Set(series.flatMap(one => one.points.map(point => point[0])))].sort((a, b) => a - b);
  const values = series.map(one => {
    const byTime = new Map(one.points);
    return times.map(moment => byTime.get(moment) ?? null);
  });
  const shown = series.map(() => true);
  const plot = el('div.plot', {
    tabIndex: 0, role: 'group', 'aria-roledescription': 'chart', 'aria-label': `${title}. ${summary(series, exact)} Arrow keys read the values.`,
    onkeydown: move,
  });
  const reader = el('div.hidden', { 'aria-live': 'polite' });
  const legend = el(`ul.legend.${place === 'hidden' ? 'hidden-legend' : place}`, { 'aria-label': `Series of ${title}` });
  container.classList.toggle('beside', place === 'right');
  replace(container, plot, legend, reader);
  let drawn;

  const seriesColour = one => one.colour.startsWith('--') ? colour(one.colour) : one.colour;

  // On top of each other, the first series is the sum of all and lies at the back: each one covers those behind it.
  function data(visible) {
    if (!stacked) return [times, ...visible.map(one => values[one.index])];
    const below = times.map(() => 0);
    return [times, ...[...visible].reverse().map(one => values[one.index].map((amount, place) => below[place] += amount ?? 0)).reverse()];
  }

  function draw() {
    drawn?.destroy();
    const visible = series.filter(one => shown[one.index]);
    const size = letterZoom();
    const grid = { stroke: colour('--line'), width: 1 };
    const axis = { stroke: colour('--muted'), grid, ticks: { show: false }, font: canvasFont(12 * size), values: (_, ticks) => ticks.map(tick => format(tick)) };
    const hasRight = visible.some(one => one.axis === 'right');
    const step = times.length > 1 ? Math.min(...times.slice(1).map((moment, i) => moment - times[i])) : 60;
    drawn = new uPlot({
      width: Math.max(plot.clientWidth, 120),
      height: Math.max(plot.clientHeight, 80),
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      padding: [8, hasRight ? 0 : 26 * size, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, dist: 6 }, sync: { key: 'time' }, points: { size: 7 } },
      scales: {
        x: { time: true, range: [from - (bars ? step / 2 : 0), to] },
        left: { range: (_, low, high) => limits(low, high, axes?.left, levels.filter(level => level.axis !== 'right')) },
        right: { range: (_, low, high) => limits(low, high, axes?.right, levels.filter(level => level.axis === 'right')) },
      },
      axes: [
        { ...axis, grid: { show: false }, values: (_, ticks) => ticks.map((tick, i) => label(tick, ticks[i - 1], to - from)), space: 64 * size, size: 26 * size },
        { ...axis, ...named(axes?.left), scale: 'left', size: 58 * size },
        ...(hasRight ? [{ ...axis, ...named(axes?.right), scale: 'right', side: 1, size: 58 * size, grid: { show: false } }] : []),
      ],
      series: [{}, ...visible.map(one => ({
        label: one.label,
        scale: one.axis,
        stroke: seriesColour(one),
        width: bars ? 0 : 1.75,
        fill: bars ? seriesColour(one) : stacked ? `color-mix(in srgb, ${seriesColour(one)} 40%, transparent)` : undefined,
        points: { show: !bars && !stacked && lonely(values[one.index]), size: 5 },
        paths: bars ? uPlot.paths.bars({ size: [0.82, 40] }) : undefined,
      }))],
      bands: stacked && !bars ? visible.slice(1).map((_, i) => ({ series: [i + 1, i + 2] })) : [],
      hooks: {
        draw: [u => drawAnnotations(u, levels, moments)],
        setCursor: [u => read(u.cursor.idx)],
        setSelect: [zoom],
      },
    }, data(visible), plot);
    read(null);
  }

  function read(index) {
    const at = index ?? (times.length ? times.length - 1 : null);
    for (const [i, item] of [...legend.children].entries()) {
      const amount = at === null ? null : values[i][at];
      item.querySelector('.amount').textContent = amount === null || amount === undefined ? '–' : exact(amount);
    }
    const moment = legend.parentElement?.querySelector('.moment');
    if (moment) moment.textContent = at === null ? '' : `${index === null || index === undefined ? 'latest ' : ''}${time(times[at])}`;
  }

  function move(event) {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) || !times.length) return;
    event.preventDefault();
    const now = drawn.cursor.idx ?? times.length;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: times.length - 1 }[event.key];
    const index = Math.max(0, Math.min(times.length - 1, next));
    drawn.setCursor({ left: drawn.valToPos(times[index], 'x'), top: drawn.bbox.height / devicePixelRatio / 2 });
    reader.textContent = `${time(times[index])}: ${series.map((one, i) => `${one.label} ${values[i][index] === null ? 'none' : exact(values[i][index])}`).join(', ')}`;
  }

  function zoom(u) {
    if (u.select.width < 6 || performance.now() - zoomed < 500) return;
    zoomed = performance.now();
    const start = Math.floor(u.posToVal(u.select.left, 'x') / 60) * 60;
    const end = Math.ceil(u.posToVal(u.select.left + u.select.width, 'x') / 60) * 60;
    go(address(location.pathname, { range: null, from: Math.max(0, start), to: end }));
  }

  replace(legend, series.map((one, i) => el('li', {},
    el('button', {
      type: 'button', 'aria-pressed': 'true', title: 'Hide or show', 'data-key': one.label,
      onclick: event => {
        shown[i] = !shown[i];
        event.currentTarget.setAttribute('aria-pressed', shown[i]);
        draw();
      },
    }, el('span.swatch', { style: { '--swatch': one.colour.startsWith('--') ? `var(${one.colour})` : one.colour } }), el('span.label', {}, one.label), el('span.amount', {}, '–')))));
  draw();
  const sized = new ResizeObserver(() => {
    if (!plot.isConnected) return stop();
    if (plot.clientWidth) drawn.setSize({ width: plot.clientWidth, height: Math.max(plot.clientHeight, 80) });
  });
  sized.observe(plot);
  document.addEventListener('themechange', draw);

  function stop() {
    sized.disconnect();
    document.removeEventListener('themechange', draw);
    drawn?.destroy();
    drawn = null;
  }

  return { stop, asTable: () => pointTable(title, series, times, values, exact) };
}

function pointTable(title, series, times, values, exact) {
  return table(title, [
    { name: 'time (UTC)', cell: i => time(times[i]) },
    ...series.map((one, place) => ({ name: one.label, number: true, cell: i => values[place][i] === null ? '–' : exact(values[place][i]) })),
  ], times.map((_, i) => i).reverse());
}

function summary(series, exact) {
  if (!series.length) return 'No series.';
  return series.slice(0, 8).map(one => {
    if (!one.points.length) return `${one.label}: no values.`;
    const numbers = one.points.map(point => point[1]);
    return `${one.label}: latest ${exact(numbers.at(-1))}, highest ${exact(Math.max(...numbers))}.`;
  }).join(' ');
}

const named = axis => axis?.label ? { label: axis.label, labelSize: 18 * letterZoom(), labelGap: 0, labelFont: canvasFont(12 * letterZoom()) } : {};

function limits(low, high, axis, levels) {
  const marks = levels.flatMap(level => level.to === undefined || level.to === null ? [level.value] : [level.value, level.to]);
  const least = axis?.min ?? Math.min(low ?? 0, 0, ...marks) * 1.08;
  const most = axis?.max ?? Math.max(high ?? 0, ...marks) * 1.08;
  return [least, most > least ? most : least + 1];
}

function label(tick, before, length) {
  const isNewDay = before === undefined ? length > 86400 : day(tick) !== day(before);
  return isNewDay ? (clock(tick) === '00:00' ? day(tick) : `${day(tick)} ${clock(tick)}`) : clock(tick);
}

// A point without neighbours has no line.
const lonely = list => list.some((amount, i) => amount !== null && (list[i - 1] ?? null) === null && (list[i + 1] ?? null) === null);
