// Light, dark, or as the system says: the choice stays in this browser.
const names = { auto: 'as the system', light: 'light', dark: 'dark' };
const signs = { auto: '◐', light: '☀', dark: '☾' };
const order = Object.keys(names);

function stored() {
  try {
    return order.includes(localStorage.theme) ? localStorage.theme : 'auto';
  } catch {
    return 'auto';
  }
}

function show(choice) {
  const root = document.documentElement;
  if (choice === 'auto') root.removeAttribute('data-theme');
  else root.dataset.theme = choice;
  const button = document.getElementById('theme');
  button.textContent = signs[choice];
  button.setAttribute('aria-label', `Colours: ${names[choice]}`);
  button.title = `Colours: ${names[choice]}`;
  document.dispatchEvent(new Event('themechange'));
}

show(stored());
document.getElementById('theme').addEventListener('click', () => {
  const next = order[(order.indexOf(stored()) + 1) % order.length];
  try {
    localStorage.theme = next;
  } catch {
    // A browser that keeps nothing forgets it.
  }
  show(next);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(stored()));
