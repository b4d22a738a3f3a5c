import { el, replace } from '../dom.js';
import { recordList } from '../records.js';
import { address, go, parameters, filterQuery, setShown } from '../state.js';

/** The records themselves. */
export function page(main) {
  const content = el('div.recordlist', { 'aria-busy': 'true' });
  replace(main, el('div.title', {}, el('h1', {}, 'Records')), content);
  return recordList(content, {
    query: filterQuery,
    state: () => Object.fromEntries(['sort', 'dir', 'columns'].map(name => [name, parameters().get(name)])),
    change: changes => go(address('/records', changes)),
    onshown: setShown,
  });
}
