import { Disconnected, get } from './api.js';
import { isChoosing } from './chart.js';
import { el, empty, failure, replace } from './dom.js';
import { showFilters } from './filters.js';
import { time, zone } from './format.js';
import './keys.js';
import { listen } from './live.js';
import { openRecords } from './records.js';
import { load, routeOf, routes } from './routes.js';
import { address, go } from './state.js';
import { setUsual, showTime } from './timecontrols.js';

const main = document.getElementById('main');
let page;
let shown;
let asking;

async function show(arrivedFromHere) {
  const path = location.pathname;
  const route = routeOf(path);
  if (shown !== path) {
    asking?.abort();
    page?.stop();
    page = undefined;
    shown = path;
    document.title = `${route?.title ?? 'Page not found'} · Flow logs`;
    const { page: make } = route ? await load(route) : { page: notFound };
    if (shown !== path) return;
    page = make(main, arrivedFromHere);
  }
  showPages();
  showTime();
  showFilters();
  update(arrivedFromHere);
}

function showPages() {
  replace(
    document.getElementById('pages'),
    routes.map(one =>
      el(
        'a',
        { href: address(one.path), 'data-key': one.name, 'aria-current': one.path === location.pathname ? 'page' : undefined },
        one.title,
      ),
    ),
  );
}

function notFound(main) {
  replace(main, el('div.title', {}, el('h1', {}, 'Page not found')), empty(`No page ${location.pathname}`, 'Choose a page above.'));
  return { update() {}, stop() {} };
}

function update(arrivedFromHere) {
  if (!page) return;
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  main.setAttribute('aria-busy', 'true');
  Promise.resolve(page.update(mine.signal, arrivedFromHere)).finally(() => mine === asking && main.setAttribute('aria-busy', 'false'));
  about(asking.signal);
}

async function about(signal) {
  const footer = document.getElementById('about');
  try {
    const stack = await get('stack', signal);
    const hours = stack.usualSeconds / 3600;
    setUsual(hours % 24 === 0 && hours > 24 ? `${hours / 24}d` : `${hours}h`);
    replace(
      footer,
      el('span', {}, 'Data ', el('code', {}, stack.data)),
      el('span', {}, 'Template ', el('code', {}, stack.template)),
      el('span', {}, 'Table ', el('code', {}, stack.table)),
      el(
        'span',
        {},
        stack.newest ? `Newest record ${time(stack.newest)} ${zone()}` : "No records yet. Store some with 'flowlogs run FILE'.",
      ),
    );
  } catch (error) {
    if (error.name !== 'AbortError' && !(error instanceof Disconnected)) replace(footer, failure(error));
  }
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  if (
    !link ||
    event.defaultPrevented ||
    event.button ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey ||
    link.target ||
    link.download
  )
    return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !routeOf(url.pathname) || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  if (link.classList.contains('records') && location.pathname !== '/records') return openRecords(url);
  document.getElementById('drawer').close();
  const isOtherPage = url.pathname !== location.pathname;
  go(url.pathname + url.search);
  if (isOtherPage) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
});
addEventListener('addresschange', () => show(true));
addEventListener('addressnote', showPages);
addEventListener('popstate', () => show(false));

// What changes often is shown every second, and not while somebody chooses a time.
let waiting;
function later() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    if (isChoosing()) later();
    else update(false);
  }, 1000);
}
listen(later);
show(false);
