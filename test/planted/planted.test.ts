import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowCountMetric } from '../../lib/core/checks/metrics.ts';
import { CHECK_KINDS } from '../../lib/core/contract/model.ts';
import { bindChecks, prepareChecks } from '../../lib/core/gate/bind.ts';
import { judgePartition } from '../../lib/core/gate/judge.ts';
import type { PartitionVerdict } from '../../lib/core/gate/verdict.ts';
import type { PhysicalColumn, PhysicalType } from '../../lib/core/sql/physical.ts';
import { integer, type Scalar } from '../../lib/core/values/scalar.ts';
import { datasetIn, judgeFiles } from '../steps/check/judge-files.ts';
import { DEFECTS, type Defect, ROWS } from './defects.ts';

/** Of one day: its number of rows, and rule → which of its ways to be outside or inside is planted. */
interface PlantedDay {
  readonly rows: number;
  readonly planted: Readonly<Record<string, { readonly side: 'outside' | 'inside'; readonly way: number }>>;
}

/** Defects of the schema are those of all files: readers see one table. */
type SchemaDefect = 'none' | 'absent' | 'mistyped' | 'extra';

const NOW = '2030-01-01T00:00:00Z';
const SEEDS = Number(process.env.SLUICE_SEEDS ?? 40);
let root: string;
let place = 0;
const writer = DuckDBInstance.create().then((i) => i.connect());
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-planted-'));
});
afterAll(async () => {
  (await writer).closeSync();
  rmSync(root, { recursive: true, force: true });
});

const SQL_TYPES: Readonly<Record<string, string>> = {
  integer: 'BIGINT',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  array: 'BIGINT[]',
  number: 'DECIMAL(12,2)',
};

const contract = (): string => `apiVersion: v3.2.0
kind: DataContract
id: planted
name: planted
version: 1.0.0
status: active
schema:
  - name: planted
    customProperties:
      - { property: sluice.granularity, value: P1D }
      - { property: sluice.extraColumns, value: reject }
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: plain, logicalType: integer }
${DEFECTS.flatMap((d) => d.properties.map((p) => `      - ${p}\n`)).join('')}    quality:
      - ${ROWS.quality}
${DEFECTS.flatMap((d) => (d.quality === undefined ? [] : [`      - ${d.quality}\n`])).join('')}slaProperties:
${DEFECTS.flatMap((d) => (d.sla === undefined ? [] : [`  - ${d.sla}\n`])).join('')}`;

const typeOf = (column: string): string => {
  const property = DEFECTS.flatMap((d) => d.properties).find((p) => p.startsWith(`{ name: ${column},`)) ?? '';
  return column === 'nan_c'
    ? 'DOUBLE'
    : (SQL_TYPES[/logicalType: (\w+)/.exec(property)?.[1] ?? ''] ?? 'BIGINT');
};

function columnsOf(defect: Defect, day: PlantedDay): Readonly<Record<string, string>> {
  const planted = day.planted[defect.rule];
  const ways = planted === undefined ? [] : defect[planted.side];
  return { ...defect.clean, ...(planted === undefined ? {} : ways[planted.way % ways.length]) };
}

