// Numbers and times for people. Times are UTC unless the address says tz=local.

import { parameters, shown } from './state.js';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const some = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export const count = value => (Number.isInteger(value) ? whole.format(value) : some.format(value));

export const compact = value => (Math.abs(value) < 10000 ? count(value) : short.format(value));

export const plural = (amount, one, several = `${one}s`) => `${count(amount)} ${amount === 1 ? one : several}`;

export function bytes(value) {
  let unit = 0;
  for (; Math.abs(value) >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit && value < 100 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Shares of a whole as texts that add up to 100.0 %: what rounding leaves goes to those that lost most. */
export function percents(parts) {
  const all = parts.reduce((sum, part) => sum + part, 0);
  if (!all) return parts.map(() => '–');
  const exact = parts.map(part => (1000 * part) / all);
  const floors = exact.map(Math.floor);
  const left = 1000 - floors.reduce((sum, part) => sum + part, 0);
  const order = exact
    .map((part, i) => [part - floors[i], i])
    .sort((a, b) => b[0] - a[0])
    .slice(0, left)
    .map(([, i]) => i);
  return floors.map((part, i) => `${((part + (order.includes(i) ? 1 : 0)) / 10).toFixed(1)} %`);
}

export const isLocal = () => parameters().get('tz') === 'local';

/** Seconds that the shown zone is ahead of UTC at a moment. */
export const ahead = moment => (isLocal() ? -60 * new Date(moment * 1000).getTimezoneOffset() : 0);

/** The zone at the time that is shown, such as UTC+2; UTC+2/+1 if daylight saving time ends in it. */
export const zone = () => {
  if (!isLocal()) return 'UTC';
  const moments = shown.from ? [shown.from, shown.to] : [Date.now() / 1000];
  return `UTC${[...new Set(moments.map(moment => offset(ahead(moment) / 60)))].join('/')}`;
};

const offset = minutes =>
  `${minutes < 0 ? '−' : '+'}${Math.floor(Math.abs(minutes) / 60)}${minutes % 60 ? `:${String(Math.abs(minutes) % 60).padStart(2, '0')}` : ''}`;

/** A time as 2026-11-01T08:30:00 in the shown zone. */
export function iso(seconds) {
  return new Date((seconds + ahead(seconds)) * 1000).toISOString().slice(0, 19);
}

/** Seconds since 1970 of a time such as 2026-11-01T08:30 in the shown zone. */
export const seconds = text => Math.floor(new Date(isLocal() ? text : `${text}Z`).getTime() / 1000);

export const time = moment => {
  const text = iso(moment).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
};

export const clock = moment => {
  const text = iso(moment).slice(11);
  return text.endsWith(':00') ? text.slice(0, 5) : text;
};

export const day = moment => iso(moment).slice(5, 10);

/** A span of time: the day only once if it is the same. */
export const span = (from, to) => `${time(from)} – ${iso(from).slice(0, 10) === iso(to).slice(0, 10) ? clock(to) : time(to)}`;

export function duration(length) {
  for (const [unit, name] of [
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ])
    if (length >= unit && length % unit === 0) return length === unit ? name : `${length / unit} ${name}s`;
  return length === 1 ? 'second' : `${length} seconds`;
}

/** How much larger than usual the page's letters are: what is drawn on a canvas grows with them. */
export const zoom = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 14;

export const canvasFont = size => `${size}px system-ui, sans-serif`;
