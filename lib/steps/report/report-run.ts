import type { Ports } from '../../core/ports.ts';
import type { RunRecord } from '../../core/publish/facts.ts';
import { newestFact, queryFacts } from '../../core/publish/query-facts.ts';
import { type PartitionValues, partitionKey } from '../../core/values/partition.ts';
import { isFailed } from '../sample/plan-samples.ts';
import { findBody, loadBody, runFolder } from '../state/bodies.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RanStatement } from '../state/measuring.ts';
import { isKeptOut, type PartitionOutcome } from '../state/outcome.ts';
import { noSamples, type Samples } from '../state/samples.ts';
import type { Bodies, JudgedPartition } from '../state/state.ts';
import { type Mask, maskOf } from './mask.ts';
import type { ReportData, ReportedPartition } from './report-data.ts';
import { reportHead } from './report-head.ts';

export type ReportPorts = Pick<Ports, 'lake' | 'ledger'>;

/** Points that a plot shows at least, where the ledger has them. */
const POINTS = 90;
/** Kept-out partitions that the ledger is asked about again. */
const ASKED = 50;

/** What a report shows of a finished run, from the ledger and the bodies of its steps; sends no query. */
export async function reportOfRun(record: RunRecord, ports: ReportPorts): Promise<ReportData> {
  const { runId, dataset: name } = record;
  const ref = runFolder(name, runId);
  const request = await loadBody(ports.lake, ref, 'request');
  const prepared = await loadBody(ports.lake, ref, 'prepared');
  const { stats, cost } = await loadBody(ports.lake, ref, 'measured');
  const judged = await loadBody(ports.lake, ref, 'judged');
  const published = await loadBody(ports.lake, ref, 'published');
  const dataset = datasetOf(request);
  const head = reportHead(request.contract, dataset);
  const mask = maskOf(dataset, head.rules);
  const partitions = await Promise.all(
    judged.partitions.map((p, i) => reportedPartition(p, published.partitions[i], runId, mask)),
  );
  const samples = await samplesOf(judged.partitions, name, runId, ports);
  const { pipeline, window, mode, by, at, summary } = record;
  const [receipt] = published.receipts;
  return {
    ...head,
    dataset: name,
    run: {
      ...{ runId, pipeline, window, mode, by, startedAt: prepared.startedAt, endedAt: at },
      ...(summary === undefined ? {} : { summary }),
      publish: published.end,
      ...(published.why === undefined ? {} : { why: published.why }),
      receipts: published.receipts.length,
      ...(receipt === undefined ? {} : { epoch: receipt.epoch }),
      ...(prepared.repairedDrift === undefined ? {} : { repairedDrift: prepared.repairedDrift }),
      closedIntents: prepared.closedIntents,
    },
    partitions: await withLater(partitions, name, at, ports),
    earlier: await earlierOf(record, partitions, mask, ports),
    samples,
    ran: mask.statements(await statementsOf(ref, samples, ports)),
    timings: (await findBody(ports.lake, ref, 'timings')) ?? [],
    stats: { ...stats, elapsedMs: summary?.elapsedMs ?? 0, ...(cost === undefined ? {} : { cost }) },
  };
}

function reportedPartition(
  { verdict, decidedBy }: JudgedPartition,
  outcome: PartitionOutcome | undefined,
  runId: string,
  mask: Mask,
): ReportedPartition {
  return {
    ...verdict,
    ...(outcome === undefined ? {} : { publication: outcome.publication }),
    ...(decidedBy === runId ? {} : { decidedBefore: decidedBy }),
    checks: mask.checks(verdict.checks),
  };
}

/** What was kept out and is visible by now, because somebody overruled the gate. */
async function withLater(
  partitions: readonly ReportedPartition[],
  dataset: string,
  at: string,
  ports: ReportPorts,
): Promise<readonly ReportedPartition[]> {
  let left = ASKED;
  return Promise.all(
    partitions.map(async (p): Promise<ReportedPartition> => {
      if (p.publication === undefined || !isKeptOut(p.publication) || left-- <= 0) return p;
      const partition = partitionKey(p.partition);
      const last = await newestFact(ports, { kind: 'receipt', dataset, partition, limit: 1 });
      if (last === undefined || last.time <= at) return p;
      const { decision, by, committedAt, reason } = last.body;
      const later = { decision, user: by.user, at: committedAt, ...(reason === undefined ? {} : { reason }) };
      return { ...p, later };
    }),
  );
}

/** Of what an earlier run decided, the samples that it took then. */
async function samplesOf(
  judged: readonly JudgedPartition[],
  dataset: string,
  runId: string,
  { lake }: ReportPorts,
): Promise<Samples> {
  const own = (await findBody(lake, runFolder(dataset, runId), 'sampled')) ?? noSamples('nothing', 0);
  const old = judged.filter((p) => p.decidedBy !== runId && isFailed(p.verdict));
  if (old.length === 0) return own;
  const wanted = new Set(old.map((p) => partitionKey(p.verdict.partition)));
  const found = await Promise.all(
    [...new Set(old.map((p) => p.decidedBy))].map((by) => findBody(lake, runFolder(dataset, by), 'sampled')),
  );
  const groups = found.flatMap((f) => f?.groups ?? []).filter((g) => wanted.has(partitionKey(g.partition)));
  return {
    ...own,
    state: own.state === 'nothing' && groups.length > 0 ? 'taken' : own.state,
    failedPartitions: own.failedPartitions + old.length,
    partitions: own.partitions + old.length,
    groups: [...own.groups, ...groups],
  };
}

async function earlierOf(
  record: RunRecord,
  shown: readonly { readonly partition: PartitionValues; readonly asOf: string }[],
  mask: Mask,
  ports: ReportPorts,
): Promise<ReportData['earlier']> {
  const room = POINTS - shown.length;
  if (room <= 0) return [];
  const seen = new Set(shown.map((p) => partitionKey(p.partition)));
  const begins = shown.map((p) => p.asOf).sort()[0] ?? '';
  const found = new Map<string, ReportData['earlier'][number]>();
  const query = { kind: 'judgement', dataset: record.dataset, order: 'newest', limit: 4 * POINTS } as const;
  for await (const { time, body } of queryFacts(ports.ledger, query)) {
    if (time > record.at || found.size === room) continue;
    const { partition, asOf, decision, checks } = body.verdict;
    const key = partitionKey(partition);
    if (seen.has(key) || asOf >= begins) continue;
    seen.add(key);
    found.set(key, { partition, asOf, decision, checks: mask.checks(checks) });
  }
  const inTime = ([a, p]: [string, { asOf: string }], [b, q]: [string, { asOf: string }]): number =>
    p.asOf === q.asOf ? (a < b ? -1 : 1) : p.asOf < q.asOf ? -1 : 1;
  return [...found.entries()].sort(inTime).map(([, p]) => p);
}

async function statementsOf(
  ref: string,
  samples: Samples,
  { lake }: ReportPorts,
): Promise<readonly RanStatement[]> {
  const writing: Bodies['writing'] | undefined = await findBody(lake, ref, 'writing');
  const measuring = await findBody(lake, ref, 'measuring');
  return [...(writing?.ran ? [writing.ran] : []), ...(measuring?.ran ?? []), ...samples.ran];
}
