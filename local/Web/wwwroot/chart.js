import { colour, colourNames } from './colours.js';
import { el, replace } from './dom.js';
import { ahead, canvasFont, clock, compact, count, day, span, time, zoom as letterZoom, zone } from './format.js';
import { address, note, parameters, resetTime, zoomTo } from './state.js';
import { table } from './table.js';

const { uPlot } = globalThis;

// A press that moves less is a click; a second click within this time is a double one.
const clickPixels = 4;
const clickMilliseconds = 250;

// How much of a bucket may be touched without choosing it: nobody hits the edge of a bar exactly.
const edge = 0.3;

let dragged = 0;

/** Whether somebody is choosing a time just now, so that new data has to wait. */
export const isChoosing = () => dragged > 0;

/**
 * Draws series of [time, value] points over a time range: lines, or bars that each span their bucket, on top of each other if stacked. Dragging
 * chooses whole buckets, a click one of them, a double click goes back; the keys do the same. A band {label, points: [time, low, median, high]}
 * is drawn over the series.
 */
export function chart(container, options) {
  const { title, bars = false, stacked = false, axes = {}, unit, format = compact, exact = count, bucket = 60, newest } = options;
  const from = bars ? Math.floor(options.from / bucket) * bucket : options.from;
  const to = bars ? Math.ceil(options.to / bucket) * bucket : options.to;
  const names = colourNames(options.series.map(one => one.label));
  const series = options.series.map((one, index) => ({ ...one, index, axis: one.axis ?? 'left', colour: one.colour ?? names[index] }));
  // Every bucket has its place, also one without records.
  const times = bars
    ? Array.from({ length: Math.round((to - from) / bucket) }, (_, i) => from + i * bucket)
    : [...new Set(series.flatMap(one => one.points.map(point => point[0])))].sort((a, b) => a - b);
  const values = series.map(one => {
    const byTime = new Map(one.points);
    return times.map(moment => byTime.get(moment) ?? (bars ? 0 : null));
  });
  const band = options.band && { ...options.band, of: new Map(options.band.points.map(([moment, ...values]) => [moment, values])) };
  const hidden = new Set(parameters().getAll('hide'));
  const isShown = one => !hidden.has(one.label);
  const end = Math.min(options.to, newest ?? options.to);
  const isPartial = moment => moment < options.from || moment + bucket > end;
  const plot = el('div.plot', {
    tabIndex: 0,
    role: 'group',
    'aria-roledescription': 'chart',
    'aria-label': `${title}. ${summary(series, exact)}${band ? ` With the band: ${band.label}.` : ''} Arrow keys read the values, Enter zooms, Shift and arrow keys choose a time.`,
    onkeydown: press,
  });
  const tip = el('div.tip', { hidden: true });
  const choice = el('div.choice', { hidden: true });
  const reader = el('div.hidden', { 'aria-live': 'polite' });
  const legend = el('ul.legend', { 'aria-label': `Series of ${title}` });
  replace(container, plot, legend, reader);
  let drawn;
  let drag;
  let clicked;
  let cursor = null;
  let anchor = null;

  const seriesColour = one => (one.colour.startsWith('--') ? colour(one.colour) : one.colour);

  // If stacked, the first series is the sum of all series and is drawn first: each series covers the earlier ones.
  function data(visible) {
    if (!stacked) return [times, ...visible.map(one => values[one.index])];
    const below = times.map(() => 0);
    return [
      times,
      ...[...visible]
        .reverse()
        .map(one => values[one.index].map((amount, place) => (below[place] += amount ?? 0)))
        .reverse(),
    ];
  }

  function draw() {
    drawn?.destroy();
    const visible = series.filter(isShown);
    const size = letterZoom();
    const grid = { stroke: colour('--line'), width: 1 };
    const axis = {
      stroke: colour('--muted'),
      grid,
      ticks: { show: false },
      font: canvasFont(12 * size),
      values: (_, ticks) => ticks.map(tick => format(tick)),
      incrs: wholeSteps,
    };
    const hasRight = visible.some(one => one.axis === 'right');
    drawn = new uPlot(
      {
        width: Math.max(plot.clientWidth, 120),
        height: Math.max(plot.clientHeight, 80),
        padding: [8, hasRight ? 0 : 26 * size, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false, setScale: false }, points: { show: !bars, size: 7 }, y: false },
        scales: {
          x: { time: true, range: [from, to] },
          left: { range: (_, low, high) => limits(low, Math.max(high ?? 0, isBandShown() ? highest : 0), axes?.left) },
          right: { range: (_, low, high) => limits(low, high, axes?.right) },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            incrs: timeSteps,
            splits: timeTicks,
            values: (_, ticks) => ticks.map((tick, i) => label(tick, ticks[i - 1], to - from)),
            space: 72 * size,
            size: 26 * size,
          },
          { ...axis, ...named(axes?.left?.label ?? unit), scale: 'left', size: 58 * size },
          ...(hasRight ? [{ ...axis, ...named(axes?.right?.label), scale: 'right', side: 1, size: 58 * size, grid: { show: false } }] : []),
        ],
        series: [
          {},
          ...visible.map(one => ({
            label: one.label,
            scale: one.axis,
            stroke: seriesColour(one),
            width: bars ? 0 : 1.75,
            fill: bars ? seriesColour(one) : stacked ? `color-mix(in srgb, ${seriesColour(one)} 40%, transparent)` : undefined,
            points: { show: !bars && !stacked && lonely(values[one.index]), size: 5 },
            paths: bars ? uPlot.paths.bars({ size: [0.86, Infinity], align: 1 }) : undefined,
          })),
        ],
        bands: stacked && !bars ? visible.slice(1).map((_, i) => ({ series: [i + 1, i + 2] })) : [],
        hooks: { draw: [fade, drawBand], setCursor: [u => (u.cursor.left >= 0 && !drag ? read(indexAt(u.cursor.left)) : !drag && read(null))] },
      },
      data(visible),
      plot,
    );
    drawn.over.append(tip, choice);
    drawn.over.addEventListener('pointerdown', start);
    tip.hidden = choice.hidden = true;
    read(null);
  }

  // What is not complete yet, or lies before the chosen time in its bucket, is paler.
  function fade(u) {
    const context = u.ctx;
    for (const moment of times.filter(isPartial)) {
      const left = u.valToPos(moment, 'x', true);
      const right = Math.min(u.valToPos(moment + bucket, 'x', true), u.bbox.left + u.bbox.width);
      const past = bars ? left : u.valToPos(Math.max(moment - bucket, from), 'x', true);
      context.save();
      context.globalAlpha = 0.6;
      context.fillStyle = colour('--panel');
      context.fillRect(past, u.bbox.top, Math.max(right - past, 0), u.bbox.height);
      context.restore();
    }
  }

  const isBandShown = () => band && isShown(band);
  const highest = band ? Math.max(...band.points.map(point => point[3]), 0) : 0;
  const bandText = at => {
    const values = band.of.get(times[at]);
    return values ? `${exact(values[1])} (${exact(values[0])} to ${exact(values[2])})` : '–';
  };

  // The lowest to the highest as an area, and the median as a line.
  function drawBand(u) {
    if (!isBandShown()) return;
    const context = u.ctx;
    const { left, top, width, height } = u.bbox;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.fillStyle = context.strokeStyle = colour('--band');
    context.lineWidth = 2 * devicePixelRatio;
    for (const [moment, low, median, high] of band.points) {
      const from = u.valToPos(moment, 'x', true);
      const to = u.valToPos(moment + bucket, 'x', true);
      const [bottom, middle, peak] = [low, median, high].map(value => u.valToPos(value, 'left', true));
      context.globalAlpha = 0.22;
      context.fillRect(from, peak, to - from, bottom - peak);
      context.globalAlpha = 1;
      context.beginPath();
      context.moveTo(from, middle);
      context.lineTo(to, middle);
      context.stroke();
    }
    context.restore();
  }

  const indexAt = left => {
    if (!times.length) return null;
    if (bars) return Math.max(0, Math.min(times.length - 1, Math.floor((drawn.posToVal(left, 'x') - from) / bucket)));
    return drawn.posToIdx(left);
  };

  function read(index) {
    const at = index ?? (times.length ? times.length - 1 : null);
    for (const [i, item] of [...legend.children].entries()) {
      const amount = at === null ? null : values[i]?.[at];
      item.querySelector('.amount').textContent =
        item.dataset.band !== undefined ? (at === null ? '–' : bandText(at)) : amount === null || amount === undefined ? '–' : exact(amount);
    }
    const moment = container.closest('.panel')?.querySelector('.moment');
    if (moment) moment.textContent = at === null ? '' : `${index === null ? 'latest ' : ''}${when(at)}`;
    cursor = index;
    showTip(index);
  }

  const when = at => `${bars ? span(times[at], times[at] + bucket) : time(times[at])} ${zone()}${isPartial(times[at]) ? ', partial' : ''}`;

  function showTip(at) {
    tip.hidden = at === null || choice.hidden === false;
    if (tip.hidden) return;
    replace(
      tip,
      el('strong', {}, when(at)),
      series
        .filter(isShown)
        .map(one =>
          el(
            'span',
            {},
            el('span.swatch', { style: { '--swatch': swatchOf(one) } }),
            `${one.label} `,
            el('b', {}, values[one.index][at] === null ? '–' : exact(values[one.index][at])),
          ),
        ),
      isBandShown() && el('span', {}, el('span.swatch.band', {}), `${band.label} `, el('b', {}, bandText(at))),
    );
    const left = drawn.valToPos(times[at] + (bars ? bucket / 2 : 0), 'x');
    const isRight = left > drawn.over.clientWidth / 2;
    tip.style.left = isRight ? 'auto' : `${left + 14}px`;
    tip.style.right = isRight ? `${drawn.over.clientWidth - left + 14}px` : 'auto';
  }

  /* Choosing a time */

  const within = event => {
    const box = drawn.over.getBoundingClientRect();
    return Math.max(0, Math.min(box.width, event.clientX - box.left));
  };

  function start(event) {
    if (event.button !== 0 || drag) return;
    const over = drawn.over;
    over.setPointerCapture(event.pointerId);
    drag = { over, id: event.pointerId, first: within(event), last: within(event), moved: false };
    dragged++;
    over.addEventListener('pointermove', move);
    over.addEventListener('pointerup', finish);
    over.addEventListener('pointercancel', cancel);
    document.addEventListener('keydown', escape, true);
  }

  function move(event) {
    drag.last = within(event);
    drag.moved ||= Math.abs(drag.last - drag.first) >= clickPixels;
    if (drag.moved) showChoice(chosen(drag.first, drag.last));
  }

  function finish(event) {
    drag.last = within(event);
    const { first, last, moved } = drag;
    cancel();
    if (moved) return choose(chosen(first, last));
    if (clicked) {
      clearTimeout(clicked);
      clicked = undefined;
      return resetTime();
    }
    const at = indexAt(first);
    if (at === null) return;
    clicked = setTimeout(() => {
      clicked = undefined;
      if (plot.isConnected) choose([times[at], times[at] + bucket]);
    }, clickMilliseconds);
  }

  function cancel() {
    if (!drag) return;
    const { over, id } = drag;
    drag = undefined;
    dragged--;
    choice.hidden = true;
    if (over.hasPointerCapture(id)) over.releasePointerCapture(id);
    over.removeEventListener('pointermove', move);
    over.removeEventListener('pointerup', finish);
    over.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', escape, true);
  }

  function escape(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  }

  /** The whole buckets between two places of the plot. */
  function chosen(one, other) {
    const low = (drawn.posToVal(Math.min(one, other), 'x') - from) / bucket;
    const high = (drawn.posToVal(Math.max(one, other), 'x') - from) / bucket;
    let [first, last] = [Math.floor(low + edge), Math.ceil(high - edge)];
    if (last <= first) [first, last] = [Math.floor((low + high) / 2), Math.floor((low + high) / 2) + 1];
    return [Math.max(from, from + first * bucket), Math.min(from + last * bucket, Math.ceil((to - from) / bucket) * bucket + from)];
  }

  function showChoice([first, last]) {
    const left = Math.max(0, drawn.valToPos(first, 'x'));
    choice.hidden = false;
    tip.hidden = true;
    choice.style.left = `${left}px`;
    choice.style.width = `${Math.min(drawn.over.clientWidth, drawn.valToPos(last, 'x')) - left}px`;
    const moment = container.closest('.panel')?.querySelector('.moment');
    if (moment) moment.textContent = `${span(first, last)} ${zone()}`;
  }

  function choose([first, last]) {
    choice.hidden = true;
    if (last > first) zoomTo(first, last);
  }

  function press(event) {
    if (event.key === 'Escape' && anchor !== null) {
      event.stopPropagation();
      anchor = null;
      choice.hidden = true;
      return;
    }
    if (event.key === 'Enter' && cursor !== null && event.target === plot) {
      event.preventDefault();
      const [low, high] = [Math.min(anchor ?? cursor, cursor), Math.max(anchor ?? cursor, cursor)];
      return choose([times[low], times[high] + bucket]);
    }
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) || !times.length || event.target !== plot || event.altKey) return;
    event.preventDefault();
    const now = cursor ?? times.length;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: times.length - 1 }[event.key];
    const index = Math.max(0, Math.min(times.length - 1, next));
    anchor = event.shiftKey ? (anchor ?? Math.min(now, times.length - 1)) : null;
    if (anchor === null) choice.hidden = true;
    else showChoice([times[Math.min(anchor, index)], times[Math.max(anchor, index)] + bucket]);
    drawn.setCursor({ left: drawn.valToPos(times[index] + (bars ? bucket / 2 : 0), 'x'), top: drawn.over.clientHeight / 2 }, false);
    read(index);
    reader.textContent = `${when(index)}: ${series.map((one, i) => `${one.label} ${values[i][index] === null ? 'none' : exact(values[i][index])}`).join(', ')}${isBandShown() ? `, ${band.label} ${bandText(index)}` : ''}`;
  }

  /* Legend */

  const swatchOf = one => (one.colour.startsWith('--') ? `var(${one.colour})` : one.colour);

  replace(
    legend,
    [...series, band].filter(Boolean).map(one =>
      el(
        'li',
        { 'data-band': one === band ? '' : undefined },
        el(
          'button',
          {
            type: 'button',
            'aria-pressed': String(isShown(one)),
            title: `Hide or show ${one.label}`,
            'aria-label': `Show ${one.label} in the chart`,
            'data-key': `hide ${one.label}`,
            onclick: event => {
              if (!hidden.delete(one.label)) hidden.add(one.label);
              event.currentTarget.setAttribute('aria-pressed', String(isShown(one)));
              note({ hide: hidden.size ? [...hidden] : null });
              draw();
            },
          },
          one === band ? el('span.swatch.band', {}) : el('span.swatch', { style: { '--swatch': swatchOf(one) } }),
        ),
        one.href
          ? el('a.label', { href: one.href, title: `Show only ${one.label}`, 'data-key': `only ${one.label}` }, one.label)
          : el('span.label', {}, one.label),
        el('span.amount', {}, '–'),
      ),
    ),
  );
  draw();
  const sized = new ResizeObserver(() => {
    if (!plot.isConnected) return stop();
    if (plot.clientWidth) drawn.setSize({ width: plot.clientWidth, height: Math.max(plot.clientHeight, 80) });
  });
  sized.observe(plot);
  document.addEventListener('themechange', draw);

  function stop() {
    cancel();
    sized.disconnect();
    document.removeEventListener('themechange', draw);
    drawn?.destroy();
    drawn = null;
  }

  return { stop, asTable: () => pointTable(title, series, times, values, exact, bucket, bars, band && { ...band, text: bandText }) };
}

