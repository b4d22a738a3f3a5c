import { alarmPanel } from '../alarms.js';
import { Disconnected, getFiltered } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, failure, replace } from '../dom.js';
import { span, zone } from '../format.js';
import { panel } from '../panel.js';
import { filters, setShown } from '../state.js';
import { resultTable } from '../table.js';
import { sqlLink } from '../values.js';
import { singleValues } from '../widgets.js';

/** The dashboard of the template. */
export function page(main) {
  const grid = el('div.dashboard', { 'aria-busy': 'true' }, el('div.skeleton', { 'aria-hidden': 'true' }));
  const heading = el('h1', {}, 'Dashboard');
  const lead = el('p.lead');
  const alarms = alarmPanel();
  const elsewhere = el('p.note');
  replace(main, el('div.title', {}, heading, lead), alarms.section, grid, elsewhere);
  let panels = [];
  let shape = '';

  async function update(signal) {
    alarms.update(signal);
    let body;
    try {
      body = await getFiltered('dashboard', signal);
    } catch (error) {
      if (error.name === 'AbortError' || (error instanceof Disconnected && panels.length)) return;
      shape = '';
      grid.setAttribute('aria-busy', 'false');
      return replace(grid, failure(error));
    }
    setShown(body);
    grid.setAttribute('aria-busy', 'false');
    heading.textContent = body.name ?? 'Dashboard';
    lead.textContent = `${span(body.from, body.to)} ${zone()}${filters().length ? '. Metrics have no addresses: filters apply to the table of records only.' : ''}`;
    const onAws = body.widgets.filter(widget => widget.onlyOnAws);
    elsewhere.textContent = onAws.length
      ? `Drawn on AWS only, from metrics that AWS makes: ${onAws.map(widget => widget.title).join('; ')}.`
      : '';
    const widgets = compacted(body.widgets.filter(widget => !widget.onlyOnAws).sort((a, b) => a.y - b.y || a.x - b.x));
    if (!widgets.length) {
      shape = '';
      return replace(grid, empty('Nothing to draw', body.note ?? "The template's dashboard has no widgets."));
    }
    const newShape = JSON.stringify(widgets.map(widget => [widget.x, widget.y, widget.width, widget.height, widget.title]));
    if (shape !== newShape) {
      stop();
      panels = widgets.map(widget => place(widget));
      replace(
        grid,
        panels.map(one => one.section),
      );
      shape = newShape;
    }
    widgets.forEach((widget, i) => show(panels[i], widget, body));
  }

  function stop() {
    panels.forEach(one => one.stop());
  }

  return {
    update,
    stop() {
      stop();
      alarms.stop();
    },
  };
}

// Rows of the grid that nothing is left in go.
function compacted(widgets) {
  const used = new Set(widgets.flatMap(widget => Array.from({ length: widget.height }, (_, i) => widget.y + i)));
  const rows = [...used].sort((a, b) => a - b);
  return widgets.map(widget => ({ ...widget, y: rows.indexOf(widget.y) }));
}

function place(widget) {
  const one = panel(widget.title || 'Widget', { classes: 'widget' });
  for (const name of ['x', 'y', 'width', 'height']) one.section.style.setProperty(`--${name}`, widget[name]);
  return one;
}

function show(one, widget, body) {
  const hasPoints = widget.series?.some(line => line.points.length);
  const notes = widget.notes ?? [];
  one.note(hasPoints || widget.drawn === 'table' ? notes : []);
  one.links(widget.sql && sqlLink(widget.sql));
  if (widget.drawn === 'table')
    one.show(
      widget.rows.length
        ? resultTable(`${widget.title}: rows`, widget)
        : empty('No matching records', 'Widen the time range or remove a filter.'),
    );
  else if (!hasPoints)
    one.show(empty(widget.drawn === 'none' ? 'Not drawn here' : 'No data', notes.join(' ') || 'No values in this time range.'));
  else if (widget.drawn === 'singleValue') one.show(singleValues(widget, body.newest));
  else {
    one.draw(container =>
      chart(container, {
        title: widget.title,
        from: body.from,
        to: body.to,
        bucket: widget.period,
        newest: body.newest,
        stacked: widget.stacked,
        axes: widget.axes ?? {},
        series: widget.series.map(line => ({ label: line.label, axis: line.axis, colour: line.color ?? undefined, points: line.points })),
      }),
    );
  }
}
