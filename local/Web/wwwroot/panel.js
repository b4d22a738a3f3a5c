import { Disconnected } from './api.js';
import { el, failure, replace } from './dom.js';

/**
 * A titled part of a page. Its body has its place before its content comes, and keeps its content until new content comes.
 * show() takes nodes; draw() takes a function that draws a chart into the body; either clears the busy state.
 */
export function panel(title, { classes = '' } = {}) {
  const body = el('div.body', {}, el('div.skeleton', { 'aria-hidden': 'true' }));
  const notes = el('div.notes');
  const tools = el('span.links');
  const section = el(
    `section.panel${classes ? `.${classes}` : ''}`,
    { 'aria-label': title, 'aria-busy': 'true' },
    el('header', {}, el('h2', { title }, title), el('span.moment', {}), tools),
    body,
    notes,
  );
  let links = [];
  let drawing;
  let asTable = false;
  let isEmpty = true;

  function done() {
    section.setAttribute('aria-busy', 'false');
  }

  function clear() {
    drawing?.stop();
    drawing = undefined;
    section.querySelector('.moment').textContent = '';
  }

  return {
    section,
    show(...content) {
      clear();
      replace(tools, ...links);
      replace(body, ...content);
      isEmpty = false;
      done();
    },
    draw(draw) {
      clear();
      drawing = draw(body);
      isEmpty = false;
      const button = el(
        'button.link',
        {
          type: 'button',
          'data-key': 'table',
          'aria-pressed': String(asTable),
          onclick: () => {
            asTable = !asTable;
            this.draw(draw);
          },
        },
        asTable ? 'Chart' : 'Table',
      );
      replace(tools, ...links, button);
      if (asTable) {
        const numbers = drawing.asTable();
        clear();
        replace(body, numbers);
      }
      done();
    },
    links(...more) {
      links = more.filter(Boolean);
      replace(tools, ...links);
    },
    note(sentences = []) {
      replace(
        notes,
        sentences.map(sentence => el('p', {}, sentence)),
      );
    },
    fail(error) {
      if (error.name === 'AbortError') return;
      // What was shown last is worth more than the news that the server is away, which the page says above.
      if (error instanceof Disconnected && !isEmpty) return;
      clear();
      replace(body, failure(error));
      done();
    },
    isEmpty: () => isEmpty,
    stop: clear,
  };
}
