import { type Html, html, trusted } from './markup.ts';
import { decimals, type Scale, SIZE } from './plot-scale.ts';
import type { Point, Series } from './series.ts';
import { shortLabel } from './words.ts';

/** Failing points that are drawn; more would be a black bar. */
const MARKS = 60;
const LABELS = 3;

/** A cross at each partition that fails, the first few named. */
export function marks(bad: readonly Point[], scale: Scale): Html {
  const drawn = bad.slice(0, MARKS);
  const labelled = labels(drawn, scale);
  return html`${drawn.map((p) => {
    const [cx, cy] = [scale.x(p.at), scale.y(p.value ?? scale.low)];
    const shape = p.state === 'fails' ? `M${cx - 4} ${cy - 4}l8 8m0-8l-8 8` : `M${cx} ${cy - 4.5}l4.5 8h-9z`;
    return html`<path class="${p.state}" d="${shape}"><title>${p.label}: ${p.text}</title></path>`;
  })}${labelled}`;
}

/** A few labels that do not cover each other. */
function labels(points: readonly Point[], { x, y, low }: Scale): readonly Html[] {
  const boxes: { left: number; right: number; y: number }[] = [];
  return points.flatMap((p) => {
    const [cx, cy] = [x(p.at), y(p.value ?? low)];
    const text = `${shortLabel(p.label)}: ${p.text}`;
    const width = text.length * 5.9;
    const right = cx + 9 + width < SIZE.width;
    const box = { left: right ? cx + 9 : cx - 9 - width, right: right ? cx + 9 + width : cx - 9, y: cy };
    const free = boxes.every((b) => box.left > b.right || box.right < b.left || Math.abs(box.y - b.y) > 12);
    if (boxes.length === LABELS || !free || box.left < SIZE.left - 4) return [];
    boxes.push(box);
    const at = decimals(right ? box.left : box.right);
    return [
      html`<text class="label" x="${at}" y="${decimals(cy + 4)}" text-anchor="${right ? 'start' : 'end'}">${text}</text>`,
    ];
  });
}

/** Kept out for another rule: a mark on the axis, so that the same bad day is found in every plot. */
export function others({ points }: Series, { x }: Scale): Html {
  const base = SIZE.height - SIZE.bottom;
  const found = points.filter((p) => p.state === 'other').slice(0, MARKS);
  if (found.length === 0) return html``;
  const path = found.map((p) => `M${x(p.at)} ${base - 1}l3-6h-6z`).join('');
  return html`<path class="other" d="${trusted(path)}"/>`;
}
