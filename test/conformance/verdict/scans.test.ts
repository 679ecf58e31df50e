import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { requestOf } from '../../../lib/cli/request.ts';
import { prepareChecks } from '../../../lib/core/gate/bind.ts';
import { pinManifest } from '../../../lib/core/publish/manifest.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { describeFiles } from '../../../lib/steps/files/describe.ts';
import { type PlannedScan, scansOfKnown } from '../../../lib/steps/plan/planned-scans.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { trinoStatement } from '../stack/trino-statement.ts';
import { flightsContract, writeFlights } from './flights.ts';
import { type Judged, judge, openWorld, type World } from './world.ts';

let world: World;
let files = 0;
beforeAll(async () => {
  world = await openWorld('scans');
  files = await writeFlights(world, 'flights', '2001-01-01', '2001-01-08');
}, 300_000);
afterAll(() => world.close());

interface PlanNode {
  readonly name: string;
  readonly descriptor?: Readonly<Record<string, string>>;
  readonly children?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];

/** Operators of Trino's distributed plan that read a table of files. */
async function tableScans(sql: string, database: string): Promise<number> {
  const session = '';
  const { trino } = inject('stack').endpoints;
  // a staged table is named without its database, which Athena has from the query's context
  const qualified = sql.replaceAll(/"(stg_[a-z0-9_]+)"/g, `"hive"."${database}"."$1"`);
  const [row] = await trinoStatement(trino, `EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) ${qualified}`, session);
  const fragments: Readonly<Record<string, PlanNode>> = JSON.parse(String(row?.[0]));
  const nodes = Object.values(fragments).flatMap(nodesOf);
  return nodes.filter((n) => /Scan/.test(n.name) && /"?stg_/.test(JSON.stringify(n.descriptor))).length;
}

interface Scanned {
  readonly kind: string;
  readonly scans: number;
  readonly bytes: number;
}

/** Judges on Athena; of every statement that ran, the table scans of Trino's plan and the bytes that it read. */
async function scansOf(judged: Judged): Promise<readonly Scanned[]> {
  const { engine } = world.aws;
  const planned = new Map<string, number>();
  const start: typeof engine.start = async (query, token) => {
    // while the staged table is there
    planned.set(query.sql, await tableScans(query.sql, world.database));
    return engine.start(query, token);
  };
  const { ran } = await judge(judged, { ...world.aws, engine: { ...engine, start } });
  return ran.map(({ kind, sql, bytesScanned }) => ({
    kind,
    scans: planned.get(sql) ?? -1,
    bytes: Number(bytesScanned),
  }));
}

/** What `sluice plan` says of the same files, once they are candidates of which no number is known. */
async function plannedScans(): Promise<readonly PlannedScan[]> {
  const request = requestOf('aviation/flights', { root: world.root, start: '2001-01-01', end: '2001-01-08' });
  const { dataset } = flightsContract();
  const checks = prepareChecks(dataset);
  const listed = await world.local.lake.list('flights');
  const { partitionedBy } = dataset;
  const input = { path: 'flights', files: listed, format: 'parquet', dataset, partitionedBy } as const;
  const described = await describeFiles(input, world.local.lake);
  if (!checks.ok || !described.ok) throw new Error(JSON.stringify([checks, described]));
  const { columns, files: found } = described.value;
  const sizes = new Map(listed.map((f) => [f.path, f.sizeBytes]));
  const candidates = found.map(({ path, partition: id, rows }) => {
    const file = { path, etag: path, sizeBytes: sizes.get(path) ?? 0, rows: rows ?? '0' };
    const of = { runId: 'r', attempt: 1, dataset: 'aviation/flights', partition: id, files: [file] };
    const keys = { asOf: request.window.end, candidateKey: path, judgementKey: path };
    return { id, ...keys, status: 'candidate' as const, manifest: pinManifest(of), columns };
  });
  const ledger = openLedger(join(world.root, 'ledger.sqlite'));
  try {
    const ports = { engine: world.aws.engine, ledger };
    return (await scansOfKnown(candidates, request, checks.value, ports)).scans;
  } finally {
    await ledger.close();
  }
}

describe('on Trino, by its own plan', () => {
  test('all rules of the flights are one statement with one table scan, with and without proofs', async () => {
    for (const withoutProofs of [true, false]) {
      const judged = { ...flightsContract(), path: 'flights', format: 'parquet', withoutProofs } as const;
      const ran = await scansOf(judged);
      expect(ran).toMatchObject([{ kind: 'fused', scans: 1 }]);
    }
  });

  test('it reads no more than the plan says, and small files whole', async () => {
    const [planned, ...others] = await plannedScans();
    expect([planned?.kind, planned?.times, others]).toEqual(['fused', 1, []]);
    const bytesAtMost = Number(planned?.bytesAtMost);
    expect(bytesAtMost).toBeGreaterThan(files * 1000);
    const judged = { ...flightsContract(), path: 'flights', format: 'parquet', withoutProofs: true } as const;
    const [fused] = await scansOf(judged);
    expect(fused?.bytes).toBeGreaterThan(bytesAtMost / 4);
    expect(fused?.bytes).toBeLessThanOrEqual(bytesAtMost);
  });

  test('an opaque rule is one statement more, with one scan for each time that it names the table', async () => {
    await world.write('opaque/t.parquet', 'SELECT i, i % 7 AS k FROM range(100) r(i)');
    const rule = (id: string, query: string) =>
      `{ id: ${id}, type: sql, query: ${JSON.stringify(query)}, mustBeGreaterOrEqualTo: 0 }`;
    const properties =
      'properties: [{ name: i, logicalType: integer, required: true, unique: true }, { name: k }]';
    const once = rule('once', 'SELECT COUNT(*) FROM (SELECT k FROM {object} GROUP BY k) q');
    const twice = rule('twice', 'SELECT COUNT(*) FROM {object} p JOIN {object} q ON p.i = q.k');
    const sum = rule('sum', 'SELECT SUM(i) FROM {object} WHERE k > 2');
    const contract = `${HEAD}    ${properties}\n    quality: [${[sum, once, twice].join(', ')}]\n`;
    const judged = {
      ...datasetIn(contract),
      path: 'opaque/t.parquet',
      format: 'parquet',
      withoutProofs: true,
    } as const;
    const ran = await scansOf(judged);
    expect(
      ran
        .map(({ kind, scans }) => ({ kind, scans }))
        .sort((a, b) => a.scans - b.scans || (a.kind < b.kind ? -1 : 1)),
    ).toEqual([
      { kind: 'fused', scans: 1 },
      { kind: 'opaque', scans: 1 },
      { kind: 'opaque', scans: 2 },
    ]);
  });
});
