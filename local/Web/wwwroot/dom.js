// Elements without HTML: what is text stays text, whatever is in it.

/** Makes an element: el('a.link', {href}, 'text', child). Properties with a dash and those below are attributes, on… are listeners. */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'style') for (const [name, part] of Object.entries(value)) element.style.setProperty(name, part);
    else if (key in element && !key.includes('-') && key !== 'role' && key !== 'list') element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts children in place of those that are there, and keeps the keyboard's place where it was. */
export function replace(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (focused) [...element.querySelectorAll('[data-key]')].find(other => other.dataset.key === focused)?.focus({ preventScroll: true });
}

/** A sentence for a place that has nothing to show. */
export const empty = (title, advice, ...more) => el('div.empty', {}, el('strong', {}, title), advice && el('p', {}, advice), ...more);

export const failure = error =>
  el('div.empty.failure', { role: 'alert' }, el('strong', {}, 'This cannot be shown'), el('p', {}, error.message));
