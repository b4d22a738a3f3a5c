const colours = 8;
const known = new Map(['TCP', 'UDP', 'ICMP', 'ICMPv6', 'GRE', 'ESP'].map((protocol, index) => [protocol, index]));

const swatch = document.body.appendChild(document.createElement('span'));
swatch.hidden = true;

/** One of the page's colours as it is now, light or dark, for what is drawn on a canvas: that cannot read light-dark(). */
export function colour(name) {
  swatch.style.color = `var(${name})`;
  return getComputedStyle(swatch).color;
}

/** A series keeps its colour in every chart, as long as two of a chart need not share one. */
export function colourNames(labels) {
  const taken = new Set();
  return labels.map(label => {
    if (!known.has(label)) known.set(label, known.size % colours);
    let index = known.get(label);
    for (let tries = 0; taken.has(index) && tries < colours; tries++) index = (index + 1) % colours;
    taken.add(index);
    return `--series-${index}`;
  });
}

/** Colours of series as CSS has them: their own, or those of the page. */
export function cssColours(series) {
  const names = colourNames(series.map(line => line.label));
  return series.map((line, i) => line.color ?? `var(${names[i]})`);
}
