// What is shown is in the address, so that it can be kept, sent and gone back to.

export const filterNames = {
  addr: 'address', src: 'source', dst: 'destination', srcport: 'source port', port: 'port', proto: 'protocol', eni: 'interface', action: 'action',
};
const kept = ['range', 'from', 'to', ...Object.keys(filterNames)];

export const parameters = () => new URLSearchParams(location.search);

/** The part of the address that chooses records. */
export function filterQuery() {
  const all = parameters();
  const chosen = new URLSearchParams();
  for (const name of kept) for (const value of all.getAll(name)) if (value) chosen.append(name, value);
  return chosen;
}

/** The address of a page with the present filters and these changes; null takes a parameter away. */
export function address(path, changes = {}) {
  const query = filterQuery();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** Goes to an address without loading the page anew. */
export function go(url) {
  history.pushState(null, '', url);
  dispatchEvent(new Event('addresschange'));
}
