import type { CheckResult } from '../../../lib/core/gate/verdict.ts';
import { integer, type Scalar } from '../../../lib/core/values/scalar.ts';
import type { ReportData, ReportedPartition, ReportedRule } from '../../../lib/steps/report/report-data.ts';

export const SHA = 'a'.repeat(64);

export const rule = (id: string, more: Partial<ReportedRule> = {}): ReportedRule => ({
  id,
  kind: 'range',
  info: 'values stay at or above a minimum, at or below a maximum',
  column: 'delay',
  severity: 'error',
  ofRows: true,
  masked: false,
  ...more,
});

export const check = (id: string, measured: Scalar, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  kind: 'range',
  column: 'delay',
  scope: 'partition',
  severity: 'error',
  outcome: 'passed',
  by: 'scan',
  measured,
  expected: { op: 'mustBeGreaterOrEqualTo', value: '-180' },
  rows: '100',
  nulls: '0',
  message: `delay: smallest value is ${measured.type === 'null' ? '' : measured.value}, expected at least -180 (100 rows, 0 nulls)`,
  ...more,
});

const dayOf = (i: number): string => new Date(Date.UTC(2001, 0, 1 + i)).toISOString().slice(0, 10);

/** One day whose smallest delay is given; below -180 it is rejected. */
export function day(i: number, delay: number, more: Partial<ReportedPartition> = {}): ReportedPartition {
  const fails = delay < -180;
  const rows = check('rows', integer(16_000 + ((i * 37) % 500)), {
    kind: 'rowCount',
    expected: { op: 'mustBeGreaterOrEqualTo', value: '10000' },
    unit: 'rows',
    message: 'enough rows',
  });
  return {
    partition: { flight_date: dayOf(i) },
    asOf: `${dayOf(i + 1)}T00:00:00Z`,
    decision: fails ? 'reject' : 'publish',
    publication: fails ? 'rejected' : 'published',
    checks: [check('delay.minimum', integer(delay), fails ? { outcome: 'failed' } : {}), rows],
    ...more,
  };
}

export const days = (n: number, bad: Readonly<Record<number, number>> = {}): readonly ReportedPartition[] =>
  Array.from({ length: n }, (_, i) => day(i, bad[i] ?? -60 - ((i * 13) % 40)));

/** A run of some days, two of which are kept out, with a failing row of each. */
export function reportData(more: Partial<ReportData> = {}): ReportData {
  const partitions = more.partitions ?? days(40, { 12: -212, 27: -1116 });
  const rejected = partitions.filter((p) => p.publication === 'rejected');
  return {
    reportVersion: 1,
    dataset: 'aviation/flights',
    run: {
      runId: '20260101T060000-0123456789',
      pipeline: 'aviation/flights',
      window: { start: '2001-01-01T00:00:00Z', end: '2001-02-10T00:00:00Z' },
      mode: 'enforce',
      by: { user: 'ada@lovelace', commit: '0123abc', tool: 'sluice 0.1.0' },
      startedAt: '2026-01-01T06:00:00.000Z',
      endedAt: '2026-01-01T06:00:04.000Z',
      publish: 'committed',
      receipts: partitions.length - rejected.length,
      epoch: '1',
      closedIntents: [],
    },
    contract: { id: 'c-1', name: 'flights', version: '1.0.0', sha256: SHA },
    policy: 'STRICT',
    granularity: 'P1D',
    partitionedBy: ['flight_date'],
    rules: [
      rule('delay.minimum'),
      rule('rows', { kind: 'rowCount', info: 'number of rows of a partition', ofRows: false }),
      rule('delay.type', { kind: 'columnType', info: 'a column has the type that the contract declares' }),
    ],
    partitions,
    earlier: [],
    samples: {
      state: 'taken',
      partitions: rejected.length,
      failedPartitions: rejected.length,
      groups: rejected.map((p) => ({
        rule: 'delay.minimum',
        partition: p.partition,
        columns: [
          { name: 'origin', masked: false },
          { name: 'passenger', masked: true },
          { name: 'delay', masked: false },
        ],
        rows: [
          ['EWR', 'masked', '-953'],
          [null, null, ''],
        ],
      })),
      ran: [],
    },
    ran: [
      {
        kind: 'fused',
        sql: 'SELECT min("delay") AS m0\nFROM "candidate"',
        rowsScanned: '640000',
        bytesScanned: '2500000',
      },
    ],
    timings: [
      { step: 'prepare', elapsedMs: 40 },
      { step: 'measure', elapsedMs: 900 },
    ],
    stats: {
      queries: 1,
      scans: 1,
      rowsScanned: '640000',
      bytesScanned: '2500000',
      elapsedMs: 4000,
      cost: { estimate: { bytes: '5000000', usd: '0.00005' }, actual: { bytes: '2500000', usd: '0.00004' } },
    },
    ...more,
  };
}

/** What nobody should be able to do to a page, in every place where somebody's text stands. */
export const EVIL = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&amp;\u202egnp.exe\u0000\u001b[31m\ud800</style></svg>javascript:`;

export function hostileData(): ReportData {
  const bad = day(0, -999, { partition: { [EVIL]: EVIL } });
  const checks = [
    check(EVIL, integer(-999), {
      outcome: 'failed',
      message: EVIL,
      column: EVIL,
      expected: { op: 'matches', value: EVIL },
    }),
    check('text', { type: 'string', value: EVIL }, { outcome: 'failed', message: EVIL, unit: EVIL }),
  ];
  const partitions = [0, 1, 2, 3].map((i) => ({
    ...day(i, -999),
    partition: { [EVIL]: `${EVIL}${i}` },
    checks,
  }));
  const base = reportData();
  const { run } = base;
  if (run === undefined) throw new Error('the report has no run');
  return {
    ...base,
    dataset: EVIL,
    run: {
      ...run,
      runId: EVIL,
      pipeline: EVIL,
      by: { user: EVIL, commit: EVIL, tool: EVIL },
      why: EVIL,
      repairedDrift: EVIL,
    },
    contract: { id: EVIL, name: EVIL, version: EVIL, sha256: EVIL },
    granularity: EVIL,
    partitionedBy: [EVIL],
    rules: [rule(EVIL, { description: EVIL, column: EVIL }), rule('text')],
    partitions: [
      { ...bad, checks, later: { decision: 'approve', user: EVIL, at: EVIL, reason: EVIL } },
      ...partitions,
    ],
    samples: {
      ...base.samples,
      groups: [
        {
          rule: EVIL,
          partition: bad.partition,
          columns: [{ name: EVIL, masked: false }],
          rows: [[EVIL], ['שלום עולם'], ['x'.repeat(10_000)]],
        },
      ],
    },
    ran: [{ kind: 'fused', sql: EVIL, rowsScanned: '1', bytesScanned: '1', failed: EVIL }],
    timings: [{ step: EVIL, elapsedMs: 5 }],
  };
}
