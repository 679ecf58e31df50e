import type { Operator, Threshold } from '../contract/model.ts';
import type { Expectation } from './check-kind.ts';
import { compareRatio, type Ratio } from './ratio.ts';

export interface ThresholdResult {
  readonly holds: boolean;
  /** The measured value lies exactly on a bound of a band: noted, because tools disagree there. */
  readonly onBound: boolean;
}

/** Whether every threshold holds; a measured NaN holds none. */
export function judgeThresholds(thresholds: readonly Threshold[], measured: Ratio): ThresholdResult {
  const results = thresholds.map((t) => judgeOne(t, measured));
  return { holds: results.every((r) => r.holds), onBound: results.some((r) => r.onBound) };
}

function judgeOne(threshold: Threshold, measured: Ratio): ThresholdResult {
  const [first, second] = threshold.values;
  const low = compareRatio(measured, first);
  const high = compareRatio(measured, second ?? first);
  if (low === undefined || high === undefined) return { holds: false, onBound: false };
  const open = threshold.open === true;
  const inside = open ? low > 0 && high < 0 : low >= 0 && high <= 0;
  const onBound = second !== undefined && (low === 0 || high === 0);
  const holds: Record<Operator, boolean> = {
    mustBe: low === 0,
    mustNotBe: low !== 0,
    mustBeGreaterThan: low > 0,
    mustBeGreaterOrEqualTo: low >= 0,
    mustBeLessThan: low < 0,
    mustBeLessOrEqualTo: low <= 0,
    mustBeBetween: inside,
    mustNotBeBetween: !inside,
  };
  return { holds: holds[threshold.op], onBound };
}

/** "at most 1 %", "between 5 and 9": what a message puts after "expected". */
export function describeThresholds(thresholds: readonly Threshold[], unit = ''): string {
  return thresholds.map((t) => describeOne(t, unit)).join(' and ');
}

function describeOne({ op, values, open }: Threshold, unit: string): string {
  const [a, b = a] = values.map((v) => `${v}${unit}`);
  const ends = open ? ', bounds excluded' : '';
  const words: Record<Operator, string> = {
    mustBe: `exactly ${a}`,
    mustNotBe: `anything but ${a}`,
    mustBeGreaterThan: `more than ${a}`,
    mustBeGreaterOrEqualTo: `at least ${a}`,
    mustBeLessThan: `less than ${a}`,
    mustBeLessOrEqualTo: `at most ${a}`,
    mustBeBetween: `between ${a} and ${b}${ends}`,
    mustNotBeBetween: `outside ${a} to ${b}${ends}`,
  };
  return words[op];
}

export function expectedOf(thresholds: readonly Threshold[]): Expectation | readonly Expectation[] {
  const all = thresholds.map(({ op, values }) => ({ op, value: values.length === 1 ? values[0] : values }));
  return all.length === 1 && all[0] ? all[0] : all;
}
