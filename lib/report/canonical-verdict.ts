import type { CheckResult, Expected, Verdict } from '../core/gate/verdict.ts';
import { decimalText, parseDecimal } from '../core/values/decimal.ts';
import type { Scalar } from '../core/values/scalar.ts';

/** What two engines have to agree on: of a verdict, all that does not tell who measured, when and at what price. */
export interface CanonicalVerdict {
  readonly contract: Pick<Verdict['contract'], 'id' | 'version'>;
  readonly dataset: string;
  readonly partitions: readonly CanonicalPartition[];
}

interface CanonicalPartition {
  readonly partition: Verdict['partitions'][number]['partition'];
  readonly asOf: string;
  readonly decision: string;
  readonly checks: readonly CanonicalCheck[];
}

export interface CanonicalCheck {
  readonly id: string;
  readonly kind: string;
  readonly column?: string;
  readonly scope: string;
  readonly severity: string;
  readonly outcome: string;
  readonly measured: CanonicalValue;
  readonly expected: readonly Expected[];
  readonly unit?: string;
  readonly rows?: string;
  readonly nulls?: string;
  readonly reason?: string;
}

/** Integers and decimals are one kind of number, without zeros at the end. */
export type CanonicalValue =
  | { readonly number: string }
  | { readonly double: string }
  | { readonly text: string; readonly type: 'string' | 'timestamp' | 'boolean' }
  | null;

/** A verdict without hashes, elapsed times, stats, `by` and messages; partitions and checks in the order of their names. */
export function canonicalVerdict({ contract, dataset, partitions }: Verdict): CanonicalVerdict {
  return {
    contract: { id: contract.id, version: contract.version },
    dataset,
    partitions: partitions
      .map(({ partition, asOf, decision, checks }) => ({
        partition,
        asOf,
        decision,
        checks: checks.map(canonicalCheck).sort((a, b) => order(a.id, b.id)),
      }))
      .sort((a, b) => order(JSON.stringify(a.partition), JSON.stringify(b.partition))),
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function canonicalCheck({ by: _, message: __, measured, expected, ...rest }: CheckResult): CanonicalCheck {
  return {
    ...rest,
    measured: canonicalValue(measured),
    expected: [expected].flat() as readonly Expected[],
  };
}

export function canonicalValue(value: Scalar): CanonicalValue {
  if (value.type === 'null') return null;
  if (value.type === 'double') return { double: value.value };
  if (value.type !== 'integer' && value.type !== 'decimal') return { text: value.value, type: value.type };
  const parsed = parseDecimal(value.value);
  return { number: parsed === undefined ? value.value : withoutZeros(decimalText(parsed)) };
}

const withoutZeros = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

/** Of their size; what is nearer to each other than this is the same double. */
const TOLERANCE = 1e-9;

/** A check that two verdicts judge differently, or that only one of them has. */
export interface Difference {
  /** Of the partition, then of the check: `{"day":"2001-01-01"} delay-mean`. */
  readonly where: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** Where two verdicts differ; empty where they are the same. */
export function differences(one: CanonicalVerdict, other: CanonicalVerdict): readonly Difference[] {
  const [{ partitions: ones, ...head }, { partitions: others, ...otherHead }] = [one, other];
  const heads = compare('the verdict', head, otherHead);
  const found = pairs(ones, others, (p) => JSON.stringify(p.partition)).flatMap(([name, a, b]) => {
    if (a === undefined || b === undefined) return compare(name, a, b);
    const { checks, ...rest } = a;
    const { checks: otherChecks, ...otherRest } = b;
    return [
      ...compare(name, rest, otherRest),
      ...pairs(checks, otherChecks, (c) => c.id).flatMap(([id, x, y]) =>
        compareChecks(`${name} ${id}`, x, y),
      ),
    ];
  });
  return [...heads, ...found];
}

/** Of what has one name on either side, in that order: what is there twice is a second pair. */
function pairs<T>(
  ones: readonly T[],
  others: readonly T[],
  nameOf: (item: T) => string,
): readonly (readonly [string, T | undefined, T | undefined])[] {
  const [a, b] = [Map.groupBy(ones, nameOf), Map.groupBy(others, nameOf)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => {
    const [left, right] = [a.get(name) ?? [], b.get(name) ?? []];
    return Array.from(
      { length: Math.max(left.length, right.length) },
      (_, i) => [name, left[i], right[i]] as const,
    );
  });
}

function compareChecks(where: string, one?: CanonicalCheck, other?: CanonicalCheck): readonly Difference[] {
  if (one === undefined || other === undefined) return compare(where, one, other);
  const { measured, ...rest } = one;
  const { measured: otherMeasured, ...otherRest } = other;
  return sameValue(measured, otherMeasured) && sameJson(rest, otherRest) ? [] : [{ where, one, other }];
}

const compare = (where: string, one: unknown, other: unknown): readonly Difference[] =>
  sameJson(one, other) ? [] : [{ where, one, other }];

const sameJson = (one: unknown, other: unknown): boolean => sortedJson(one) === sortedJson(other);

const sortedJson = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => order(a, b)))
      : v,
  );

/** Doubles to 1e-9 of their size; a double is never the same as a number that is exact. */
export function sameValue(one: CanonicalValue, other: CanonicalValue): boolean {
  if (one === null || other === null || !('double' in one) || !('double' in other))
    return sameJson(one, other);
  const [a, b] = [Number(one.double), Number(other.double)];
  if (Object.is(a, b) || a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
