// Numbers and times as people read them. Times are UTC throughout, as flow logs are.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const some = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export const count = value => Number.isInteger(value) ? whole.format(value) : some.format(value);

export const compact = value => Math.abs(value) < 10000 ? count(value) : short.format(value);

export function bytes(value) {
  let unit = 0;
  for (; Math.abs(value) >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit && value < 100 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export const percent = (part, all) => all ? `${(100 * part / all).toFixed(part && part / all < 0.1 ? 1 : 0)} %` : '–';

const iso = seconds => new Date(seconds * 1000).toISOString();

export const time = seconds => iso(seconds).slice(0, 16).replace('T', ' ');

export const clock = seconds => iso(seconds).slice(11, 16);

export const day = seconds => iso(seconds).slice(5, 10);

export function duration(seconds) {
  for (const [length, name] of [[86400, 'day'], [3600, 'hour'], [60, 'minute']])
    if (seconds >= length && seconds % length === 0) return seconds === length ? name : `${seconds / length} ${name}s`;
  return `${seconds} seconds`;
}

/** How much larger than usual the page's letters are: what is drawn on a canvas grows with them. */
export const zoom = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 14;

export const canvasFont = size => `${size}px system-ui, sans-serif`;
