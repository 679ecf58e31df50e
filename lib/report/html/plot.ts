import { type Html, html, trusted } from './markup.ts';
import { type Point, round, type Series } from './series.ts';
import { grouped, type Noun, plural, shorten } from './words.ts';

const SIZE = { width: 340, height: 148, left: 50, right: 12, top: 14, bottom: 22 } as const;
const INNER = {
  width: SIZE.width - SIZE.left - SIZE.right,
  height: SIZE.height - SIZE.top - SIZE.bottom,
} as const;
/** Failing points that are drawn; more would be a black bar. */
const MARKS = 60;
const LABELS = 3;

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly low: number;
  readonly high: number;
}

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

function scaleOf({ points, low, high }: Series): Scale {
  const values = points.map((p) => p.value).filter((v) => v !== undefined);
  let [min, max] = [Math.min(...values), Math.max(...values)];
  const range = max - min;
  // a limit far away from all values would press them into one line: it is named instead
  for (const limit of [low, high]) {
    if (limit === undefined) continue;
    const away = Math.max(min - limit, limit - max, 0);
    if (range === 0 || away <= 3 * range) [min, max] = [Math.min(min, limit), Math.max(max, limit)];
  }
  if (min === max) [min, max] = min === 0 ? [0, 1] : [min - Math.abs(min) / 2, max + Math.abs(max) / 2];
  const pad = (max - min) * 0.06;
  [min, max] = [min - (min === 0 ? 0 : pad), max + pad];
  const last = Math.max(1, points.length - 1);
  return {
    low: min,
    high: max,
    x: (at) => decimals(SIZE.left + (points.length === 1 ? 0.5 : at / last) * INNER.width),
    y: (value) => decimals(SIZE.top + ((max - value) / (max - min)) * INNER.height),
  };
}

const decimals = (n: number): number => Math.round(n * 10) / 10;

function band({ low, high }: Series, { y, low: min, high: max }: Scale): Html {
  const [top, bottom] = [
    high === undefined ? max : Math.min(high, max),
    low === undefined ? min : Math.max(low, min),
  ];
  if ((low === undefined && high === undefined) || top < bottom) return html``;
  const height = decimals(Math.max(1.5, y(bottom) - y(top)));
  return html`<rect class="band" x="${SIZE.left}" y="${y(top)}" width="${INNER.width}" height="${height}"/>`;
}

function axes(series: Series, scale: Scale): Html {
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

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

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

function marks(bad: readonly Point[], scale: Scale): Html {
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

/** `27 Feb` of a day, else its beginning. */
export function shortLabel(label: string): string {
  const day = /^\d{4}-(\d\d)-(\d\d)$/.exec(label);
  return day ? `${Number(day[2])} ${MONTHS[Number(day[1]) - 1] ?? ''}` : shorten(label, 16);
}

/** Kept out for another rule: a mark on the axis, so that the same bad day is found in every plot. */
function others({ points }: Series, { x }: Scale): Html {
  const base = SIZE.height - SIZE.bottom;
  const found = points.filter((p) => p.state === 'other').slice(0, MARKS);
  if (found.length === 0) return html``;
  const path = found.map((p) => `M${x(p.at)} ${base - 1}l3-6h-6z`).join('');
  return html`<path class="other" d="${trusted(path)}"/>`;
}
