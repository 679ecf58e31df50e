import { type Html, html, trusted } from './markup.ts';
import { axes, band } from './plot-axes.ts';
import { marks, others } from './plot-marks.ts';
import { INNER, type Scale, SIZE, scaleOf } from './plot-scale.ts';
import type { Series } from './series.ts';
import { type Noun, plural } from './words.ts';

/** One rule over partitions: its line, the limit with the allowed side shaded, a cross at each that fails. */
export function plotOf(series: Series, noun: Noun): Html {
  const scale = scaleOf(series);
  const bad = series.points.filter((p) => p.state === 'fails' || p.state === 'warns');
  return html`<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${series.id} over ${noun.many}. ${describe(series, noun)}">
<desc>${describe(series, noun)}</desc>
${band(series, scale)}${axes(series, scale)}${line(series, scale)}${marks(bad, scale)}${others(series, scale)}
</svg>`;
}

/** The plot in one sentence, for those who do not see it and for the caption. */
export function describe({ points, expected }: Series, noun: Noun): string {
  const known = points.filter((p) => p.value !== undefined);
  const sorted = known.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const [least, most] = [sorted[0], sorted.at(-1)];
  const bad = points.filter((p) => p.state === 'fails' || p.state === 'warns').length;
  const range =
    least === undefined || most === undefined
      ? 'no value'
      : least.value === most.value
        ? `always ${least.text}`
        : `from ${least.text} (${least.label}) to ${most.text} (${most.label})`;
  const outcome =
    bad === 0 ? `holds on every ${noun.one} asked` : `breaks on ${plural(bad, noun.one, noun.many)}`;
  return `Expected ${expected}; ${range}; ${outcome}.`;
}

/** Lines between neighbours that were measured; where there are more partitions than pixels, what each pixel spans. */
function line({ points }: Series, { x, y }: Scale): Html {
  const each = Math.max(1, Math.ceil(points.length / INNER.width));
  const path: string[] = [];
  let pen = false;
  for (let i = 0; i < points.length; i += each) {
    const values = points.slice(i, i + each).flatMap((p) => (p.value === undefined ? [] : [p.value]));
    if (values.length === 0) {
      pen = false;
      continue;
    }
    const [low, high] = [y(Math.min(...values)), y(Math.max(...values))];
    path.push(`${pen ? 'L' : 'M'}${x(i)} ${high}${high === low ? '' : `V${low}`}${pen ? '' : 'h0'}`);
    pen = true;
  }
  return html`<path class="line" d="${trusted(path.join(''))}"/>`;
}
