import { cssColours } from './colours.js';
import { el } from './dom.js';
import { compact, count, duration, span, zone } from './format.js';

const swatch = colour => el('span.swatch', { style: { '--swatch': colour } });

/** The latest value of each series. */
export function singleValues(widget, newest) {
  const colours = cssColours(widget.series);
  return el(
    'dl.values',
    {},
    widget.series.map((line, i) => {
      const last = line.points.at(-1);
      const isPartial = last && last[0] + line.period > newest;
      return el(
        'div',
        {},
        el('dt', {}, swatch(colours[i]), line.label),
        el(
          'dd',
          {
            title: last
              ? `${line.stat} per ${duration(line.period)}, ${span(last[0], last[0] + line.period)} ${zone()}: ${count(last[1])}`
              : 'No value',
          },
          last ? compact(last[1]) : '–',
        ),
        last && el('dd.detail', {}, `${span(last[0], last[0] + line.period)}${isPartial ? ', partial' : ''}`),
      );
    }),
  );
}
