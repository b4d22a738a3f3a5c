import { filterQuery } from './state.js';

/** The server does not answer. What is shown stays. */
export class Disconnected extends Error {
  constructor() {
    super("The server does not answer. Is 'flowlogs serve' still running?");
  }
}

/** Asks the server; an error is its own sentence. */
async function ask(path, options) {
  let answer;
  let body;
  try {
    answer = await fetch(path, options);
    const type = answer.headers.get('content-type') ?? '';
    body = type.startsWith('application/json') ? await answer.json() : { error: await answer.text() };
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    dispatchEvent(new Event('disconnected'));
    throw new Disconnected();
  }
  if (!answer.ok) throw new Error(body.error || `The server answered ${answer.status}.`);
  return body;
}

export const get = (path, signal) => ask(`/api/${path}`, { signal });

/** Asks with the time and the filters of the page's address, and with more parameters. */
export function getFiltered(path, signal, more = {}, query = filterQuery()) {
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(more)) if (value !== undefined && value !== null) all.set(name, value);
  return get(`${path}?${all}`, signal);
}

export const post = (path, body, signal) =>
  ask(`/api/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal });
