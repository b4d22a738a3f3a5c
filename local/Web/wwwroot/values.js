import { el } from './dom.js';
import { address } from './state.js';
import { bytes, count } from './format.js';

const filterOf = { address: 'addr', port: 'port', protocol: 'proto', interface: 'eni', action: 'action' };
const longest = 80;

/** Where a click on a value leads: the records that have it. */
export function linkTo(kind, value) {
  const path = location.pathname === '/sql' ? '/' : location.pathname;
  return address(path, { [filterOf[kind]]: value });
}

const cut = text => text.length > longest ? `${text.slice(0, longest)}…` : text;

/** A value with what is known of it, as a link that filters by it. */
export function value(kind, text, marks) {
  if (text === null) return el('span.null', { title: 'No value' }, '–');
  if (text === '') return el('span.null', {}, 'empty');
  if (!filterOf[kind]) return el('span', { title: text.length > longest ? text.slice(0, 2000) : undefined }, cut(text));
  const mark = kind === 'address' ? marks?.address?.[text] : undefined;
  const name = kind === 'port' ? marks?.port?.[text] : kind === 'protocol' ? marks?.protocol?.[text] : undefined;
  const shown = kind === 'protocol' && name ? name : cut(text);
  return el('span.value', {},
    el(`a.${kind}`, { href: linkTo(kind, text), title: `Show only ${kind} ${cut(text)}${name ? ` (${name})` : ''}`, 'data-key': `${kind} ${cut(text)}` }, shown),
    kind === 'port' && name && el('span.name', {}, name),
    mark && el(`span.mark.${mark.kind}`, { title: mark.note }, mark.label));
}

/** A number with a bar behind it, so that a column reads at a glance. */
export function bar(amount, most, { isBytes = false, tone = 'accent' } = {}) {
  return el('span.bar', {},
    el(`span.fill.${tone}`, { style: { width: `${most ? Math.max(100 * amount / most, amount ? 0.8 : 0) : 0}%` } }),
    el('span.number', { title: isBytes ? `${count(amount)} bytes` : undefined }, isBytes ? bytes(amount) : count(amount)));
}

/** A link that opens a query in the SQL page. */
export const sqlLink = sql => el('a.link', { href: `/sql?${new URLSearchParams({ sql })}`, title: 'Open this query on the SQL page', 'data-key': 'sql' }, 'SQL');
