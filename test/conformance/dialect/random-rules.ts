import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { COLUMNS, type NastyColumn } from './nasty-table.ts';

/** Conditions of the shared subset over the nasty table: every function and operator that it allows. */
export const CONDITIONS = [
  ...[
    'd > 1',
    'd >= f',
    'd = e',
    'd <> e',
    'd < e',
    'd <= e',
    'NOT (d > e)',
    'e > i',
    'f = 0.1',
    'f > d',
    'i >= d',
  ],
  ...[
    'd BETWEEN 0 AND e',
    'd NOT BETWEEN e AND 1',
    'd IN (1, 0.5, e)',
    'd NOT IN (e, 2.5)',
    'd IS DISTINCT FROM e',
  ],
  ...[
    'CASE d WHEN e THEN TRUE ELSE FALSE END',
    'coalesce(d, e) > 1',
    'nullif(d, e) IS NULL',
    '-d > e',
    'd + e > 1',
  ],
  ...[
    'abs(d) > 1',
    'round(d, 2) = d',
    'floor(d) = ceil(d)',
    'sqrt(d) > 1',
    'ln(d) > 0',
    'exp(d) > 1',
    'power(d, 2) > 1',
  ],
  ...[
    'sign(d) = 1',
    'sign(i) < 0',
    '1.0 * i / d > 1',
    'd / 2.0 > e',
    'd % 2 = 0',
    'i % 2 = 0',
    'n % 7 = 0',
    'n * 2 > n',
  ],
  ...[
    'n + 1 > 0',
    'i - 1 < 0',
    'i * 2 > i',
    'floor(i) = i',
    'ceil(i) >= i',
    'round(i) = i',
    'abs(i) > 5',
    'i > 2.5',
  ],
  ...[
    'i = 9007199254740993',
    'i < 99999999999999999999',
    'x > 1.05',
    'x * 2 > 1',
    'n * n > 1',
    'x % 0.05 = 0',
    'x + i > y',
  ],
  ...[
    'round(y, 1) = y',
    'round(y) > 1',
    'floor(y) < y',
    'ceil(x) > x',
    'abs(x) = x',
    'sign(y) = -1',
    'x = y',
    'x > d',
  ],
  ...[
    "s = ''",
    "s = ' '",
    "s LIKE 'J%'",
    "s LIKE '_'",
    "s LIKE '%!_%' ESCAPE '!'",
    "s NOT LIKE '%a'",
    's LIKE r',
    's < r',
  ],
  ...[
    'length(s) > 1',
    'upper(s) = s',
    'lower(s) = r',
    'upper(s) = upper(r)',
    "s || 'x' = 'ax'",
    "s || r = 'aa'",
  ],
  ...[
    "substr(s, 2) = ''",
    "substring(s, 1, 1) = 'J'",
    'trim(s) = s',
    'ltrim(s) < rtrim(s)',
    "replace(s, 'a', '') = s",
  ],
  ...["lpad(s, 3, 'x') > 'm'", "rpad(s, 2, 'é') = s", "strpos(s, 'F') > 0", "starts_with(s, 'J')", "s > 'Z'"],
  ...[
    "s BETWEEN 'A' AND 'z'",
    "s IN ('a', '', r)",
    'b',
    'NOT b',
    'b IS TRUE',
    'b IS NOT FALSE',
    'b = TRUE',
    'b IN (FALSE)',
  ],
  ...[
    "t > '2001-01-01'",
    "t = TIMESTAMP '2001-01-01 00:00:00.000001'",
    "t IN ('2001-01-01 00:00:00')",
    't > day',
    't = z',
  ],
  ...[
    "day >= '2000-02-29'",
    "day = DATE '2000-02-29'",
    'day > eve',
    "day BETWEEN '1970-01-01' AND eve",
    "z < '2001-01-01'",
  ],
  ...[
    "day + INTERVAL '1' MONTH > eve",
    "day - INTERVAL '1' YEAR < eve",
    "day + INTERVAL '36' HOUR > t",
    'day - eve > 1',
  ],
  ...[
    "t - INTERVAL '36' HOUR < z",
    "t + INTERVAL '1' MONTH > z",
    "t - z > INTERVAL '1' DAY",
    'year(day) = 2000',
  ],
  ...[
    'month(t) = 12',
    'day(day) = 29',
    'EXTRACT(DOY FROM day) = 366',
    'week(day) = 1',
    'quarter(t) = 4',
    'hour(t) = 23',
  ],
  ...[
    'minute(t) = 59',
    'second(t) = 59',
    'hour(day) = 0',
    'EXTRACT(HOUR FROM day) = 0',
    'EXTRACT(SECOND FROM t) = 59',
  ],
  ...[
    "date_trunc('month', t) = t",
    "date_trunc('week', day) < day",
    "date_trunc('hour', z) = z",
    'CAST(t AS DATE) = day',
  ],
  ...[
    'CAST(day AS TIMESTAMP) = t',
    'CAST(x AS DOUBLE) > 1',
    'CAST(round(d) AS BIGINT) > 1',
    'CAST(i AS DECIMAL(38, 2)) = x',
  ],
  ...[
    'CAST(i AS DOUBLE) = d',
    "CAST(i AS VARCHAR) = '1'",
    "CAST(b AS VARCHAR) = 'true'",
    "CAST(day AS VARCHAR) > '2000'",
  ],
  ...[
    'CAST(b AS BIGINT) = 1',
    'CAST(n AS BOOLEAN)',
    'TRY_CAST(x AS DECIMAL(5, 1)) = 1.1',
    'd IS NULL',
    'length(s) IS NOT NULL',
  ],
] as const;

