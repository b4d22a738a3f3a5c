import { getFiltered } from './api.js';
import { chart } from './chart.js';
import { el } from './dom.js';
import { compact, count, time } from './format.js';
import { panel } from './panel.js';
import { table } from './table.js';

const states = { ALARM: 'in alarm', OK: 'OK', INSUFFICIENT_DATA: 'insufficient data' };

/** The template's alarms with their state and history, evaluated over the metrics that are stored here. */
export function alarmPanel() {
  const one = panel('Alarms', { classes: 'alarms' });
  let charts = [];

  async function update(signal) {
    try {
      const answer = await getFiltered('alarms', signal);
      const here = answer.alarms.filter(alarm => !alarm.aws);
      const aws = answer.alarms.filter(alarm => alarm.aws);
      stopCharts();
      one.show(
        el(
          'div',
          {},
          table(
            'Alarms of the template',
            [
              { name: 'alarm', cell: alarm => el('span', { title: alarm.description }, alarm.name) },
              { name: 'state', cell: alarm => badge(alarm.state) },
              { name: 'condition', cell: alarm => alarm.condition },
              {
                name: 'history',
                cell: alarm =>
                  alarm.changes
                    .slice(-4)
                    .map(([moment, state]) => `${time(moment)} ${states[state]}`)
                    .join(', '),
              },
            ],
            here,
            { classes: 'rows' },
          ),
          here.filter(alarm => alarm.band && alarm.points.some(point => point[1] !== null)).map(alarm => draw(alarm, answer)),
          aws.length > 0 &&
            el(
              'p.note',
              {},
              `${aws.length} alarms watch metrics that AWS publishes (${[...new Set(aws.map(alarm => alarm.aws))].join(', ')}): they have no state here.`,
            ),
        ),
      );
    } catch (error) {
      if (error.name !== 'AbortError') one.fail(error);
    }
  }

  function draw(alarm, answer) {
    const container = el('div.alarm-chart');
    const line = (label, column, colour) => ({
      label,
      colour,
      points: alarm.points.filter(point => point[column] !== null).map(point => [point[0], point[column]]),
    });
    requestAnimationFrame(() => {
      if (container.isConnected)
        charts.push(
          chart(container, {
            title: alarm.name,
            from: answer.from,
            to: answer.to,
            axes: { left: { min: 0 } },
            format: compact,
            exact: count,
            series: [line(alarm.name, 1, '--reject'), line('upper end of the band', 2, '--muted')].filter(series => series.points.length),
          }),
        );
    });
    return container;
  }

  function stopCharts() {
    charts.forEach(drawn => drawn.stop());
    charts = [];
  }

  return {
    section: one.section,
    update,
    stop: () => {
      stopCharts();
      one.stop();
    },
  };
}

const badge = state => el(`span.severity.${state === 'ALARM' ? 'high' : 'low'}`, {}, states[state] ?? 'unknown');
