import type { CheckKindName } from '../../lib/core/contract/model.ts';

/** One rule over columns of its own, so that no defect can break another one's rule. */
export interface Defect {
  readonly rule: string;
  readonly kind: CheckKindName;
  /** Column → SQL over the row's number `i` (from 0) and the day's number of rows `n`: nothing is wrong with it. */
  readonly clean: Readonly<Record<string, string>>;
  /** The same one unit outside of the threshold, in every direction there is: the rule fails, and nothing else. */
  readonly outside: readonly Readonly<Record<string, string>>[];
  /** One unit inside: the rule passes. */
  readonly inside: readonly Readonly<Record<string, string>>[];
  readonly properties: readonly string[];
  readonly quality?: string;
  readonly sla?: string;
}

const one = (column: string, clean: string, bad: string): Readonly<Record<string, string>> => ({
  [column]: `CASE WHEN i = 7 THEN ${bad} ELSE ${clean} END`,
});
/** `count` rows from the eighth on hold something else. */
const some = (
  column: string,
  clean: string,
  count: number,
  bad: string,
): Readonly<Record<string, string>> => ({
  [column]: `CASE WHEN i >= 7 AND i < ${7 + count} THEN ${bad} ELSE ${clean} END`,
});
const text = (name: string, more = ''): string => `{ name: ${name}, logicalType: string${more} }`;
const whole = (name: string, more = ''): string => `{ name: ${name}, logicalType: integer${more} }`;
const options = (o: string): string => `, logicalTypeOptions: { ${o} }`;
const sql = (id: string, query: string, threshold: string): string =>
  `{ id: ${id}, type: sql, query: "${query}", ${threshold} }`;

/** Newest row so long before the end of the day; freshness looks at nothing else. */
const newest = (column: string, age: string): Readonly<Record<string, string>> => ({
  [column]: `CAST(day AS TIMESTAMP) + INTERVAL 1 DAY - ${age} - i * INTERVAL 1 MINUTE`,
});
const TWO_HOURS = 'INTERVAL 2 HOUR';
const JUST_LESS = '(INTERVAL 2 HOUR - INTERVAL 1 MICROSECOND)';

