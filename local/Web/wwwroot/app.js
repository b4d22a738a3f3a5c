import { get } from './api.js';
import { el, empty, failure, replace } from './dom.js';
import { time } from './format.js';
import { listen } from './live.js';
import { load, routeOf, routes } from './routes.js';
import { address, filterNames, filterQuery, go, parameters } from './state.js';

const ranges = [['1h', 'Last hour'], ['3h', 'Last 3 hours'], ['12h', 'Last 12 hours'], ['24h', 'Last 24 hours'], ['3d', 'Last 3 days'], ['7d', 'Last 7 days'], ['30d', 'Last 30 days'], ['all', 'All that is stored']];
const main = document.getElementById('main');
const range = document.getElementById('range');
let page;
let shown;
let asking;
let usual = '24h';

async function show(arrivedFromHere) {
  const path = location.pathname;
  const route = routeOf(path);
  // A link into the editor brings its own query.
  if (shown !== path || (path === '/sql' && parameters().has('sql'))) {
    asking?.abort();
    page?.stop();
    page = undefined;
    shown = path;
    document.title = `${route?.title ?? 'Page not found'} · Flow logs`;
    const { page: make } = route ? await load(route) : { page: notFound };
    if (shown !== path) return;
    page = make(main, arrivedFromHere);
  }
  replace(document.getElementById('pages'), routes.map(one =>
    el('a', { href: address(one.path), 'data-key': one.name, 'aria-current': one.path === path ? 'page' : undefined }, one.title)));
  showRange();
  showFilters(path);
  update();
}

function notFound(main) {
  replace(main, el('div.title', {}, el('h1', {}, 'Page not found')), empty(`No page ${location.pathname}`, 'Choose a page above.'));
  return { update() {}, stop() {} };
}

function update() {
  if (!page) return;
  asking?.abort();
  asking = new AbortController();
  page.update(asking.signal);
  about(asking.signal);
}

function showRange() {
  const query = parameters();
  const own = query.has('from') && query.has('to');
  replace(range, [
    own && el('option', { value: 'own' }, `${time(Number(query.get('from')))} – ${time(Number(query.get('to')))}`),
    ranges.map(([value, text]) => el('option', { value }, text)),
  ]);
  range.value = own ? 'own' : query.get('range') ?? usual;
}

function showFilters(path) {
  const chips = [...filterQuery()].filter(([name]) => filterNames[name]).map(([name, value]) => el('span.chip', {},
    el('span.what', {}, filterNames[name]), el('span.of', { title: value.slice(0, 2000) }, value.length > 60 ? `${value.slice(0, 60)}…` : value),
    el('a', { href: address(path, { [name]: null }), 'aria-label': `Remove the filter ${filterNames[name]} ${value.slice(0, 60)}` }, '×')));
  replace(document.getElementById('filters'), chips.length ? [
    el('span', {}, 'Only'), chips, chips.length > 1 && el('a.link', { href: address(path, Object.fromEntries(Object.keys(filterNames).map(name => [name, null]))) }, 'Remove all'),
    path === '/sql' && el('span.note', {}, 'The editor runs what is written, whatever is filtered.'),
  ] : []);
}

async function about(signal) {
  const footer = document.getElementById('about');
  try {
    const stack = await get('stack', signal);
    const hours = stack.usualSeconds / 3600;
    usual = ranges.some(([value]) => value === `${hours}h`) ? `${hours}h` : usual;
    if (!parameters().has('range') && !parameters().has('from')) range.value = usual;
    replace(footer, el('span', {}, 'Data ', el('code', {}, stack.data)), el('span', {}, 'Template ', el('code', {}, stack.template)), el('span', {}, 'Table ', el('code', {}, stack.table)),
      el('span', {}, stack.newest ? `Newest record ${time(stack.newest)} UTC` : "No record is stored yet: 'flowlogs run FILE' stores some, and this page shows them"));
  } catch (error) {
    if (error.name !== 'AbortError') replace(footer, failure(error));
  }
}

range.addEventListener('change', () => {
  if (range.value !== 'own') go(address(location.pathname, { range: range.value, from: null, to: null }));
});
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !routeOf(url.pathname) || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  const isOtherPage = url.pathname !== location.pathname;
  go(url.pathname + url.search);
  if (isOtherPage) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
});
addEventListener('addresschange', () => show(true));
addEventListener('popstate', () => show(false));

// What changes often is shown every other second, and not faster.
let waiting;
listen(() => {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    update();
  }, 1000);
});
show(false);
