import type { Series } from './series.ts';

export const SIZE = { width: 340, height: 148, left: 50, right: 12, top: 14, bottom: 22 } as const;
export const INNER = {
  width: SIZE.width - SIZE.left - SIZE.right,
  height: SIZE.height - SIZE.top - SIZE.bottom,
} as const;
export interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly low: number;
  readonly high: number;
}

/** Where values and partitions lie in a drawing. */
export function scaleOf({ points, low, high }: Series): Scale {
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

export const decimals = (n: number): number => Math.round(n * 10) / 10;
