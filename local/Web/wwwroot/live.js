// Listens for changes of the data, shows the state in the corner, and reconnects when the server is back.

import { isPaused } from './state.js';

const retry = 1000;

/** Calls changed() when there is something new, or the server is back. */
export function listen(changed) {
  const sign = document.getElementById('live');
  const banner = document.getElementById('disconnected');
  let version;
  let source;
  let isLost = false;
  let isNews = false;

  function show() {
    const [text, state, title] = isLost
      ? ['not connected', 'off', 'The server does not answer. The page goes on by itself when it does.']
      : isPaused()
        ? ['paused', 'paused', 'New records are not shown.']
        : ['live', 'on', 'New records are shown as they come.'];
    sign.textContent = text;
    sign.className = `live ${state}`;
    sign.title = title;
    banner.hidden = !isLost;
  }

  function lose() {
    isLost = true;
    show();
  }

  function connect() {
    if (source || document.hidden) return;
    source = new EventSource('/api/live');
    source.onmessage = event => {
      const isBack = isLost;
      isLost = false;
      show();
      const isNew = version !== undefined && version !== event.data;
      version = event.data;
      if (isPaused()) isNews ||= isNew;
      else if (isNew || isBack) changed();
    };
    source.onerror = () => {
      lose();
      if (source?.readyState !== EventSource.CLOSED) return;
      disconnect();
      setTimeout(connect, retry);
    };
  }

  // Browsers open six connections to a server at most: pages that nobody sees need none.
  function disconnect() {
    source?.close();
    source = undefined;
  }

  addEventListener('disconnected', lose);
  addEventListener('addresschange', () => {
    if (!isLost) show();
    if (!isPaused() && isNews) {
      isNews = false;
      changed();
    }
  });
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);
  connect();
}
