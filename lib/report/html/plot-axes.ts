import { type Html, html } from './markup.ts';
import { decimals, INNER, type Scale, SIZE } from './plot-scale.ts';
import { type Point, round, type Series } from './series.ts';
import { grouped, MONTHS, shorten } from './words.ts';

/** The side of the limit that is allowed. */
export function band({ low, high }: Series, { y, low: min, high: max }: Scale): Html {
  const [top, bottom] = [
    high === undefined ? max : Math.min(high, max),
    low === undefined ? min : Math.max(low, min),
  ];
  if ((low === undefined && high === undefined) || top < bottom) return html``;
  const height = decimals(Math.max(1.5, y(bottom) - y(top)));
  return html`<rect class="band" x="${SIZE.left}" y="${y(top)}" width="${INNER.width}" height="${height}"/>`;
}

/** Limits, extremes and some partitions, named. */
export function axes(series: Series, scale: Scale): Html {
  const limits = [series.low, series.high].filter((l) => l !== undefined);
  const shown = [...new Set(limits)].filter((l) => l >= scale.low && l <= scale.high);
  const away = [...new Set(limits)].filter((l) => !shown.includes(l));
  const values = series.points.flatMap((p) => (p.value === undefined ? [] : [p.value]));
  const ticks = [Math.min(...values), Math.max(...values)].filter((v) =>
    shown.every((l) => Math.abs(scale.y(l) - scale.y(v)) > 11),
  );
  const right = SIZE.width - SIZE.right;
  const base = SIZE.height - SIZE.bottom;
  const ends = dateTicks(series.points);
  return html`<path class="axis" d="M${SIZE.left} ${base}H${right}"/>${[...new Set(ticks)].map((v) => tick(v, scale.y(v), 'tick'))}${shown.map(
    (l) =>
      html`<path class="limit" d="M${SIZE.left} ${scale.y(l)}H${right}"/>${tick(l, scale.y(l), 'tick at')}`,
  )}${away.map(
    (l) =>
      html`<text x="${right}" y="${SIZE.top - 4}" text-anchor="end">limit ${grouped(String(l))} ${l > scale.high ? '↑' : '↓'} off the chart</text>`,
  )}${ends.map(
    ({ at, text, anchor }) =>
      html`<text class="tick" x="${scale.x(at)}" y="${SIZE.height - 7}" text-anchor="${anchor}">${text}</text>`,
  )}${separator(series, scale)}`;
}

const tick = (value: number, y: number, className: string): Html =>
  html`<text class="${className}" x="${SIZE.left - 6}" y="${decimals(y + 3.5)}" text-anchor="end">${compact(value)}</text>`;

/** Numbers beside an axis have room for six characters. */
function compact(value: number): string {
  const size = Math.abs(value);
  for (const [unit, of] of [
    ['G', 1e9],
    ['M', 1e6],
  ] as const) {
    if (size >= of) return `${grouped(String(round(Number((value / of).toPrecision(3)))))}${unit}`;
  }
  return grouped(String(size >= 1000 ? Math.round(value) : Number(value.toPrecision(3))));
}

function separator({ earlier, points }: Series, { x }: Scale): Html {
  if (earlier === 0 || earlier >= points.length) return html``;
  const at = decimals((x(earlier - 1) + x(earlier)) / 2);
  return html`<path class="since" d="M${at} ${SIZE.top}V${SIZE.height - SIZE.bottom}"/>`;
}

/** The first of some months where partitions are days, else the two ends. */
function dateTicks(points: readonly Point[]): readonly { at: number; text: string; anchor: string }[] {
  const last = points.length - 1;
  const [first, end] = [points[0], points[last]];
  if (first === undefined || end === undefined) return [];
  const months = points.flatMap(({ at, label }) => {
    const day = /^\d{4}-(\d\d)-01$/.exec(label);
    return day ? [{ at, text: MONTHS[Number(day[1]) - 1] ?? '', anchor: 'middle' }] : [];
  });
  const inside = months.filter((m) => m.at <= last * 0.97);
  if (points.length > 45 && inside.length >= 2) {
    const every = Math.ceil(inside.length / 7);
    return inside.filter((_, i) => i % every === 0);
  }
  return [
    { at: 0, text: shorten(first.label, 18), anchor: 'start' },
    { at: last, text: shorten(end.label, 18), anchor: 'end' },
  ];
}
