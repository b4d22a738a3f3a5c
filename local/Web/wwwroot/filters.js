// The filter box with completion, and the filters as chips.

import { get, getFiltered } from './api.js';
import { el, replace } from './dom.js';
import { entityPage } from './evidence.js';
import { address, filters, go, replaceFilter, withoutFilters } from './state.js';
import { cut, nameOf } from './values.js';

const box = document.getElementById('filter');
const list = document.getElementById('filter-values');
const problem = document.getElementById('filter-problem');
const chips = document.getElementById('filters');
let fields;
let edited;
let asking;
let naming;
let chosen = -1;

const known = async () => (fields ??= await get('filters'));

/** Shows the filters of the address. */
export function showFilters() {
  const path = location.pathname;
  const all = filters();
  replace(
    chips,
    all.map(([name, value]) => {
      const isExcluded = value.startsWith('!');
      const text = isExcluded ? value.slice(1) : value;
      const said = `${isExcluded ? 'not ' : ''}${name} ${cut(text, 60)}`;
      return el(
        `span.chip${isExcluded ? '.excluded' : ''}`,
        {},
        el(
          'a.turn',
          {
            href: replaceFilter(path, name, value, [[name, isExcluded ? text : `!${text}`]]),
            'data-key': `turn ${said}`,
            title: isExcluded ? 'Show only these' : 'Hide these',
          },
          isExcluded ? 'not' : 'is',
          el('span.hidden', {}, ` ${name} ${cut(text, 60)}: ${isExcluded ? 'include' : 'exclude'} it`),
        ),
        el(
          'button.of',
          { type: 'button', title: `Edit ${cut(text, 2000)}`, 'data-key': `edit ${said}`, onclick: () => edit(name, value) },
          el('span.what', {}, `${name} `),
          cut(text, 60),
        ),
        hasPage(name, text) && el('span', { 'data-value': text }),
        hasPage(name, text) &&
          location.pathname !== '/entity' &&
          el(
            'a.about',
            { href: entityPage(name === 'eni' ? 'eni' : 'addr', text), 'data-key': `about ${said}`, title: `What is known of ${cut(text, 60)}` },
            '↗',
            el('span.hidden', {}, ` What is known of ${cut(text, 60)}`),
          ),
        el(
          'a.remove',
          {
            href: replaceFilter(path, name, value),
            'data-key': `remove ${said}`,
            'aria-label': `Remove the filter ${said}`,
            title: 'Remove',
          },
          '×',
        ),
      );
    }),
    all.length > 1 && el('a.link', { href: withoutFilters(path), 'data-key': 'remove all' }, 'Remove all'),
  );
  showNames(all);
}

/** Shows the names of the addresses and interfaces among the filters beside them. */
async function showNames(all) {
  naming?.abort();
  const values = all.map(([name, value]) => [name, value.replace(/^!/, '')]).filter(([name, text]) => hasPage(name, text));
  if (!values.length) return;
  naming = new AbortController();
  try {
    const names = await get(`names?${new URLSearchParams(values.map(([, text]) => ['value', text]))}`, naming.signal);
    for (const place of chips.querySelectorAll('[data-value]')) {
      const known = names[place.dataset.value];
      if (known) replace(place, nameOf(known));
    }
  } catch {
    // The chips are complete without names, and the page itself says what is wrong.
  }
}

const hasPage = (name, text) =>
  name === 'eni' ? /^eni-[\w]+$/.test(text) : ['addr', 'src', 'dst'].includes(name) && /^[0-9a-f.:]*[.:][0-9a-f.:]*(\/\d+)?$/i.test(text);

function edit(name, value) {
  edited = [name, value];
  const isExcluded = value.startsWith('!');
  box.value = `${isExcluded ? '-' : ''}${name}:${isExcluded ? value.slice(1) : value}`;
  box.focus();
  box.select();
}

