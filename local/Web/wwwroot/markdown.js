import { el } from './dom.js';

// A text widget's Markdown: headings, paragraphs, lists, tables, rules, code, emphasis, links. HTML in it is text.

const inlinePattern = /`([^`]+)`|\*\*(.+?)\*\*|\*(.+?)\*|\[(?:button:)?([^\]]+)\]\(([^)\s]+)\)/;

function inline(text) {
  const parts = [];
  for (let rest = text; rest;) {
    const match = inlinePattern.exec(rest);
    if (!match) {
      parts.push(rest);
      break;
    }
    parts.push(rest.slice(0, match.index));
    const [whole, code, strong, emphasis, label, target] = match;
    if (code) parts.push(el('code', {}, code));
    else if (strong) parts.push(el('strong', {}, inline(strong)));
    else if (emphasis) parts.push(el('em', {}, inline(emphasis)));
    else parts.push(/^https?:\/\//i.test(target) ? el('a', { href: target, rel: 'noreferrer noopener', target: '_blank' }, label) : whole);
    rest = rest.slice(match.index + whole.length);
  }
  return parts;
}

const cells = line => line.replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());

/** Elements for a Markdown text. */
export function markdown(text) {
  const blocks = [];
  const lines = text.replaceAll('\r', '').split('\n');
  while (lines.length) {
    const line = lines.shift();
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (!line.trim()) continue;
    if (heading) blocks.push(el(`h${Math.min(6, heading[1].length + 2)}`, {}, inline(heading[2])));
    else if (/^\s*(?:---+|\*\*\*+)\s*$/.test(line)) blocks.push(el('hr'));
    else if (/^```/.test(line)) {
      const code = [];
      while (lines.length && !/^```/.test(lines[0])) code.push(lines.shift());
      lines.shift();
      blocks.push(el('pre', {}, code.join('\n')));
    } else if (/^\s*(?:[-*+]|\d+[.)])\s+/.test(line)) {
      const items = [line];
      while (lines.length && /^\s*(?:[-*+]|\d+[.)])\s+/.test(lines[0])) items.push(lines.shift());
      blocks.push(el(/^\s*\d/.test(line) ? 'ol' : 'ul', {}, items.map(item => el('li', {}, inline(item.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ''))))));
    } else if (line.includes('|') && /^\s*\|?[\s:|-]+$/.test(lines[0] ?? '') && lines[0].includes('-')) {
      lines.shift();
      const rows = [];
      while (lines.length && lines[0].includes('|')) rows.push(cells(lines.shift()));
      blocks.push(el('table', {},
        el('thead', {}, el('tr', {}, cells(line).map(cell => el('th', { scope: 'col' }, inline(cell))))),
        el('tbody', {}, rows.map(row => el('tr', {}, row.map(cell => el('td', {}, inline(cell))))))));
    } else {
      const paragraph = [line];
      while (lines.length && lines[0].trim() && !/^(#|```|\s*[-*+]\s)/.test(lines[0])) paragraph.push(lines.shift());
      blocks.push(el('p', {}, inline(paragraph.join(' '))));
    }
  }
  return blocks;
}