function pointTable(title, series, times, values, exact, bucket, bars, band) {
  return table(
    title,
    [
      {
        name: `time (${zone()})`,
        cell: i =>
          bars
            ? el(
                'a',
                { href: address(location.pathname, { from: times[i], to: times[i] + bucket }), title: 'Show only this time' },
                time(times[i]),
              )
            : time(times[i]),
      },
      ...series.map((one, place) => ({
        name: one.label,
        number: true,
        cell: i => (values[place][i] === null ? '–' : exact(values[place][i])),
      })),
      ...(band ? [{ name: band.label, number: true, cell: band.text }] : []),
    ],
    times.map((_, i) => i).reverse(),
  );
}

function summary(series, exact) {
  if (!series.length) return 'No series.';
  return series
    .slice(0, 8)
    .map(one => {
      if (!one.points.length) return `${one.label}: no values.`;
      const numbers = one.points.map(point => point[1]);
      return `${one.label}: latest ${exact(numbers.at(-1))}, highest ${exact(Math.max(...numbers))}.`;
    })
    .join(' ');
}

// Counts have no halves.
const wholeSteps = [1, 2, 5].concat(...Array.from({ length: 17 }, (_, i) => [1, 2, 5].map(part => part * 10 ** (i + 1))));
const timeSteps = [
  1,
  5,
  10,
  30,
  60,
  120,
  300,
  600,
  900,
  1800,
  3600,
  7200,
  10800,
  21600,
  43200,
  86400,
  2 * 86400,
  7 * 86400,
  30 * 86400,
  90 * 86400,
  365 * 86400,
];

