import { el } from './dom.js';
import { address, withFilter } from './state.js';
import { bytes, count } from './format.js';

const longest = 80;
const kinds = {
  src: 'address',
  dst: 'address',
  addr: 'address',
  pkt_srcaddr: 'address',
  pkt_dstaddr: 'address',
  port: 'port',
  srcport: 'port',
  anyport: 'port',
  proto: 'protocol',
  eni: 'interface',
};

export const cut = (text, length = longest) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** A value as a filter takes it: in quotes where it could be read as something else. */
export function filterValue(field, text) {
  if (text === null) return 'none';
  const isPlain =
    kinds[field] === 'address'
      ? /^[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*$/.test(text)
      : kinds[field] === 'port' || kinds[field] === 'protocol'
        ? /^\d+$/.test(text)
        : /^[\w][\w.:/ -]*$/.test(text) && text.toLowerCase() !== 'none';
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

// Pages whose content does not follow the filters.
const unfiltered = ['/findings', '/sql'];

/** The page that shows the records of a value: this one, or the overview if this one has no filters. */
const filteredPage = () => (unfiltered.includes(location.pathname) ? '/' : location.pathname);

/** The user's name of an address or an interface, beside it; a link if there is somewhere to go. */
export const nameOf = ({ name, role }, href) =>
  el(href ? 'a.name' : 'span.name', { href, title: role ? `${cut(name)}, ${cut(role)}` : undefined }, cut(name));

/** The country and the operator of an address. */
export const placeOf = ({ label, note }) => el('span.name', { title: cut(note, 200) }, cut(label, 40));

/** A value with what is known of it: a click shows only its records, the sign beside it hides them. */
export function value(field, text, marks) {
  if (!field)
    return text === null
      ? el('span.null', { title: 'No value' }, '–')
      : el('span', { title: text.length > longest ? text.slice(0, 2000) : undefined }, text === '' ? 'empty' : cut(text));
  const kind = kinds[field] ?? field;
  const known = text === null ? undefined : marks?.[kind]?.[text];
  const name = kind === 'port' || kind === 'protocol' ? known : known?.name;
  const written = text === null ? '–' : text === '' ? 'empty' : cut(text);
  const shown = kind === 'protocol' && name ? name : written;
  const wanted = filterValue(field, text);
  const said = `${field} ${text === null ? 'none' : cut(text, 60)}${name && shown !== name ? ` (${name})` : ''}`;
  return el(
    'span.value',
    {},
    el(
      `a.include.${kind}`,
      {
        href: withFilter(filteredPage(), field, wanted),
        title: `Show only ${said}${text !== null && text.length > longest ? `\n${text.slice(0, 2000)}` : ''}`,
        'data-key': `${field} ${written}`,
      },
      shown,
    ),
    name && shown !== name && nameOf(known.name ? known : { name }, known.filter && withFilter(filteredPage(), field, known.filter)),
    known?.label && el(`span.mark.${known.kind}`, { title: known.note }, known.label),
    known?.place && placeOf(known.place),
    el('a.exclude', { href: withFilter(filteredPage(), field, wanted, true), title: `Hide ${said}`, 'aria-label': `Hide ${said}` }, '⊖'),
  );
}

/** A number with a bar behind it, so that a column reads at a glance. */
export function bar(amount, most, { isBytes = false, tone = 'accent' } = {}) {
  return el(
    'span.bar',
    {},
    el(`span.fill.${tone}`, { style: { width: `${most ? Math.max((100 * amount) / most, amount ? 0.8 : 0) : 0}%` } }),
    el('span.number', { title: isBytes ? `${count(amount)} bytes` : undefined }, isBytes ? bytes(amount) : count(amount)),
  );
}

/** A link to the records of a selection; a click opens them beside the page. */
export function recordsLink(changes, ...content) {
  return el('a.records', { href: address('/records', changes), title: 'Show the records' }, ...content);
}

/** A link that opens a query on the SQL page, which keeps the time and the filters in its address. */
export const sqlLink = sql =>
  el('a.link', { href: address('/sql', { sql }), title: 'Open this query on the SQL page', 'data-key': 'sql' }, 'SQL');