async function apply() {
  const text = box.value.trim();
  if (!text) {
    if (edited) go(replaceFilter(location.pathname, ...edited));
    return done();
  }
  try {
    const parsed = await get(`filters/parse?${new URLSearchParams({ text })}`);
    let url = edited ? replaceFilter(location.pathname, ...edited, parsed) : undefined;
    if (!url) {
      const changes = {};
      for (const [name, value] of parsed)
        changes[name] = [
          ...(changes[name] ??
            filters()
              .filter(([field]) => field === name)
              .map(([, one]) => one)),
          value,
        ].filter((one, i, all) => all.indexOf(one) === i);
      url = address(location.pathname, changes);
    }
    done();
    go(url);
  } catch (error) {
    say(error.message);
  }
}

function done() {
  box.value = '';
  edited = undefined;
  say('');
  close();
}

function say(text) {
  problem.textContent = text;
  box.setAttribute('aria-invalid', String(Boolean(text)));
}

/* Completion */

const word = () => box.value.slice(0, box.selectionStart).match(/\S*$/)[0];

async function suggest() {
  const typed = word();
  const [, sign, name, value] = typed.match(/^([-!]?)([a-z_]*)(?:[:=](.*))?$/i) ?? [];
  if (name === undefined) return close();
  asking?.abort();
  asking = new AbortController();
  try {
    const all = await known();
    let found;
    if (value === undefined)
      found = all.filter(field => field.name.startsWith(name.toLowerCase())).map(field => [`${sign}${field.name}:`, field.meaning]);
    else {
      const field = all.find(one => one.name === name.toLowerCase());
      if (!field) return close();
      const last = value.split(',').at(-1);
      const before = `${sign}${field.name}:${value.slice(0, value.length - last.length)}`;
      const values = await getFiltered('filters/values', asking.signal, { field: field.name, prefix: last });
      found = values
        .filter(([text]) => text.startsWith('"') || !/[\s,"]/.test(text))
        .map(([text, name]) => [`${before}${text}`, cut(name, 40)]);
    }
    open(found.slice(0, 12), typed);
  } catch (error) {
    if (error.name !== 'AbortError') close();
  }
}

function open(found, typed) {
  if (!found.length || (found.length === 1 && found[0][0] === typed)) return close();
  chosen = -1;
  replace(
    list,
    found.map(([text, meaning], i) =>
      el(
        'li',
        {
          role: 'option',
          id: `filter-value-${i}`,
          'aria-selected': 'false',
          onpointerdown: event => {
            event.preventDefault();
            take(text);
          },
        },
        el('span', {}, text),
        meaning && el('span.name', {}, meaning),
      ),
    ),
  );
  list.hidden = false;
  box.setAttribute('aria-expanded', 'true');
}

function close() {
  list.hidden = true;
  chosen = -1;
  box.setAttribute('aria-expanded', 'false');
  box.removeAttribute('aria-activedescendant');
}

function take(text) {
  const end = box.selectionStart;
  const start = end - word().length;
  box.setRangeText(text, start, end, 'end');
  close();
  if (text.endsWith(':')) suggest();
}

function mark(step) {
  const options = [...list.children];
  options[chosen]?.setAttribute('aria-selected', 'false');
  chosen = (chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length;
  options[chosen].setAttribute('aria-selected', 'true');
  options[chosen].scrollIntoView({ block: 'nearest' });
  box.setAttribute('aria-activedescendant', options[chosen].id);
}

box.addEventListener('input', () => {
  say('');
  suggest();
});
box.addEventListener('focus', suggest);
box.addEventListener('blur', close);
box.addEventListener('keydown', event => {
  if (!list.hidden && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    event.preventDefault();
    mark(event.key === 'ArrowDown' ? 1 : -1);
  } else if (!list.hidden && (event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
    event.preventDefault();
    take(list.children[chosen].firstElementChild.textContent);
  } else if (event.key === 'Escape') {
    if (list.hidden) done();
    else close();
  }
});
document.getElementById('filter-form').addEventListener('submit', event => {
  event.preventDefault();
  apply();
});
