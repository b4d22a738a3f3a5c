// A table whose rows are made only where they are seen.

import { el, replace } from './dom.js';

const rowHeight = 27;

// Browsers do not make anything higher than some ten million pixels.
const mostPixels = 8_000_000;

// More than the largest screen shows.
const mostRows = 200;

/**
 * Shows the rows of a scrolling view that can be seen. options: columns() and total() say how many there are, row(index) makes one, none() what is
 * shown without rows.
 */
export function virtualRows(view, body, { columns, total, row, none }) {
  const space = () => el('tr.space', { 'aria-hidden': 'true' }, el('td'));
  const [before, after] = [space(), space()];
  let first = 0;
  let drawing;

  const visible = () => Math.min(mostRows, Math.ceil((view.clientHeight || 400) / rowHeight) + 2);

  function draw() {
    const all = total();
    const height = Math.min(all * rowHeight, mostPixels);
    const rows = Math.min(visible(), all);
    const isScaled = all * rowHeight > mostPixels;
    first = isScaled
      ? Math.round((view.scrollTop / Math.max(1, height - view.clientHeight)) * Math.max(0, all - rows + 2))
      : Math.floor(view.scrollTop / rowHeight);
    first = Math.max(0, Math.min(first, all - rows));
    const top = isScaled ? Math.min(view.scrollTop, height - rows * rowHeight) : first * rowHeight;
    const isFocused = view.contains(document.activeElement) && document.activeElement !== view;
    before.firstChild.style.height = `${Math.max(0, top)}px`;
    after.firstChild.style.height = `${Math.max(0, height - top - rows * rowHeight)}px`;
    before.firstChild.colSpan = after.firstChild.colSpan = Math.max(1, columns());
    if (all) replace(body, before, ...Array.from({ length: rows }, (_, i) => row(first + i)), after);
    else replace(body, columns() && none ? el('tr', {}, el('td', { colSpan: columns() }, none())) : null);
    if (isFocused && !view.contains(document.activeElement)) view.focus({ preventScroll: true });
  }

  function scrollTo(index) {
    if (index >= first && index <= first + visible() - 4) return;
    const all = total();
    view.scrollTop = all * rowHeight > mostPixels ? (index / all) * (mostPixels - view.clientHeight) : Math.max(0, index - 3) * rowHeight;
  }

  view.addEventListener(
    'scroll',
    () =>
      (drawing ??= requestAnimationFrame(() => {
        drawing = undefined;
        draw();
      })),
  );
  const sized = new ResizeObserver(draw);
  sized.observe(view);
  return { draw, scrollTo, visible, first: () => first, stop: () => sized.disconnect() };
}
