import { filterQuery } from './state.js';

/** Asks the server; an error is its own sentence. */
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error("The server does not answer. Is 'flowlogs serve' still running?");
  }
  const type = answer.headers.get('content-type') ?? '';
  const body = type.startsWith('application/json') ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Error(body.error || `The server answered ${answer.status}.`);
  return body;
}

export const get = (path, signal) => ask(`/api/${path}`, { signal });

/** With the time and the filters that the page's address has. */
export const getFiltered = (path, signal, more = {}) => get(`${path}?${new URLSearchParams([...filterQuery(), ...Object.entries(more)])}`, signal);

export const query = (sql, signal) =>
  ask('/api/query', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sql }), signal });
