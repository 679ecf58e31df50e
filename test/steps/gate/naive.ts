/**
 * A row-by-row reading of the rules, written apart from the checks: it shares no code with them, so that both can
 * only agree where both are right.
 */
export interface Row {
  readonly day: string;
  readonly i: number | null;
  readonly d: number | null;
  readonly s: string | null;
}

export interface Limits {
  readonly minimum: number;
  readonly maximum: number;
  readonly rows: number;
  readonly nullPercent: number;
  readonly duplicatePercent: number;
  readonly meanFrom: number;
  readonly meanTo: number;
  readonly maxLength: number;
  readonly distinct: number;
}

export type Expected = Readonly<Record<string, { readonly outcome: string; readonly measured?: string }>>;

const present = <T>(values: readonly (T | null)[]): T[] => values.filter((v): v is T => v !== null);
const said = (holds: boolean): string => (holds ? 'passed' : 'failed');

export function naive(rows: readonly Row[], limits: Limits): Expected {
  const is = present(rows.map((r) => r.i));
  const ds = present(rows.map((r) => r.d));
  const ss = present(rows.map((r) => r.s));
  const nulls = rows.length - is.length;
  const nan = ds.some(Number.isNaN);
  const numbers = ds.filter((x) => !Number.isNaN(x));
  const badWords = ss.filter((x) => x !== 'AA' && x !== 'BB').length;
  const badPattern = ss.filter((x) => x.length === 0 || [...x].some((c) => c < 'A' || c > 'C')).length;
  const keys = rows.filter((r) => r.i !== null || r.s !== null).map((r) => JSON.stringify([r.i, r.s]));
  const excess = keys.length - new Set(keys).size;
  const ownNulls = new Set(is).size;
  const total = is.reduce((a, b) => a + b, 0);
  const same = rows.filter((r) => r.i !== null && r.i === r.d).length;
  return {
    rows: { outcome: said(rows.length >= limits.rows), measured: String(rows.length) },
    'i.minimum': range(
      is,
      (a, b) => a < b,
      (x) => x >= limits.minimum,
    ),
    'i.maximum': range(
      is,
      (a, b) => a > b,
      (x) => x <= limits.maximum,
    ),
    'd.maximum': nan
      ? { outcome: 'failed', measured: 'NaN' }
      : { outcome: said(numbers.every((x) => x <= limits.maximum)) },
    'i.required': { outcome: said(nulls === 0), measured: String(nulls) },
    'i-nulls': { outcome: said(nulls * 100 <= limits.nullPercent * rows.length) },
    's.pattern': { outcome: said(badPattern === 0), measured: String(badPattern) },
    's-invalid': { outcome: said(badWords <= 1), measured: String(badWords) },
    's.maxLength': range(
      ss.map((x) => x.length),
      (a, b) => a > b,
      (x) => x <= limits.maxLength,
    ),
    's-missing': {
      outcome: said(rows.filter((r) => r.s === null || r.s === '').length <= 2),
      measured: String(rows.filter((r) => r.s === null || r.s === '').length),
    },
    'i.unique': { outcome: said(is.length === ownNulls), measured: String(is.length - ownNulls) },
    duplicates: { outcome: said(excess * 100 < limits.duplicatePercent * keys.length || excess === 0) },
    mean:
      is.length === 0
        ? { outcome: 'notEvaluated' }
        : { outcome: said(total >= limits.meanFrom * is.length && total <= limits.meanTo * is.length) },
    distinct: { outcome: said(ownNulls >= limits.distinct), measured: String(ownNulls) },
    same: { outcome: said(same === 0), measured: String(same) },
  };
}

function range(
  values: readonly number[],
  before: (a: number, b: number) => boolean,
  holds: (x: number) => boolean,
): { outcome: string; measured?: string } {
  if (values.length === 0) return { outcome: 'passed' };
  const extreme = values.reduce((a, b) => (before(b, a) ? b : a));
  return { outcome: said(holds(extreme)), measured: String(extreme) };
}