/** What can be summed, averaged, ordered. */
export const NUMBERS = [
  'i',
  'n',
  'x',
  'y',
  'd',
  'f',
  'd * 2',
  'd + e',
  'n + 1',
  'y + 1',
  'n * 2',
  'length(s)',
  'abs(d)',
  'x * 1.0',
  'coalesce(d, 0)',
];
export const KEYS = [
  'i',
  'x',
  'd',
  'f',
  's',
  'b',
  'day',
  't',
  'z',
  'l',
  '(d, e)',
  '(s, b)',
  '(f, day, t)',
  'd + 0',
  'lower(s)',
];

/** Queries that are a scan of their own. */
export const OPAQUE = [
  'SELECT count(*) FROM (SELECT d, count(*) AS c FROM {object} GROUP BY d HAVING count(*) > 1) q WHERE d > 0.5 AND c > 1',
  'SELECT count(*) FROM (SELECT s, max(d) AS m, min(e) AS l FROM {object} GROUP BY s) q WHERE m > l',
  'SELECT sum(i) FROM {object} o WHERE o.d >= o.e',
  'SELECT max(d) - min(d) FROM {object}',
  'SELECT sum(n) * 1.0 / count(*) FROM {object}',
  'SELECT count(*) FROM {object} p JOIN {object} q ON p.d < q.e AND p.s = q.r',
  'WITH m AS (SELECT avg(n) AS mean FROM {object}) SELECT count(*) FROM {object} o, m WHERE o.n > m.mean',
  'SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY b ORDER BY d DESC, i) AS k, d FROM {object}) q WHERE k = 1 AND d > 1',
  'SELECT count(*) FROM {object} o WHERE o.d IN (SELECT e FROM {object})',
  'SELECT count(*) FROM {object} o WHERE EXISTS (SELECT 1 FROM {object} p WHERE p.day > o.eve)',
  'SELECT count(*) FROM (SELECT d FROM {object} UNION SELECT e FROM {object}) q',
  'SELECT count(*) FROM (SELECT DISTINCT s, d FROM {object}) q',
  'SELECT stddev(n) FROM {object}',
  'SELECT count(*) FROM (SELECT lag(d) OVER (ORDER BY i, s, d) AS before, d FROM {object}) q WHERE before > d',
];

const sql: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...CONDITIONS).map((c) => `SELECT count(*) FROM {object} WHERE ${c}`),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('sum', 'avg', 'min', 'max', 'count'),
        fc.constantFrom(...NUMBERS),
        fc.constantFrom('', ...CONDITIONS),
      )
      .map(
        ([fn, arg, where]) => `SELECT ${fn}(${arg}) FROM {object}${where === '' ? '' : ` WHERE ${where}`}`,
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...KEYS).map((key) => `SELECT count(DISTINCT ${key}) FROM {object}`),
  },
  { weight: 2, arbitrary: fc.constantFrom(...OPAQUE) },
);

const LOGICAL: Readonly<Record<string, string>> = {
  ...{ integer: 'integer', decimal: 'number', floating: 'number', string: 'string', boolean: 'boolean' },
  ...{ date: 'date', timestamp: 'timestamp', list: 'array' },
};
const PATTERNS = [
  '^[A-Z]{3}$',
  'a|b',
  '(?i)^j',
  '\\d',
  '[[:space:]]',
  '^$',
  '^.$',
  '\\p{Lu}',
  '\\.',
  "'",
  '[^a-z]',
];
const isNumber = ({ type }: NastyColumn): boolean => ['integer', 'decimal', 'floating'].includes(type.kind);
const finite = (c: NastyColumn): readonly string[] => c.values.filter((v) => !/[NI]/.test(v));
const asValue = (c: NastyColumn, text: string): unknown =>
  isNumber(c) && /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;