// Ticks at round times of the shown zone.
export function timeTicks(u, axis, low, high, step) {
  const ticks = [];
  for (let local = Math.ceil((low + ahead(low)) / step) * step; ; local += step) {
    // The clock may change between two ticks.
    const tick = local - ahead(local - ahead(low));
    if (tick > high) return ticks;
    if (tick >= low && tick > (ticks.at(-1) ?? -Infinity)) ticks.push(tick);
  }
}

const named = text => (text ? { label: text, labelSize: 18 * letterZoom(), labelGap: 0, labelFont: canvasFont(12 * letterZoom()) } : {});

function limits(low, high, axis) {
  const least = axis?.min ?? Math.min(low ?? 0, 0) * 1.08;
  const most = axis?.max ?? Math.max(high ?? 0, 0) * 1.08;
  return [least, most > least ? most : least + 1];
}

function label(tick, before, length) {
  const isNewDay = before === undefined ? length > 86400 : day(tick) !== day(before);
  return isNewDay ? (clock(tick) === '00:00' ? day(tick) : `${day(tick)} ${clock(tick)}`) : clock(tick);
}

// A point without neighbours has no line.
const lonely = list => list.some((amount, i) => amount !== null && (list[i - 1] ?? null) === null && (list[i + 1] ?? null) === null);
