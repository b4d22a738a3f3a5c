import { alarmPanel } from '../alarms.js';
import { getFiltered } from '../api.js';
import { chart } from '../chart.js';
import { el, empty, failure, replace } from '../dom.js';
import { time } from '../format.js';
import { markdown } from '../markdown.js';
import { panel } from '../panel.js';
import { filterNames, parameters } from '../state.js';
import { resultTable } from '../table.js';
import { sqlLink } from '../values.js';
import { alarms, bars, gauges, metricTable, pie, singleValues } from '../widgets.js';

const views = { singleValue: singleValues, bar: bars, pie, gauge: gauges, metricTable };

/** The dashboard of the template. */
export function page(main) {
  const grid = el('div.dashboard', { 'aria-busy': 'true' }, el('div.skeleton', { 'aria-hidden': 'true' }));
  const heading = el('h1', {}, 'Dashboard');
  const note = el('p.lead');
  const alarms = alarmPanel();
  replace(main, el('div.title', {}, heading, note), alarms.section, grid);
  let panels = [];
  let shape = '';

  async function update(signal) {
    alarms.update(signal);
    let body;
    try {
      body = await getFiltered('dashboard', signal);
    } catch (error) {
      if (error.name !== 'AbortError') {
        shape = '';
        grid.setAttribute('aria-busy', 'false');
        replace(grid, failure(error));
      }
      return;
    }
    grid.setAttribute('aria-busy', 'false');
    heading.textContent = body.name ?? 'Dashboard';
    const isFiltered = Object.keys(filterNames).some(name => parameters().has(name));
    note.textContent = `${time(body.from)} – ${time(body.to)} UTC${isFiltered ? '. The filter is for records: a metric has no addresses, so metric widgets show all traffic' : ''}`;
    if (!body.widgets.length) {
      shape = '';
      replace(grid, empty('Nothing to draw', body.note ?? 'The dashboard of the template has no widgets.'));
      return;
    }
    const widgets = body.widgets.sort((a, b) => a.y - b.y || a.x - b.x);
    const newShape = JSON.stringify(widgets.map(widget => [widget.x, widget.y, widget.width, widget.height, widget.title]));
    if (shape !== newShape) {
      stop();
      panels = widgets.map(widget => place(widget));
      replace(grid, panels.map(one => one.section));
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

function place(widget) {
  const one = panel(widget.title || 'Widget', { classes: widget.drawn === 'text' ? 'widget.text' : 'widget' });
  for (const name of ['x', 'y', 'width', 'height']) one.section.style.setProperty(`--${name}`, widget[name]);
  one.section.classList.toggle('bare', widget.drawn === 'text' && (!widget.title || widget.height < 3));
  return one;
}

function show(one, widget, body) {
  const hasPoints = widget.series?.some(line => line.points.length);
  const notes = widget.notes ?? [];
  one.note(hasPoints || ['table', 'alarms'].includes(widget.drawn) ? notes : []);
  one.links(widget.sql && sqlLink(widget.sql));
  if (widget.drawn === 'text') one.show(el('div.markdown', {}, markdown(widget.markdown)));
  else if (widget.drawn === 'table') one.show(widget.rows.length ? resultTable(widget.title, widget) : empty('No record', 'None in this time range meets the query.'));
  else if (widget.drawn === 'alarms') one.show(alarms(widget));
  else if (!hasPoints) one.show(empty(widget.drawn === 'none' ? 'Not drawn here' : 'No data', notes.join(' ') || 'None in this time range meets the query.'));
  else if (views[widget.drawn]) one.show(views[widget.drawn](widget));
  else {
    one.draw(container => chart(container, {
      title: widget.title, from: widget.from ?? body.from, to: widget.to ?? body.to, stacked: widget.stacked, axes: widget.axes ?? {},
      levels: widget.levels, moments: widget.moments, legend: widget.legend,
      series: widget.series.map(line => ({ label: line.label, axis: line.axis, colour: line.color ?? undefined, points: line.points })),
    }));
  }
}
