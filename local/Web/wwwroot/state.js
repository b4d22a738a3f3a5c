// What a page shows is in its address, so that back, forward, reload and a pasted link show the same.

/** How the page shows its records, on every page. */
const controls = ['range', 'from', 'to', 'tz', 'live'];

/** What only the page at hand reads. */
const own = ['sql', 'measure', 'hide', 'sort', 'dir', 'columns', 'open'];

export const parameters = () => new URLSearchParams(location.search);

/** The filters as [name, value]; a value that begins with ! excludes. */
export const filters = (query = parameters()) =>
  [...query].filter(([name, value]) => value && !controls.includes(name) && !own.includes(name));

/** The part of the address that chooses records: the time and the filters. */
export function filterQuery() {
  const all = parameters();
  for (const name of own) all.delete(name);
  return all;
}

/** The address of a page with the present selection and these changes. null removes a parameter, an array gives it several values. */
export function address(path, changes = {}) {
  const query = path === location.pathname ? parameters() : filterQuery();
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    if (value === null || value === undefined) continue;
    for (const one of [value].flat()) query.append(name, one);
  }
  return withQuery(path, query);
}

/** The address of a path with a query, whose harmless characters stay as they are. */
export function withQuery(path, query) {
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%21', '!');
  return text ? `${path}?${text}` : path;
}

/** The address with a filter more. Including a value that is excluded, or the other way round, replaces it. */
export function withFilter(path, name, value, isExcluded = false) {
  const opposite = isExcluded ? value : `!${value}`;
  const wanted = isExcluded ? `!${value}` : value;
  const others = filters()
    .filter(([field, one]) => field === name && one !== opposite && one !== wanted)
    .map(([, one]) => one);
  return address(path, { [name]: [...others, wanted] });
}

/** The address with one filter replaced, or without it. */
export function replaceFilter(path, name, value, changed = []) {
  const others = filters()
    .filter(([field, one]) => field === name && one !== value)
    .map(([, one]) => one);
  const changes = { [name]: others };
  for (const [field, one] of changed) {
    const list =
      changes[field] ??
      filters()
        .filter(([other]) => other === field)
        .map(([, text]) => text);
    changes[field] = [...list.filter(text => text !== one), one];
  }
  return address(path, changes);
}

export const withoutFilters = path => address(path, Object.fromEntries(filters().map(([name]) => [name, null])));

/** Goes to an address without loading the page anew. */
export function go(url) {
  history.pushState(null, '', url);
  dispatchEvent(new Event('addresschange'));
}

/** Keeps something in the address that needs no new answer. */
export function note(changes) {
  history.replaceState(null, '', address(location.pathname, changes));
  dispatchEvent(new Event('addressnote'));
}

/** The time that the newest answer is about: {from, to, newest}, in seconds since 1970. */
export const shown = {};

export function setShown({ from, to, newest, bucket }) {
  Object.assign(shown, { from, to, newest, bucket: bucket ?? shown.bucket });
  dispatchEvent(new Event('timeshown'));
}

/** Shows a time. The range stays in the address for the way back. */
export const zoomTo = (from, to) => go(address(location.pathname, { from: Math.max(0, Math.floor(from)), to: Math.ceil(to) }));

/** Shows what was shown before any zoom. */
export const resetTime = () => go(address(location.pathname, { from: null, to: null, live: null }));

export const isPaused = () => parameters().get('live') === 'off';