function property(c: NastyColumn): fc.Arbitrary<object> {
  const listed = fc.array(
    fc.constantFrom(...(c.type.kind === 'list' ? ['a'] : c.values)).map((v) => asValue(c, v)),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const bound = fc
    .constantFrom(...finite(c))
    .map((v) => (isNumber(c) ? Number(v) : v.replace(' ', 'T').replace(/(:\d\d(\.\d+)?)$/, '$1Z')));
  const options: fc.Arbitrary<object> =
    c.type.kind === 'string'
      ? fc.record(
          {
            minLength: fc.nat(2),
            maxLength: fc.integer({ min: 2, max: 5 }),
            pattern: fc.constantFrom(...PATTERNS),
            format: fc.constantFrom('email', 'uuid', 'ipv4', 'hostname'),
          },
          { requiredKeys: [] },
        )
      : c.type.kind === 'list'
        ? fc.record({ minItems: fc.nat(1), maxItems: fc.integer({ min: 1, max: 2 }) }, { requiredKeys: [] })
        : isNumber(c)
          ? fc.record({ minimum: bound, multipleOf: fc.constantFrom(1, 0.05, 2.5) }, { requiredKeys: [] })
          : c.type.kind === 'boolean'
            ? fc.constant({})
            : fc.record({ maximum: bound }, { requiredKeys: [] });
  const lists =
    c.type.kind === 'list'
      ? []
      : [
          fc.record({
            metric: fc.constant('missingValues'),
            arguments: fc.record({ missingValues: listed }),
            mustBe: fc.constant(0),
          }),
          fc.record({
            metric: fc.constant('invalidValues'),
            arguments: fc.record({ validValues: listed }),
            mustBe: fc.constant(0),
          }),
        ];
  const quality = fc.oneof(
    fc.record({ metric: fc.constantFrom('nullValues', 'duplicateValues'), mustBe: fc.constant(0) }),
    ...lists,
  );
  return fc.record(
    {
      name: fc.constant(c.name),
      logicalType: fc.constant(LOGICAL[c.type.kind] ?? 'string'),
      logicalTypeOptions: options,
      required: fc.boolean(),
      unique: fc.boolean(),
      primaryKey: fc.boolean(),
      ...(c.type.kind === 'list'
        ? {}
        : {
            enum: fc.array(
              listed.map(([value]) => ({ value })),
              { minLength: 1, maxLength: 3 },
            ),
          }),
      quality: fc.array(quality, { maxLength: 2 }),
    },
    { requiredKeys: ['name', 'logicalType'] },
  );
}

/** A contract over the nasty table with rules of every kind, bounds and lists drawn from what the cells hold. */
export const nastyContract: fc.Arbitrary<Dataset> = fc
  .tuple(
    fc.tuple(...COLUMNS.map(property)),
    fc.uniqueArray(sql, { minLength: 1, maxLength: 6 }),
    fc.subarray(
      COLUMNS.map((c) => c.name),
      { minLength: 2, maxLength: 4 },
    ),
  )
  .map(([properties, queries, keys]) => contractOf(properties, queries, keys));

/** A contract of these properties and `sql` rules. */
export function contractOf(
  properties: readonly object[],
  queries: readonly string[],
  keys: readonly string[] = ['i', 'n'],
): Dataset {
  const quality = [
    { metric: 'rowCount', mustBeGreaterThan: 0 },
    { metric: 'duplicateValues', arguments: { properties: keys }, mustBe: 0 },
    ...queries.map((query) => ({ type: 'sql', query, mustBe: 0 })),
  ];
  const yaml = stringify({
    apiVersion: 'v3.2.0',
    kind: 'DataContract',
    id: 't',
    name: 't',
    version: '1.0.0',
    status: 'active',
    schema: [{ name: 't', properties, quality }],
    slaProperties: [{ property: 'freshness', value: 1, unit: 'd', element: 't.t' }],
  });
  const read = readContract(yaml, 't.odcs.yaml');
  const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
  if (dataset === undefined) throw new Error(`${JSON.stringify(read)}\n${yaml}`);
  return dataset;
}

/** The properties of the nasty table without a rule of their own. */
export const PLAIN_PROPERTIES: readonly object[] = COLUMNS.map((c) => ({
  name: c.name,
  logicalType: LOGICAL[c.type.kind] ?? 'string',
}));
