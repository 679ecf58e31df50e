import type { Contract } from '../../../lib/core/contract/model.ts';
import type { CheckResult } from '../../../lib/core/gate/verdict.ts';
import type { About } from '../../../lib/core/notify/about.ts';
import { noticeOf, type RunNews } from '../../../lib/core/notify/build-message.ts';
import type { Notice } from '../../../lib/core/notify/message.ts';
import type { NewsItem, Standing } from '../../../lib/core/notify/news.ts';
import type { OpenNotice, Receipt } from '../../../lib/core/publish/facts.ts';
import { integer } from '../../../lib/core/values/scalar.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';

export const TIME = '2026-11-21T18:00:00.000Z';

/** A contract with an owner, over a public column and one that must not be shown. */
export const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: t
name: t
version: 1.2.0
status: active
team: { name: Flight data, members: [{ username: ada }, { username: bob, dateOut: "2026-01-01" }] }
support: [{ channel: "#flights-help", url: "https://example.com/help?a=1&b=2" }]
schema:
  - name: t
    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: delay, logicalType: integer, classification: public, logicalTypeOptions: { minimum: -180 } }
      - { name: salary, logicalType: integer, classification: confidential, logicalTypeOptions: { maximum: 9 } }
    quality: [{ id: rows, metric: rowCount, mustBeGreaterThan: 1, description: A day has flights. }]
`;

const known = new Map<string, Contract>();

function readOnce(text: string): Contract {
  const contract = known.get(text) ?? datasetIn(text).contract;
  known.set(text, contract);
  return contract;
}

export const about = (text = CONTRACT): About => ({
  id: 'run-2',
  time: TIME,
  environment: 'dev',
  dataset: 'aviation/t',
  runId: 'run-2',
  contract: readOnce(text),
  schemaName: 't',
});

export const failed = (id: string, measured: number, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  kind: 'range',
  scope: 'partition',
  severity: 'error',
  outcome: 'failed',
  by: 'scan',
  measured: integer(measured),
  expected: { op: 'mustBeGreaterOrEqualTo', value: '-180' },
  message: `smallest value is ${measured}, expected at least -180`,
  ...more,
});

/** Of 2001-01-01, the first day, and those after it. */
export const dayOf = (n: number): string => new Date(Date.UTC(2001, 0, 1 + n)).toISOString().slice(0, 10);

export const rejectedDay = (
  n: number,
  checks: readonly CheckResult[] = [failed('delay.minimum', -n)],
): NewsItem => ({
  partition: { day: dayOf(n) },
  decision: 'rejected',
  checks,
  snapshotId: null,
});

export const standing = (n: number, is: Standing['is'], more: Partial<Standing> = {}): Standing => ({
  partition: { day: dayOf(n) },
  is,
  judgementKey: `judged-${n}`,
  checks: is === 'rejected' ? [failed('delay.minimum', -n)] : [],
  snapshotId: null,
  ...more,
});

export const receipt = (n: number, more: Partial<Receipt> = {}): Receipt => ({
  receiptId: `receipt-${n}`,
  intentId: 'i',
  runId: 'run-2',
  dataset: 'aviation/t',
  partition: { day: dayOf(n) },
  snapshotId: `snapshot-${n}`,
  previousSnapshotId: null,
  manifest: null,
  cites: { judgementKey: `judged-${n}` },
  decision: 'publish',
  contract: { id: 't', version: '1.2.0', sha256: 'f' },
  epoch: '7',
  projection: '7',
  by: { user: 'ada@host', commit: null, tool: 'test' },
  committedAt: TIME,
  ...more,
});

export const open = (n: number, more: Partial<OpenNotice> = {}): OpenNotice => ({
  partition: { day: dayOf(n) },
  decision: 'rejected',
  evidence: `judged-${n}`,
  runId: 'run-1',
  messageId: 'run-1',
  time: '2026-11-20T18:00:00.000Z',
  ...more,
});

/** The notice of such items; there has to be one. */
export function told(items: readonly NewsItem[], of: About = about(), run: RunNews = {}): Notice {
  const notice = noticeOf(of, items, run);
  if (notice === undefined) throw new Error('nothing is told');
  return notice;
}
