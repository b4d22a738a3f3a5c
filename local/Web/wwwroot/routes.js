// The pages, in the order of the navigation. The server serves a page at / and at /NAME for every file pages/NAME.js.
// A page's module exports `page(main, arrivedFromHere)`, which fills main and returns {update(signal), stop()}.

export const routes = [
  { path: '/', name: 'overview', title: 'Overview' },
  { path: '/records', name: 'records', title: 'Records' },
  { path: '/dashboard', name: 'dashboard', title: 'Dashboard' },
  { path: '/findings', name: 'findings', title: 'Findings' },
  { path: '/changes', name: 'changes', title: 'Changes' },
  { path: '/map', name: 'map', title: 'Map' },
  { path: '/entity', name: 'entity', title: 'Entity' },
  { path: '/sql', name: 'sql', title: 'SQL' },
];

export const routeOf = path => routes.find(route => route.path === path);

export const load = route => import(`./pages/${route.name}.js`);
