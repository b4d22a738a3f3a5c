// The time: presets, a picker, shifting, zooming, the zone, pause.

import { el, replace } from './dom.js';
import { isLocal, iso, seconds, span, zone } from './format.js';
import { address, go, isPaused, parameters, resetTime, shown, zoomTo } from './state.js';

const presets = [
  ['5m', 'Last 5 minutes'],
  ['15m', 'Last 15 minutes'],
  ['1h', 'Last hour'],
  ['3h', 'Last 3 hours'],
  ['12h', 'Last 12 hours'],
  ['24h', 'Last 24 hours'],
  ['3d', 'Last 3 days'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
  ['all', 'All time'],
];
const range = document.getElementById('range');
const pause = document.getElementById('pause');
const local = document.getElementById('zone');
const picker = document.getElementById('picker');
let usual = '24h';

/** The time range of a page whose address has none. */
export function setUsual(text) {
  usual = text;
  showTime();
}

/** Shows the time of the address. */
export function showTime() {
  const query = parameters();
  const isOwn = query.has('from') && query.has('to');
  const text = query.get('range') ?? usual;
  const isKnown = presets.some(([value]) => value === text);
  replace(range, [
    isOwn && el('option', { value: 'own' }, shown.from ? `${span(shown.from, shown.to)} ${zone()}` : 'Chosen time'),
    !isKnown && !isOwn && el('option', { value: text }, `Last ${text}`),
    presets.map(([value, name]) => el('option', { value }, name)),
    el('option', { value: 'pick' }, 'Choose a time …'),
  ]);
  range.value = isOwn ? 'own' : text;
  replace(pause, isPaused() ? 'Resume' : 'Pause');
  pause.setAttribute('aria-label', isPaused() ? 'Resume: show new records' : 'Pause: keep what is shown');
  pause.title = pause.getAttribute('aria-label');
  replace(local, zone());
  local.title = `Times are ${isLocal() ? 'local' : 'UTC'}. Show ${isLocal() ? 'UTC' : 'local time'}.`;
}

export const shift = direction => {
  const length = shown.to - shown.from;
  zoomTo(shown.from + direction * length, shown.to + direction * length);
};

export function zoomOut() {
  const half = (shown.to - shown.from) / 2;
  zoomTo(shown.from - half, shown.to + half);
}

export function togglePause() {
  const query = parameters();
  const name = query.get('range') ?? usual;
  // Records without a start are in no time but all: a paused "all" has an end only.
  const now = query.has('from') ? {} : { range: name, from: name === 'all' ? null : shown.from, to: shown.to };
  if (!isPaused()) go(address(location.pathname, { live: 'off', ...now }));
  else go(address(location.pathname, { live: null, ...(query.has('range') ? { from: null, to: null } : {}) }));
}

export const toggleZone = () => go(address(location.pathname, { tz: isLocal() ? null : 'local' }));

function pick() {
  const [from, to] = picker.querySelectorAll('input');
  from.value = shown.from ? iso(shown.from) : '';
  to.value = shown.to ? iso(shown.to) : '';
  picker.querySelector('h2').textContent = `Time range (${zone()})`;
  picker.querySelector('.problem').textContent = '';
  picker.showModal();
}

range.addEventListener('change', () => {
  if (range.value === 'pick') {
    showTime();
    pick();
  } else if (range.value !== 'own') go(address(location.pathname, { range: range.value, from: null, to: null, live: null }));
});
picker.querySelector('form').addEventListener('submit', event => {
  const [from, to] = [...picker.querySelectorAll('input')].map(input => seconds(input.value));
  if (event.submitter?.value === 'cancel') return;
  if (!(from < to)) {
    event.preventDefault();
    picker.querySelector('.problem').textContent = 'The end must be after the start.';
    return;
  }
  zoomTo(from, to);
});
document.getElementById('earlier').addEventListener('click', () => shift(-1));
document.getElementById('later').addEventListener('click', () => shift(1));
document.getElementById('out').addEventListener('click', zoomOut);
document.getElementById('reset').addEventListener('click', resetTime);
pause.addEventListener('click', togglePause);
local.addEventListener('click', toggleZone);
addEventListener('timeshown', showTime);
