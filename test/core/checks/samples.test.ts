import { afterAll, describe, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import { CELL_CHARACTERS, ROWS_EACH } from '../../../lib/core/gate/sample.ts';
import type { CheckResult } from '../../../lib/core/gate/verdict.ts';
import { scalarText } from '../../../lib/core/values/scalar.ts';
import type { SampledRows } from '../../../lib/steps/state/samples.ts';
import type { CheckCase } from '../../conformance/cases/case.ts';
import { CASES } from '../../conformance/cases/index.ts';
import { CaseRunner } from './run-case.ts';

const runner = new CaseRunner();
afterAll(() => runner.close());

/** Kinds that speak of a partition as a whole: no row of it is at fault. */
const WITHOUT_ROWS = [
  'columnPresent',
  'extraColumns',
  'rowCount',
  'freshness',
  'latency',
  'mean',
  'min',
  'max',
  'sum',
  'distinctCount',
];
/** One row by itself cannot break them. */
const REPEATING = ['unique', 'duplicateValues'];

interface Sampled {
  readonly checks: readonly CheckResult[];
  readonly groups: readonly SampledRows[];
  readonly rejected: boolean;
}

const known = new Map<CheckCase, Promise<Sampled>>();

/** Of each case once, however many tests ask. */
function sampled(c: CheckCase): Promise<Sampled> {
  const found = known.get(c) ?? inspect(c);
  known.set(c, found);
  return found;
}

async function inspect(c: CheckCase): Promise<Sampled> {
  const { verdict, samples } = await runner.inspect(c);
  expect(samples.why).toBeUndefined();
  const [partition] = verdict.partitions;
  return {
    checks: partition?.checks ?? [],
    groups: samples.groups,
    rejected: partition?.decision === 'reject',
  };
}

const isBad = (c: CheckResult | undefined): boolean => c?.outcome === 'failed' || c?.outcome === 'warned';

/** The text of a row as a sample shows it, where the row, judged alone, breaks the rule. */
async function brokenAlone(c: CheckCase, row: CheckCase['rows'][number], id: string): Promise<string[]> {
  const { checks, groups } = await sampled({ ...c, rows: [row] });
  const found = checks.find((x) => x.id === id);
  const rows = groups.find((g) => g.rule === id)?.rows ?? [];
  expect(rows.length, `${id} of ${JSON.stringify(row)}: ${found?.message}`).toBe(isBad(found) ? 1 : 0);
  return rows.map((cells) => JSON.stringify(cells));
}

for (const kind of CHECK_KINDS) {
  const cases = CASES[kind].map((c) => [c.says, c] as const);
  describe(kind, () => {
    test.each(cases)('%s: each sampled row breaks its rule, and none is left out', async (_, c) => {
      const { checks, groups } = await sampled(c);
      for (const { rule, rows } of groups) {
        const check = checks.find((x) => x.id === rule);
        expect(isBad(check), rule).toBe(true);
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.length).toBeLessThanOrEqual(ROWS_EACH);
        if (check === undefined || WITHOUT_ROWS.includes(check.kind)) throw new Error(`${rule} has no rows`);
        // a threshold other than none says nothing of one row alone
        const strict = [check.expected]
          .flat()
          .every((e) => e.value === '0' || e.op === 'oneOf' || e.op === 'matches');
        const alone = strict || check.kind === 'range' || check.kind === 'length';
        if (c.csv !== undefined || c.json !== undefined || !alone || REPEATING.includes(check.kind)) continue;
        const shown = rows.map((cells) => JSON.stringify(cells));
        if (check.kind === 'primaryKey') continue;
        const each = await Promise.all(c.rows.map((row) => brokenAlone(c, row, rule)));
        const expected = each.flat();
        if (expected.length <= ROWS_EACH) expect([...shown].sort(), rule).toEqual([...expected].sort());
        else for (const row of shown) expect(expected).toContain(row);
      }
    });

    test.each(cases)('%s: as many rows are sampled as were counted', async (_, c) => {
      const { checks, groups, rejected } = await sampled(c);
      // a warning lets the partition in: nobody asks for its rows
      if (!rejected) expect(groups).toEqual([]);
      for (const check of rejected ? checks : []) {
        const rows = groups.find((g) => g.rule === check.id)?.rows ?? [];
        if (!isBad(check) || check.unit !== 'rows' || WITHOUT_ROWS.includes(check.kind)) continue;
        if (!/at most|less than|exactly 0/.test(check.message) || check.outcome === 'notEvaluated') continue;
        const count = Number(scalarText(check.measured));
        if (REPEATING.includes(check.kind) || check.kind === 'primaryKey') {
          expect(rows.length, check.message).toBeGreaterThanOrEqual(Math.min(count, ROWS_EACH));
        } else {
          expect(rows.length, check.message).toBe(Math.min(count, ROWS_EACH));
        }
      }
    });
  });
}

