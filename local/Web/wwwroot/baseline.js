// What is usual: the period before of the same length, and the same time on the days before, as /api/changes answers them.

import { bytes, compact, count, span, time, zone } from './format.js';

export const noBand = 'No earlier data for a band: it needs three stored days before this time range.';

export const hasBand = answer => Object.values(answer.measures).some(rows => rows.some(row => row.length > 2));

/** The band of a chart, or undefined without history. */
export const bandOf = (answer, rows) =>
  rows.some(row => row.length > 2)
    ? { label: `Same time on the ${answer.days} days before`, points: rows.map(([moment, , ...values]) => [moment, ...values]) }
    : undefined;

/** The change of a number from the period before, in words. */
export function change(now, before, format = compact) {
  if (before === undefined || before === null) return 'no earlier data';
  if (!before) return now ? 'none in the period before' : 'none in the period before either';
  if (now >= 10 * before) return `${compact(Math.round(now / before))} times ${format(before)}`;
  const percent = (100 * (now - before)) / before;
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : '±';
  return `${sign}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)} % from ${format(before)}`;
}

/** What is usual at this time of the day, in words; empty without history. */
export function usual(answer, name) {
  const band = answer.usual[name];
  const format = name === 'bytes' ? bytes : value => compact(Math.round(value));
  return band ? `usual ${format(band[1])} (${format(band[0])}–${format(band[2])})` : '';
}

/** How to read the change and the usual value. */
export const explained = answer =>
  (answer.previous
    ? `Against ${span(answer.before, answer.from)} ${zone()}.`
    : answer.first
      ? `No earlier data: records are stored from ${time(answer.first)} ${zone()} on.`
      : 'No earlier data.') +
  (Object.values(answer.usual).some(Boolean)
    ? ` Usual: median, lowest and highest of the same time on the ${count(answer.days)} days before.`
    : '');
