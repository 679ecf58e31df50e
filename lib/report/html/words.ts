import type { CheckResult, Expected, Outcome } from '../../core/gate/verdict.ts';
import type { PartitionValues } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import type { ReportData } from '../../steps/report/report-data.ts';
import type { Publication } from '../../steps/state/outcome.ts';

/** What one partition is called: a day where it is one. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

const NOUNS: Readonly<Record<string, string>> = {
  P1D: 'day',
  PT1H: 'hour',
  P1W: 'week',
  P7D: 'week',
  P1M: 'month',
  P1Y: 'year',
};

export function nounOf({ granularity, partitions }: Pick<ReportData, 'granularity' | 'partitions'>): Noun {
  const columns = Object.keys(partitions[0]?.partition ?? {}).length;
  if (columns === 0 && partitions.length === 1) return { one: 'table', many: 'tables' };
  const one = columns === 1 ? (NOUNS[granularity ?? ''] ?? 'partition') : 'partition';
  return { one, many: `${one}s` };
}

export const count = (n: number, { one, many }: Noun): string =>
  `${grouped(String(n))} ${n === 1 ? one : many}`;

export const plural = (n: number, one: string, many = `${one}s`): string => count(n, { one, many });

/** Characters of a partition's values that are shown. */
const LABEL = 120;

/** The values alone: a heading says of which column they are. */
export function labelOf(partition: PartitionValues): string {
  const values = Object.values(partition).map((v) => v ?? 'null');
  return values.length === 0 ? 'the whole table' : shorten(values.join(', '), LABEL);
}

/** Digits in groups of three, a real minus sign. */
export function grouped(number: string): string {
  const match = /^(-?)(\d+)(.*)$/s.exec(number);
  if (match === null) return number;
  const [, sign = '', whole = '', rest = ''] = match;
  return `${sign === '-' ? '\u2212' : ''}${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${rest}`;
}

export function measuredText({ measured, unit }: Pick<CheckResult, 'measured' | 'unit'>): string {
  if (measured.type === 'null') return '\u2013';
  return `${scalarWords(measured)}${unit === 'percent' ? '\u00a0%' : ''}`;
}

function scalarWords(value: Exclude<Scalar, { type: 'null' }>): string {
  switch (value.type) {
    case 'integer':
    case 'decimal':
      return grouped(value.value);
    case 'double':
      return grouped(shortDouble(value.value));
    case 'boolean':
      return value.value === 'true' ? 'yes' : 'no';
    case 'timestamp':
      return value.value.replace(/T(\d\d:\d\d:\d\d)\.0+Z$/, ' $1').replace(/T(.*)Z$/, ' $1');
    case 'string':
      return value.value;
  }
}

function shortDouble(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) && text.length > 12 ? String(Number(value.toPrecision(9))) : text;
}

const OPERATORS: Readonly<Record<Expected['op'], (a: string, b: string) => string>> = {
  mustBe: (a) => `exactly ${a}`,
  mustNotBe: (a) => `anything but ${a}`,
  mustBeGreaterThan: (a) => `more than ${a}`,
  mustBeGreaterOrEqualTo: (a) => `at least ${a}`,
  mustBeLessThan: (a) => `less than ${a}`,
  mustBeLessOrEqualTo: (a) => `at most ${a}`,
  mustBeBetween: (a, b) => `between ${a} and ${b}`,
  mustNotBeBetween: (a, b) => `not between ${a} and ${b}`,
  type: (a) => a,
  present: () => 'present',
  oneOf: (a) => `one of ${a}`,
  matches: (a) => `matches ${a}`,
};

/** What a check expects, in words: `at least −180`. */
export function expectedText({ expected, unit }: Pick<CheckResult, 'expected' | 'unit'>): string {
  const list = 'op' in expected ? [expected] : expected;
  const sign = unit === 'percent' ? '\u00a0%' : '';
  return list
    .map(({ op, value }) => {
      if (op === 'oneOf') return OPERATORS.oneOf([value].flat().join(', '), '');
      const [a = '', b = ''] = [value].flat().map((v) => `${isNumber(v) ? grouped(v) : v}${sign}`);
      return OPERATORS[op](a, b);
    })
    .join(' and ');
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

/** Shape and word: never colour alone. */
export const OUTCOMES: Readonly<
  Record<Outcome, { readonly sign: string; readonly word: string; readonly tone: Tone }>
> = {
  passed: { sign: '✓', word: 'holds', tone: 'good' },
  failed: { sign: '✕', word: 'fails', tone: 'bad' },
  warned: { sign: '!', word: 'warns', tone: 'warn' },
  notEvaluated: { sign: '?', word: 'not evaluated', tone: 'bad' },
  notApplicable: { sign: '–', word: 'does not apply', tone: 'calm' },
};

export type Tone = 'good' | 'bad' | 'warn' | 'calm';

export const PUBLICATIONS: Readonly<
  Record<Publication, { readonly sign: string; readonly word: string; readonly tone: Tone }>
> = {
  published: { sign: '✓', word: 'published', tone: 'good' },
  unchanged: { sign: '✓', word: 'published earlier, unchanged', tone: 'good' },
  adopted: { sign: '✓', word: 'adopted', tone: 'good' },
  approved: { sign: '!', word: 'fails, and was approved', tone: 'warn' },
  rejected: { sign: '✕', word: 'rejected', tone: 'bad' },
  heldBack: { sign: '✕', word: 'held back with its window', tone: 'bad' },
  kept: { sign: '!', word: 'stays published, fails now', tone: 'bad' },
  rolledBack: { sign: '–', word: 'was rolled back, and is left so', tone: 'warn' },
  skipped: { sign: '–', word: 'skipped', tone: 'calm' },
  shadow: { sign: '–', word: 'judged only (shadow)', tone: 'calm' },
  notPublished: { sign: '✕', word: 'passed, and was not published', tone: 'bad' },
  unknown: { sign: '?', word: 'outcome not known yet', tone: 'bad' },
};

/** `1.9 s`, `640 ms`, `2 min 5 s` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function bytes(text: string): string {
  const n = Number(text);
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (n >= size) return `${(n / size).toFixed(1)} ${unit}`;
  }
  return `${grouped(text)} bytes`;
}

/** `2026-11-21 10:47 UTC` */
export const moment = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

export const shorten = (text: string, characters: number): string => {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`;
};

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `27 Feb` of a day, else its beginning. */
export function shortLabel(label: string): string {
  const day = /^\d{4}-(\d\d)-(\d\d)$/.exec(label);
  return day ? `${Number(day[2])} ${MONTHS[Number(day[1]) - 1] ?? ''}` : shorten(label, 16);
}