export const DEFECTS: readonly Defect[] = [
  {
    rule: 'required_c.required',
    kind: 'required',
    clean: { required_c: "'x'" },
    outside: [one('required_c', "'x'", 'NULL')],
    inside: [one('required_c', "'x'", "''")],
    properties: [text('required_c', ', required: true')],
  },
  {
    rule: 'nulls',
    kind: 'nullValues',
    clean: { nulls_c: 'i' },
    outside: [some('nulls_c', 'i', 4, 'NULL')],
    inside: [some('nulls_c', 'i', 3, 'NULL')],
    properties: [
      '{ name: nulls_c, logicalType: integer, quality: [{ id: nulls, metric: nullValues, mustBeLessOrEqualTo: 3 }] }',
    ],
  },
  {
    rule: 'missing',
    kind: 'missingValues',
    clean: { missing_c: "'x' || i" },
    outside: [some('missing_c', "'x' || i", 3, "'N/A'"), some('missing_c', "'x' || i", 3, 'NULL')],
    inside: [some('missing_c', "'x' || i", 2, "'N/A'")],
    properties: [
      '{ name: missing_c, logicalType: string, quality: [{ id: missing, metric: missingValues, arguments: { missingValues: ["N/A"] }, mustBeLessThan: 3 }] }',
    ],
  },
  {
    rule: 'invalid',
    kind: 'invalidValues',
    clean: { invalid_c: 'chr(CAST(97 + i % 3 AS INTEGER))' },
    outside: [some('invalid_c', "'a'", 2, "'d'")],
    inside: [some('invalid_c', "'a'", 1, "'d'"), some('invalid_c', "'a'", 2, 'NULL')],
    properties: [
      '{ name: invalid_c, logicalType: string, quality: [{ id: invalid, metric: invalidValues, arguments: { validValues: [a, b, c] }, mustBeLessOrEqualTo: 1 }] }',
    ],
  },
  {
    rule: 'duplicates',
    kind: 'duplicateValues',
    clean: { dup_a: 'i', dup_b: "'k' || i" },
    outside: [
      { dup_a: 'CASE WHEN i < 4 THEN 0 ELSE i END', dup_b: "CASE WHEN i < 4 THEN 'k' ELSE 'k' || i END" },
    ],
    inside: [
      { dup_a: 'CASE WHEN i < 3 THEN 0 ELSE i END', dup_b: "CASE WHEN i < 3 THEN 'k' ELSE 'k' || i END" },
      { dup_a: 'CASE WHEN i < 9 THEN NULL ELSE i END', dup_b: "CASE WHEN i < 9 THEN NULL ELSE 'k' || i END" },
    ],
    properties: [whole('dup_a'), text('dup_b')],
    quality:
      '{ id: duplicates, metric: duplicateValues, arguments: { properties: [dup_a, dup_b] }, mustBeLessOrEqualTo: 2 }',
  },
  {
    rule: 'unique_c.unique',
    kind: 'unique',
    clean: { unique_c: 'i' },
    outside: [one('unique_c', 'i', '0')],
    inside: [some('unique_c', 'i', 2, 'NULL')],
    properties: [whole('unique_c', ', unique: true')],
  },
  {
    rule: 'primaryKey',
    kind: 'primaryKey',
    clean: { key_a: 'i // 10', key_b: 'i % 10' },
    outside: [
      { key_a: 'CASE WHEN i = 1 THEN 0 ELSE i // 10 END', key_b: 'CASE WHEN i = 1 THEN 0 ELSE i % 10 END' },
      { key_a: 'CASE WHEN i = 1 THEN NULL ELSE i // 10 END', key_b: 'i % 10' },
    ],
    inside: [{ key_a: '0', key_b: 'i' }],
    properties: [
      whole('key_a', ', primaryKey: true, primaryKeyPosition: 1'),
      whole('key_b', ', primaryKey: true, primaryKeyPosition: 2'),
    ],
  },
  {
    rule: 'range_c.minimum',
    kind: 'range',
    clean: { range_c: 'i' },
    outside: [one('range_c', 'i', '-1')],
    inside: [one('range_c', 'i', '0'), one('range_c', 'i', '1000'), one('range_c', 'i', 'NULL')],
    properties: [whole('range_c', options('minimum: 0, maximum: 1000'))],
  },
  {
    rule: 'above_c.exclusiveMaximum',
    kind: 'range',
    clean: { above_c: 'CAST(i AS DECIMAL(10,2))' },
    outside: [
      one('above_c', 'CAST(i AS DECIMAL(10,2))', '1000.00'),
      one('above_c', 'CAST(i AS DECIMAL(10,2))', '1000.01'),
    ],
    inside: [one('above_c', 'CAST(i AS DECIMAL(10,2))', '999.99')],
    properties: ['{ name: above_c, logicalType: number, logicalTypeOptions: { exclusiveMaximum: 1000 } }'],
  },
  {
    rule: 'nan_c.maximum',
    kind: 'range',
    clean: { nan_c: 'CAST(i AS DOUBLE)' },
    outside: [
      one('nan_c', 'CAST(i AS DOUBLE)', "CAST('NaN' AS DOUBLE)"),
      one('nan_c', 'CAST(i AS DOUBLE)', '1000.0000001'),
    ],
    inside: [one('nan_c', 'CAST(i AS DOUBLE)', '1000.0'), one('nan_c', 'CAST(i AS DOUBLE)', 'NULL')],
    properties: ['{ name: nan_c, logicalType: number, logicalTypeOptions: { maximum: 1000 } }'],
  },
  {
    rule: 'length_c.maxLength',
    kind: 'length',
    clean: { length_c: "'abc'" },
    outside: [one('length_c', "'abc'", "'abcdef'")],
    inside: [one('length_c', "'abc'", "'abcde'"), one('length_c', "'abc'", "'äöüéñ'")],
    properties: [text('length_c', options('maxLength: 5'))],
  },
  {
    rule: 'items_c.minItems',
    kind: 'length',
    clean: { items_c: '[i, i]' },
    outside: [one('items_c', '[i, i]', '[]')],
    inside: [one('items_c', '[i, i]', '[i]')],
    properties: [
      '{ name: items_c, logicalType: array, items: { logicalType: integer }, logicalTypeOptions: { minItems: 1 } }',
    ],
  },
  {
    rule: 'pattern_c.pattern',
    kind: 'pattern',
    clean: { pattern_c: "'JFK'" },
    outside: [one('pattern_c', "'JFK'", "'JFk'"), one('pattern_c', "'JFK'", "'JFK' || chr(10)")],
    inside: [one('pattern_c', "'JFK'", "'AAA'"), one('pattern_c', "'JFK'", 'NULL')],
    properties: [text('pattern_c', options('pattern: "^[A-Z]{3}$"'))],
  },
  {
    rule: 'format_c.format',
    kind: 'format',
    clean: { format_c: "'10.0.0.' || (i % 100)" },
    outside: [one('format_c', "'10.0.0.1'", "'10.0.0.256'")],
    inside: [one('format_c', "'10.0.0.1'", "'10.0.0.255'")],
    properties: [text('format_c', options('format: ipv4'))],
  },
  {
    rule: 'multiple_c.multipleOf',
    kind: 'multipleOf',
    clean: { multiple_c: 'CAST(i AS DECIMAL(10,2)) * 0.05' },
    outside: [one('multiple_c', 'CAST(0.05 AS DECIMAL(12,2))', '0.06')],
    inside: [one('multiple_c', 'CAST(0.05 AS DECIMAL(12,2))', '0.10')],
    properties: ['{ name: multiple_c, logicalType: number, logicalTypeOptions: { multipleOf: 0.05 } }'],
  },
  {
    rule: 'enum_c.enum',
    kind: 'enum',
    clean: { enum_c: "'landed'" },
    outside: [one('enum_c', "'landed'", "'Landed'")],
    inside: [one('enum_c', "'landed'", "'cancelled'"), one('enum_c', "'landed'", 'NULL')],
    properties: [text('enum_c', ', enum: [{ value: landed }, { value: cancelled }]')],
  },
  {
    rule: 'round_trips',
    kind: 'sql',
    clean: { from_c: "'a' || i", to_c: "'b' || i" },
    outside: [{ ...some('from_c', "'a' || i", 2, "'x'"), ...some('to_c', "'b' || i", 2, "'x'") }],
    inside: [{ ...some('from_c', "'a' || i", 1, "'x'"), ...some('to_c', "'b' || i", 1, "'x'") }],
    properties: [text('from_c'), text('to_c')],
    quality: sql('round_trips', 'SELECT count(*) FROM {object} WHERE from_c = to_c', 'mustBeLessThan: 2'),
  },
  {
    rule: 'crowded',
    kind: 'sql',
    clean: { group_c: 'i // 5' },
    outside: [{ group_c: 'CASE WHEN i = 20 THEN 0 ELSE i // 5 END' }],
    inside: [{ group_c: 'i // 4' }],
    properties: [whole('group_c')],
    quality: sql(
      'crowded',
      'SELECT count(*) FROM (SELECT group_c FROM {object} GROUP BY group_c HAVING count(*) > 5) d',
      'mustBe: 0',
    ),
  },
  {
    rule: 'fresh_c.freshness',
    kind: 'freshness',
    clean: newest('fresh_c', 'INTERVAL 1 HOUR'),
    outside: [newest('fresh_c', TWO_HOURS)],
    inside: [newest('fresh_c', JUST_LESS)],
    properties: ['{ name: fresh_c, logicalType: timestamp }'],
    sla: '{ property: freshness, value: 2, unit: h, element: planted.fresh_c }',
  },
  {
    rule: 'late_c.latency',
    kind: 'latency',
    clean: newest('late_c', 'INTERVAL 1 HOUR'),
    outside: [newest('late_c', TWO_HOURS)],
    inside: [newest('late_c', JUST_LESS)],
    properties: ['{ name: late_c, logicalType: timestamp }'],
    sla: '{ property: latency, value: 120, unit: minutes, element: planted.late_c }',
  },
  {
    rule: 'mean',
    kind: 'mean',
    clean: { mean_c: '40' },
    outside: [{ mean_c: 'CASE WHEN i = 7 THEN 51 ELSE 50 END' }],
    inside: [{ mean_c: '50' }, { mean_c: 'CASE WHEN i = 7 THEN NULL ELSE 50 END' }],
    properties: [whole('mean_c')],
    quality: sql('mean', 'SELECT avg(mean_c) FROM {object}', 'mustBeLessOrEqualTo: 50'),
  },
  {
    rule: 'least',
    kind: 'min',
    clean: { min_c: '10 + i' },
    outside: [one('min_c', '10 + i', '9')],
    inside: [one('min_c', '10 + i', '10')],
    properties: [whole('min_c')],
    quality: sql('least', 'SELECT min(min_c) FROM {object}', 'mustBeGreaterThan: 9'),
  },
  {
    rule: 'most',
    kind: 'max',
    clean: { max_c: 'i' },
    outside: [one('max_c', 'i', '501')],
    inside: [one('max_c', 'i', '500')],
    properties: [whole('max_c')],
    quality: sql('most', 'SELECT max(max_c) FROM {object}', 'mustNotBeBetween: [501, 600]'),
  },
  {
    rule: 'total',
    kind: 'sum',
    clean: { sum_c: '1' },
    outside: [one('sum_c', '1', '1002 - n')],
    inside: [one('sum_c', '1', '1001 - n')],
    properties: [whole('sum_c')],
    quality: sql('total', 'SELECT sum(sum_c) FROM {object}', 'mustBeLessOrEqualTo: 1000'),
  },
  {
    rule: 'variety',
    kind: 'distinctCount',
    clean: { distinct_c: 'i % 9' },
    outside: [{ distinct_c: 'i % 4' }, { distinct_c: 'CASE WHEN i % 5 = 0 THEN NULL ELSE i % 5 END' }],
    inside: [{ distinct_c: 'i % 5' }],
    properties: [whole('distinct_c')],
    quality: sql('variety', 'SELECT count(DISTINCT distinct_c) FROM {object}', 'mustBeGreaterOrEqualTo: 5'),
  },
];

/** Rows of a day: outside, and inside, of the rule `rows`. */
export const ROWS = {
  rule: 'rows',
  low: 100,
  high: 120,
  quality: '{ id: rows, metric: rowCount, mustBeBetween: [100, 120] }',
};