test('every kind that single rows break has a case with a sample', async () => {
  const kinds = new Set<string>();
  for (const c of Object.values(CASES).flat()) {
    const { checks, groups } = await sampled(c);
    for (const g of groups) kinds.add(checks.find((x) => x.id === g.rule)?.kind ?? '');
  }
  expect(CHECK_KINDS.filter((k) => !kinds.has(k))).toEqual(WITHOUT_ROWS);
});

const person = (classification: string, more = ''): string[] => [
  '{ name: id, logicalType: integer, primaryKey: true }',
  `{ name: mail, logicalType: string, required: true, classification: ${classification}, logicalTypeOptions: { maxLength: 3 }${more} }`,
];
const people: Pick<CheckCase, 'columns' | 'rows'> = {
  columns: { id: 'BIGINT', mail: 'VARCHAR' },
  rows: [
    [1, null],
    [2, 'somebody@example.com'],
    [3, 'ok'],
  ],
};
const caseOf = (properties: readonly string[], quality: readonly string[] = []): CheckCase => ({
  says: 'x',
  ...people,
  properties,
  quality,
  expect: {},
});

test.each([
  ['classified', person('restricted')],
  ['classified as internal', person('internal')],
  ['tagged', person('public', ', tags: [team, "pii:email"]')],
  ['encrypted', person('public', ', encryptedName: mail_enc')],
  ['critical', person('public', ', criticalDataElement: true')],
])('cells of a column that is %s never leave the engine', async (_, properties) => {
  const { groups } = await sampled(caseOf(properties));
  expect(groups).toHaveLength(2);
  expect(JSON.stringify(groups)).not.toContain('somebody');
  const [long] = groups.filter((g) => g.rule === 'mail.maxLength');
  expect(long?.columns).toEqual([
    { name: 'id', masked: false },
    { name: 'mail', masked: true },
  ]);
  expect(long?.rows).toEqual([['2', 'masked']]);
  expect(groups.find((g) => g.rule === 'mail.required')?.rows).toEqual([['1', null]]);
});

test('cells of a public column are shown, beside what identifies the row', async () => {
  const { groups } = await sampled(caseOf(person('public')));
  expect(groups.map((g) => [g.rule, ...g.rows])).toEqual([
    ['mail.required', ['1', null]],
    ['mail.maxLength', ['2', 'somebody@example.com']],
  ]);
});

test('a column that the contract does not name may hold anything: it is masked', async () => {
  const quality = [
    '{ id: odd, type: sql, query: "SELECT COUNT(*) FROM {object} WHERE mail LIKE \'%@%\'", mustBe: 0 }',
  ];
  const { groups } = await sampled(caseOf(['{ name: id, logicalType: integer, primaryKey: true }'], quality));
  expect(groups.find((g) => g.rule === 'odd')?.rows).toEqual([['2', 'masked']]);
});

test('cells are cut, and the worst rows come first', async () => {
  const rows = [9, 101, 500, 102, 300, 200, 400].map((n) => [n, 'é'.repeat(n)]);
  const { groups } = await sampled({
    says: 'x',
    columns: { a: 'BIGINT', t: 'VARCHAR' },
    rows,
    properties: [
      '{ name: a, logicalType: integer, logicalTypeOptions: { maximum: 100 } }',
      '{ name: t, logicalType: string, logicalTypeOptions: { maxLength: 100 } }',
    ],
    expect: {},
  });
  const [numbers, texts] = groups;
  const a = numbers?.columns.findIndex((c) => c.name === 'a') ?? -1;
  expect(numbers?.rows.map((r) => r[a])).toEqual(['500', '400', '300', '200', '102']);
  const t = texts?.columns.findIndex((c) => c.name === 't') ?? -1;
  const cells = texts?.rows.map((r) => r[t] ?? '') ?? [];
  expect(cells[0]).toBe(`${'é'.repeat(CELL_CHARACTERS)}…`);
});
