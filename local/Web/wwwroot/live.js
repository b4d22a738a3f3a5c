// Listens for changes of the data, and says so in the corner.

/** Calls changed() when there is something new. */
export function listen(changed) {
  const sign = document.getElementById('live');
  let version;
  const source = new EventSource('/api/live');
  source.onmessage = event => {
    sign.textContent = 'live';
    sign.className = 'live on';
    sign.title = `Last change seen ${new Date().toISOString().slice(11, 19)} UTC`;
    if (version !== undefined && version !== event.data) changed();
    version = event.data;
  };
  source.onerror = () => {
    sign.textContent = 'not connected';
    sign.className = 'live off';
    sign.title = 'The server does not answer; the page goes on by itself when it does.';
  };
}
