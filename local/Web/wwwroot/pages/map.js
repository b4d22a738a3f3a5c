import '../vendor/d3-array/d3-array.min.js';
import '../vendor/d3-sankey/d3-sankey.min.js';
import { getFiltered } from '../api.js';
import { el, empty, failure, replace } from '../dom.js';
import { entityPage, evidenceLink } from '../evidence.js';
import { bytes, count, span, zone } from '../format.js';
import { filterQuery, go, setShown } from '../state.js';
import { table } from '../table.js';
import { cut, sqlLink } from '../values.js';

const { sankey } = globalThis.d3;
const svg = (name, attributes, ...children) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, text] of Object.entries(attributes)) element.setAttribute(key, text);
  element.append(...children);
  return element;
};

const longestLabel = 26;

/** Who talks to whom, between networks. */
export function page(main) {
  const lead = el('p.lead');
  const accepted = part('Accepted, by bytes', bytes, 'ACCEPT');
  const rejected = part('Rejected, by records', count, 'REJECT');
  const crumbs = el('p.crumbs');
  let open = '';
  let asked;
  replace(main, el('div.title', {}, el('h1', {}, 'Map'), lead), crumbs, accepted.section, rejected.section);

  async function update(signal) {
    asked = signal;
    try {
      const answer = await getFiltered('map', signal, open ? { open } : {});
      setShown(answer);
      lead.textContent = `${span(answer.from, answer.to)} ${zone()}. Left sends, right receives. Click a group to open it, an address to see what is known of it, a flow to see its records.`;
      replace(crumbs, open ? [el('button', { type: 'button', onclick: () => choose('') }, 'Close'), ` ${labelOf(open)} is open. `, (isNamed(open) || isNetwork(open)) && el('a.link', { href: entityPage('addr', open) }, `What is known of ${labelOf(open)}`)] : []);
      accepted.show(answer.accepted, answer, choose);
      rejected.show(answer.rejected, answer, choose);
    } catch (error) {
      if (error.name !== 'AbortError') accepted.fail(error);
    }
  }

  function choose(network) {
    open = network;
    update(asked?.aborted ? undefined : asked);
  }

  return { update, stop() {} };
}

function part(title, format, action) {
  const body = el(action === 'REJECT' ? 'div.body.map.rejected' : 'div.body.map');
  const tools = el('span.tools');
  const section = el('section.panel', { 'aria-label': title }, el('header', {}, el('h2', {}, title), tools), body);
  return {
    section,
    fail: error => replace(body, failure(error)),
    show(answer, { sql, from, to }, choose) {
      replace(tools, sqlLink(sql));
      if (!answer.links.length) return replace(body, empty('No matching records', 'Widen the time range or remove a filter.'));
      replace(
        body,
        draw(title, answer.links, format, choose, { from, to }, action),
        answer.grouped > 0 && el('p.note', {}, `${count(answer.grouped)} smaller groups are drawn as Others.`),
        el(
          'details',
          {},
          el('summary', {}, 'As a table'),
          table(
            title,
            [
              { name: 'source', cell: link => labelOf(link.source) },
              { name: 'destination', cell: link => labelOf(link.destination) },
              { name: 'bytes', number: true, cell: link => bytes(link.bytes) },
              { name: 'records', number: true, cell: link => count(link.records) },
            ],
            answer.links,
            { classes: 'rows' },
          ),
        ),
      );
    },
  };
}

function draw(title, links, format, choose, range, action) {
  const names = [...new Set(links.map(link => `from ${link.source}`)), ...new Set(links.map(link => `to ${link.destination}`))];
  const width = 960;
  const height = Math.max(
    220,
    30 * Math.max(new Set(links.map(link => link.source)).size, new Set(links.map(link => link.destination)).size),
  );
  const graph = sankey()
    .nodeId(node => node.id)
    .nodeWidth(14)
    .nodePadding(12)
    .extent([
      [180, 8],
      [width - 180, height - 8],
    ])({
    nodes: names.map(id => ({ id, name: id.slice(id.indexOf(' ') + 1), isSource: id.startsWith('from ') })),
    links: links.map(link => ({
      source: `from ${link.source}`,
      target: `to ${link.destination}`,
      value: Math.max(link.size, 1),
      of: link,
    })),
  });
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': title, class: 'sankey' },
    ...graph.links.map(link =>
      clickable(
        `${labelOf(link.source.name)} to ${labelOf(link.target.name)}: ${format(link.of.size)}, ${count(link.of.records)} records`,
        () => go(evidenceLink(records(link, range, action))),
        svg('path', { d: ribbon(link), class: 'flow', 'stroke-width': Math.max(1, link.width) }),
      ),
    ),
    ...graph.nodes.map(node =>
      clickable(
        `${inFull(labelOf(node.name))}: ${format(node.value)}`,
        () => follow(node, choose),
        svg('rect', { x: node.x0, y: node.y0, width: node.x1 - node.x0, height: Math.max(2, node.y1 - node.y0), class: 'node' }),
        svg(
          'text',
          {
            x: node.isSource ? node.x0 - 8 : node.x1 + 8,
            y: (node.y0 + node.y1) / 2,
            dy: '0.35em',
            'text-anchor': node.isSource ? 'end' : 'start',
          },
          cut(labelOf(node.name), longestLabel),
        ),
      ),
    ),
  );
}

function clickable(text, action, ...shapes) {
  const group = svg('g', { tabindex: '0', role: 'button', 'aria-label': text }, svg('title', {}, text), ...shapes);
  group.addEventListener('click', action);
  group.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    action();
  });
  return group;
}

function ribbon(link) {
  const [from, to] = [link.source.x1, link.target.x0];
  const middle = (from + to) / 2;
  return `M${from},${link.y0}C${middle},${link.y0} ${middle},${link.y1} ${to},${link.y1}`;
}

// The name of a button must contain the text that is seen on it.
const inFull = label => (label.length > longestLabel ? `${cut(label, longestLabel)} (${label})` : label);

// A group with a name of the user is that name in quotes.
const isNamed = name => name.startsWith('"');
const labelOf = name => (isNamed(name) ? name.slice(1, -1).replaceAll('""', '"') : name);
const isNetwork = name => name.includes('/');
const words = { Internet: 'public', AWS: 'aws' };

// The filters of the page and of both ends. Of groups without a name for a filter there is no condition.
function records(link, { from, to }, action) {
  const query = filterQuery();
  for (const name of ['range', 'from', 'to']) query.delete(name);
  for (const [name, text] of Object.entries({ from, to, action })) query.append(name, text);
  for (const [field, { name }] of [
    ['src', link.source],
    ['dst', link.target],
  ])
    if (isNamed(name) || isNetwork(name) || isAddress(name) || words[name]) query.append(field, words[name] ?? name);
  return query;
}
const isAddress = name => /^[0-9a-f.:]+$/.test(name) && /[.:]/.test(name);

// Private networks and the large groups open; of everything else there is a page.
function follow(node, choose) {
  if (isNamed(node.name)) choose(node.name);
  else if ((isNetwork(node.name) && !/^(10|172|192)\./.test(node.name)) || isAddress(node.name)) go(entityPage('addr', node.name));
  else if (node.name !== 'Others') choose(node.name);
}
