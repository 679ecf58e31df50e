import { shownBy } from '../../core/checks/index.ts';
import { unitMicros } from '../../core/checks/time-unit.ts';
import type { CheckResult, Expected } from '../../core/gate/verdict.ts';
import { parseInstant } from '../../core/values/instant.ts';
import type { ReportData, ReportedPartition } from '../../steps/report/report-data.ts';
import { expectedText, grouped, labelOf, measuredText } from './words.ts';

/** What became of the rule in one partition; `other`: another rule keeps it out, and this one holds or was not asked. */
export type PointState = 'holds' | 'fails' | 'warns' | 'other';

export interface Point {
  readonly at: number;
  /** Undefined where nothing was measured. */
  readonly value: number | undefined;
  readonly text: string;
  readonly label: string;
  readonly state: PointState;
}

/** One rule over partitions, the earlier ones first. */
export interface Series {
  readonly id: string;
  readonly points: readonly Point[];
  readonly low?: number;
  readonly high?: number;
  readonly expected: string;
  readonly unit: string;
  /** Points of earlier runs. */
  readonly earlier: number;
}

type Judged = Pick<ReportedPartition, 'partition' | 'asOf' | 'decision' | 'checks'>;

/** A plot needs this many measured points, else a number says it better. */
const ENOUGH = 3;

/** Every rule that measures a number, the failing ones first, those that never change last. */
export function seriesOf({ partitions, earlier, rules }: ReportData): readonly Series[] {
  const all: readonly Judged[] = [...earlier, ...partitions];
  const byRule = new Map<string, (CheckResult | undefined)[]>(rules.map((r) => [r.id, []]));
  for (const [i, { checks }] of all.entries()) {
    for (const check of checks) {
      const list = byRule.get(check.id);
      if (list !== undefined) list[i] = check;
    }
  }
  const found = [...byRule].flatMap(([id, checks]) => oneSeries(id, checks, all, earlier.length) ?? []);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** It measured the same number everywhere, and holds. */
export const neverChanges = (series: Series): boolean => rank(series) === 3;

function rank({ points }: Series): number {
  if (points.some((p) => p.state === 'fails')) return 0;
  if (points.some((p) => p.state === 'warns')) return 1;
  const values = new Set(points.map((p) => p.value).filter((v) => v !== undefined));
  return values.size > 1 ? 2 : 3;
}

function oneSeries(
  id: string,
  checks: readonly (CheckResult | undefined)[],
  all: readonly Judged[],
  earlier: number,
): Series | undefined {
  const last = checks.findLast((c) => c !== undefined && c.measured.type !== 'null');
  if (last === undefined || shownBy(last.kind).columns === true) return undefined;
  const age = ageUnit(last);
  if (age === undefined && !['integer', 'decimal', 'double'].includes(last.measured.type)) return undefined;
  const points = all.map((p, at) => pointOf(checks[at], p, at, age));
  if (points.filter((p) => p.value !== undefined).length < ENOUGH) return undefined;
  return {
    id,
    points,
    ...limitsOf(last),
    expected: age === undefined ? expectedText(last) : `younger than ${[limitOf(last)].flat().join('')}`,
    unit: age === undefined ? (last.unit === 'percent' ? '\u00a0%' : '') : `\u00a0${age.name}`,
    earlier,
  };
}

function pointOf(check: CheckResult | undefined, of: Judged, at: number, age: AgeUnit | undefined): Point {
  const label = labelOf(of.partition);
  const own = check?.outcome === 'failed' ? 'fails' : check?.outcome === 'warned' ? 'warns' : undefined;
  const state: PointState = own ?? (of.decision === 'reject' ? 'other' : 'holds');
  if (check === undefined || check.measured.type === 'null') {
    return { at, value: undefined, text: 'no value', label, state };
  }
  if (age !== undefined) {
    const [value, now] = [parseInstant(check.measured.value), parseInstant(of.asOf)];
    const old = value === undefined || now === undefined ? undefined : Number(now - value) / age.micros;
    const text = old === undefined ? measuredText(check) : `${grouped(String(round(old)))} ${age.name}`;
    return { at, value: old, text, label, state };
  }
  const value = check.measured.type === 'string' ? Number.NaN : Number(check.measured.value);
  return { at, value: Number.isFinite(value) ? value : undefined, text: measuredText(check), label, state };
}

interface AgeUnit {
  readonly name: string;
  readonly micros: number;
}

/** Freshness measures an instant; what people look at is its age, in the unit of the limit. */
function ageUnit(check: CheckResult): AgeUnit | undefined {
  if (shownBy(check.kind).age !== true) return undefined;
  const name = /[a-z]+$/i.exec([limitOf(check)].flat().join(''))?.[0] ?? 'h';
  return { name, micros: Number(unitMicros(name) ?? unitMicros('h')) };
}

const limitOf = ({ expected }: CheckResult): string | readonly string[] =>
  'op' in expected ? expected.value : (expected[0]?.value ?? '');

function limitsOf({ expected }: CheckResult): { low?: number; high?: number } {
  const limits: { low?: number; high?: number } = {};
  for (const { op, value } of 'op' in expected ? [expected] : expected) {
    if (NONE.includes(op)) Object.assign(limits, { low: 0, high: 0 });
    const [a, b] = [value].flat().map((v) => Number.parseFloat(v));
    if (a === undefined || !Number.isFinite(a) || NONE.includes(op)) continue;
    if (LOW.includes(op)) limits.low = a;
    if (HIGH.includes(op)) limits.high = a;
    if (op === 'mustBeBetween' && b !== undefined) Object.assign(limits, { low: a, high: b });
  }
  return limits;
}

/** A list or a pattern counts what breaks it: nothing may. */
const NONE: readonly Expected['op'][] = ['oneOf', 'matches'];
const LOW: readonly Expected['op'][] = ['mustBe', 'mustBeGreaterThan', 'mustBeGreaterOrEqualTo'];
const HIGH: readonly Expected['op'][] = ['mustBe', 'mustBeLessThan', 'mustBeLessOrEqualTo'];

export const round = (n: number): number => Number(n.toPrecision(4));
