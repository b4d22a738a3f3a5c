// Keys for what the mouse does. The question mark lists them.

import { el, replace } from './dom.js';
import { routes } from './routes.js';
import { address, go, resetTime } from './state.js';
import { shift, togglePause, toggleZone, zoomOut } from './timecontrols.js';

const list = document.getElementById('keys');

const keys = [
  ['?', 'Show this list', () => list.showModal()],
  ['/', 'Type a filter', () => document.getElementById('filter').focus()],
  ['[', 'Earlier: shift the time left', () => shift(-1)],
  [']', 'Later: shift the time right', () => shift(1)],
  ['-', 'Zoom out', zoomOut],
  ['0', 'Show the time from before zooming', resetTime],
  ['p', 'Pause or resume', togglePause],
  ['z', 'UTC or local time', toggleZone],
  ...routes.map((route, i) => [String(i + 1), `Page ${route.title}`, () => go(address(route.path))]),
];

const elsewhere = [
  ['← →', 'In a chart: read the values; with Shift, choose a time'],
  ['Enter', 'In a chart: zoom to the chosen time; in records: show one record, again to go into it'],
  ['↑ ↓', 'In records: go from record to record; Home and End: to the first and the last one'],
  ['Esc', 'Cancel a selection, close a panel'],
  ['Ctrl+Enter', 'On the SQL page: run the query, or the selected text'],
];

replace(
  list.querySelector('tbody'),
  [...keys, ...elsewhere].map(([key, meaning]) => el('tr', {}, el('th', { scope: 'row' }, el('kbd', {}, key)), el('td', {}, meaning))),
);
document.getElementById('help').addEventListener('click', () => list.showModal());

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.composedPath()[0];
  if (target.closest?.('input, textarea, select, [contenteditable=true], dialog[open]')) return;
  const found = keys.find(([key]) => key === event.key);
  if (!found) return;
  event.preventDefault();
  found[2]();
});
