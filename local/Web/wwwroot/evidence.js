// Links from a number to its records.

import { parameters, withQuery } from './state.js';

/** The address of the page about an address or a network (addr) or an interface (eni), for the time that is shown. */
export function entityPage(name, text) {
  const query = new URLSearchParams({ [name]: text });
  for (const [key, value] of parameters()) if (['range', 'from', 'to', 'tz'].includes(key)) query.set(key, value);
  return withQuery('/entity', query);
}

/** The address of the page Records with a query of its own, in place of the filters of this page. */
export function evidenceLink(query) {
  const all = new URLSearchParams(query);
  if (parameters().has('tz')) all.set('tz', parameters().get('tz'));
  return withQuery('/records', all);
}
