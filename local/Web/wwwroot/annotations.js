import { colour } from './colours.js';
import { canvasFont, compact, zoom } from './format.js';

// Lines across a chart, and what they shade: levels, moments, and bands between two of them.
const shade = 0.14;

/** Draws onto a chart of uPlot. */
export function drawAnnotations(u, levels, moments) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = canvasFont(12 * zoom() * devicePixelRatio);
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  const right = bbox.left + bbox.width;
  const bottom = bbox.top + bbox.height;
  for (const level of levels) {
    const y = at(u, level.value, level.axis);
    start(ctx, level);
    if (level.to !== undefined && level.to !== null) fill(ctx, bbox.left, y, right, at(u, level.to, level.axis));
    else if (level.fill === 'above') fill(ctx, bbox.left, bbox.top, right, y);
    else if (level.fill === 'below') fill(ctx, bbox.left, y, right, bottom);
    line(ctx, bbox.left, y, right, y);
    const text = `${level.label} ${compact(level.value)}`.trim();
    const isTooLong = ctx.measureText(text).width > bbox.width - 8;
    ctx.textAlign = isTooLong ? 'left' : 'right';
    ctx.fillText(text, isTooLong ? bbox.left + 4 : right - 4, y - bbox.top < 18 * zoom() * devicePixelRatio ? y + 14 * zoom() * devicePixelRatio : y - 5 * devicePixelRatio);
  }
  for (const moment of moments) {
    const x = Math.round(u.valToPos(moment.time, 'x', true));
    start(ctx, moment);
    if (moment.to !== undefined && moment.to !== null) fill(ctx, x, bbox.top, Math.round(u.valToPos(moment.to, 'x', true)), bottom);
    else if (moment.fill === 'before') fill(ctx, bbox.left, bbox.top, x, bottom);
    else if (moment.fill === 'after') fill(ctx, x, bbox.top, right, bottom);
    line(ctx, x, bbox.top, x, bottom);
    const isAtTheEnd = x > right - 120 * zoom() * devicePixelRatio;
    ctx.textAlign = isAtTheEnd ? 'right' : 'left';
    ctx.fillText(moment.label, x + (isAtTheEnd ? -5 : 5) * devicePixelRatio, bbox.top + 14 * zoom() * devicePixelRatio);
  }
  ctx.restore();
}

const at = (u, value, axis) => Math.round(u.valToPos(value, axis === 'right' && u.scales.right ? 'right' : 'left', true));

function start(ctx, annotation) {
  ctx.strokeStyle = ctx.fillStyle = annotation.color ?? colour('--alarm');
}

function line(ctx, x1, y1, x2, y2) {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function fill(ctx, x1, y1, x2, y2) {
  ctx.globalAlpha = shade;
  ctx.fillRect(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
  ctx.globalAlpha = 1;
}
