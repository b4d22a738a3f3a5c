import { get, getFiltered } from '../api.js';
import { el, empty, failure, replace } from '../dom.js';
import { count, span, zone } from '../format.js';
import { findingTable } from '../findings.js';
import { setShown } from '../state.js';
import { sqlLink } from '../values.js';

const severities = ['high', 'medium', 'low'];

/** What is unusual, and what to do about it. */
export function page(main) {
  const lead = el('p.lead', {}, 'Looking …');
  const found = el('div.findings', { 'aria-busy': 'true' }, el('div.skeleton', { 'aria-hidden': 'true' }));
  const quiet = el('section.panel.quiet', { 'aria-label': 'Nothing found' });
  replace(main, el('div.title', {}, el('h1', {}, 'Findings'), lead), found, quiet);

  async function update(signal) {
    try {
      const list = await get('findings', signal);
      const answers = await Promise.all(list.map(finding => getFiltered(`findings/${finding.name}`, signal)));
      show(list.map((finding, i) => ({ ...finding, ...answers[i] })));
    } catch (error) {
      if (error.name !== 'AbortError') replace(found, failure(error));
    }
    found.setAttribute('aria-busy', 'false');
  }

  function show(findings) {
    setShown(findings[0]);
    const withRows = findings.filter(finding => finding.rows.length);
    const open = severities.map(
      severity =>
        `${count(
          withRows
            .filter(one => one.severity === severity)
            .flatMap(one => one.rows)
            .filter(row => row[8] === null).length,
        )} ${severity}`,
    );
    lead.textContent = `${span(findings[0].from, findings[0].to)} ${zone()}: ${open.join(', ')}. The filter does not apply here.`;
    replace(
      found,
      withRows.length ? withRows.map(one => panel(one)) : empty('Nothing found', 'None of the findings matches in this time range.'),
    );
    const without = findings.filter(finding => !finding.rows.length);
    replace(
      quiet,
      el('header', {}, el('h2', {}, `Nothing found (${without.length})`)),
      el(
        'div.body',
        {},
        el(
          'ul.questions',
          {},
          without.map(one =>
            el(
              'li',
              {},
              el(`span.severity.${one.severity}`, {}, one.severity),
              ' ',
              el('strong', {}, one.title),
              ` ${one.question} `,
              sqlLink(one.sql),
            ),
          ),
        ),
      ),
    );
    quiet.hidden = !without.length;
  }

  return { update, stop() {} };
}

function panel(finding) {
  return el(
    'section.panel.finding',
    { 'aria-label': finding.title, id: finding.name },
    el(
      'header',
      {},
      el(`span.severity.${finding.severity}`, {}, finding.severity),
      el('h2', {}, finding.title),
      el('span.tools', {}, sqlLink(finding.sql)),
    ),
    el(
      'div.body',
      {},
      el('p.meaning', {}, finding.meaning),
      el('p', {}, el('strong', {}, 'What to do: '), finding.action),
      findingTable(finding),
      el(
        'p.note',
        {},
        `Known false positives: ${finding.falsePositives}`,
        finding.technique && ` MITRE ATT&CK: ${finding.technique}.`,
        finding.rows.length === 100 && ' Only the first 100 rows are shown.',
      ),
    ),
  );
}
