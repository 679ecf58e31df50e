import type { Ports } from '../../core/ports.ts';
import { loadBody } from '../state/bodies.ts';
import { isKeptOut, type PartitionOutcome, type RunOutcome } from '../state/outcome.ts';

/** What a run did, from the bodies of its steps. */
export async function outcomeOf(
  ref: string,
  { lake }: Pick<Ports, 'lake'>,
  clock: () => string,
): Promise<RunOutcome> {
  const request = await loadBody(lake, ref, 'request');
  const { startedAt, repairedDrift } = await loadBody(lake, ref, 'prepared');
  const { stats, cost } = await loadBody(lake, ref, 'measured');
  const judged = await loadBody(lake, ref, 'judged');
  const published = await loadBody(lake, ref, 'published');
  const { runId, dataset, window, mode, contract } = request;
  const { id, version, sha256 } = contract;
  const elapsedMs = Date.parse(clock()) - Date.parse(startedAt);
  const partitions = published.partitions;
  const count = (...which: PartitionOutcome['publication'][]): number =>
    partitions.filter((p) => which.includes(p.publication)).length;
  return {
    runId,
    pipeline: request.pipeline.name,
    dataset,
    window,
    mode,
    verdict: {
      verdictVersion: 1,
      contract: { id, version, sha256 },
      dataset,
      partitions: judged.partitions.map((p) => p.verdict),
      stats: { ...stats, elapsedMs, ...(cost === undefined ? {} : { cost }) },
    },
    partitions,
    ...(repairedDrift === undefined ? {} : { repairedDrift }),
    publish: published.end,
    summary: {
      published: count('published', 'adopted'),
      withFailures: partitions.filter(
        (p, i) =>
          (p.publication === 'published' &&
            judged.partitions[i]?.verdict.decision === 'publishWithFailures') ||
          (p.publication === 'adopted' && judged.partitions[i]?.verdict.decision === 'reject'),
      ).length,
      rejected: partitions.filter((p) => isKeptOut(p.publication)).length,
      unchanged: count('unchanged', 'rolledBack', 'approved'),
      skipped: count('skipped'),
      shadow: count('shadow'),
      queries: stats.queries,
      scans: stats.scans,
      elapsedMs,
    },
  };
}