async function judge(
  days: readonly PlantedDay[],
  schema: SchemaDefect,
): Promise<readonly PartitionVerdict[]> {
  place += 1;
  const folder = join(root, String(place));
  for (const [k, day] of days.entries()) {
    const date = `2001-01-${String(k + 1).padStart(2, '0')}`;
    const columns = Object.entries(Object.assign({}, ...DEFECTS.map((d) => columnsOf(d, day))));
    const items = columns.map(([name, sql]) => `CAST(${sql} AS ${typeOf(name)}) AS ${name}`);
    if (schema !== 'absent')
      items.push(`CAST(i AS ${schema === 'mistyped' ? 'VARCHAR' : 'BIGINT'}) AS plain`);
    if (schema === 'extra') items.push('i AS more');
    mkdirSync(join(folder, `day=${date}`), { recursive: true });
    const rows = `(SELECT range AS i, ${day.rows} AS n, DATE '${date}' AS day FROM range(${day.rows}))`;
    const file = join(folder, `day=${date}`, 'f.parquet');
    await (await writer).run(`COPY (SELECT ${items.join(', ')} FROM ${rows}) TO '${file}' (FORMAT parquet)`);
  }
  try {
    const verdict = await judgeFiles(root, NOW, { ...datasetIn(contract()), path: folder });
    return verdict.partitions;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was planted, as `day rule`, sorted. */
function expected(days: readonly PlantedDay[], schema: SchemaDefect): readonly string[] {
  const SCHEMA = {
    none: [],
    absent: ['plain.present', 'plain.type'],
    mistyped: ['plain.type'],
    extra: ['extraColumns'],
  };
  return days
    .flatMap(({ rows, planted }, k) => [
      ...(rows < ROWS.low || rows > ROWS.high ? [`${k} ${ROWS.rule}`] : []),
      ...Object.entries(planted).flatMap(([rule, { side }]) => (side === 'outside' ? [`${k} ${rule}`] : [])),
      ...SCHEMA[schema].map((rule) => `${k} ${rule}`),
    ])
    .sort();
}

const found = (partitions: readonly PartitionVerdict[]): readonly string[] =>
  partitions
    .flatMap((p, k) => p.checks.flatMap((c) => (c.outcome === 'passed' ? [] : [`${k} ${c.id}`])))
    .sort();

const DAY: fc.Arbitrary<PlantedDay> = fc.record({
  rows: fc.constantFrom(99, 100, 101, 110, 119, 120, 121),
  planted: fc.dictionary(
    fc.constantFrom(...DEFECTS.map((d) => d.rule)),
    fc.record({ side: fc.constantFrom('outside' as const, 'inside' as const), way: fc.nat(5) }),
    { maxKeys: 8 },
  ),
});

test('there is a defect of every kind of check', () => {
  const schema = ['columnPresent', 'columnType', 'extraColumns', 'rowCount'];
  expect([...new Set([...DEFECTS.map((d) => d.kind), ...schema])].sort()).toEqual([...CHECK_KINDS].sort());
});

test.each(
  DEFECTS.flatMap((d) =>
    (['outside', 'inside'] as const).flatMap((side) =>
      d[side].map((_, way) => ({ rule: d.rule, side, way })),
    ),
  ),
)('$rule, $side, in way $way: it fails or passes alone', async ({ rule, side, way }) => {
  const days = [
    { rows: 110, planted: {} },
    { rows: 110, planted: { [rule]: { side, way } } },
  ];
  expect(found(await judge(days, 'none'))).toEqual(expected(days, 'none'));
});

test('exactly what was planted is found, whatever else is planted', async () => {
  let planted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(DAY, { minLength: 3, maxLength: 10 }),
      fc.constantFrom<SchemaDefect>('none', 'none', 'none', 'absent', 'mistyped', 'extra'),
      async (days, schema) => {
        planted += expected(days, schema).length;
        expect(found(await judge(days, schema))).toEqual(expected(days, schema));
      },
    ),
    { numRuns: SEEDS },
  );
  expect(planted).toBeGreaterThan(SEEDS * 3);
});

const PHYSICAL: Readonly<Record<string, PhysicalType>> = {
  BIGINT: { kind: 'integer', bits: 64, signed: true },
  VARCHAR: { kind: 'string' },
  TIMESTAMP: { kind: 'timestamp', zoned: false },
  'BIGINT[]': { kind: 'list' },
  'DECIMAL(12,2)': { kind: 'decimal', precision: 12, scale: 2 },
  DOUBLE: { kind: 'floating', bits: 64 },
};

test('no number, no pass: without its numbers no rule of any kind passes', () => {
  const { dataset } = datasetIn(contract());
  const checks = prepareChecks(dataset);
  if (!checks.ok) throw new Error(JSON.stringify(checks.error));
  const columns = dataset.columns.map(({ physicalName: name }): PhysicalColumn => {
    const type: PhysicalType =
      name === 'day' ? { kind: 'date' } : (PHYSICAL[typeOf(name)] ?? { kind: 'string' });
    return { name, type, typeName: type.kind, from: name === 'day' ? 'path' : 'file' };
  });
  const bound = bindChecks(checks.value, { columns });
  const known = { schema: { columns }, failures: new Map(), asOf: NOW };
  const rows: [string, Scalar] = [rowCountMetric.id, integer(110)];
  const judged = judgePartition(bound, [], { ...known, values: new Map([rows]) });
  const asked = bound.flatMap(({ bound: b, prepared }) =>
    b.ok && b.value.metrics.some((m) => m.id !== rowCountMetric.id) ? [prepared.rule.id] : [],
  );
  expect(asked.length).toBeGreaterThan(25);
  const outcomes = Object.fromEntries(judged.map((c) => [c.id, c.outcome]));
  // a row that nobody has seen is as old as can be
  expect(Object.fromEntries(asked.map((id) => [id, outcomes[id]]))).toEqual(
    Object.fromEntries(asked.map((id) => [id, /freshness|latency/.test(id) ? 'failed' : 'notEvaluated'])),
  );
});
