import type { Contract, Dataset } from '../../core/contract/model.ts';
import type { Inspection } from '../check/check-data.ts';
import { maskOf } from './mask.ts';
import type { ReportData } from './report-data.ts';
import { reportHead } from './report-head.ts';

/** What a report shows of files that were judged without a run. */
export function reportOfCheck(
  { verdict, samples, ran }: Inspection,
  contract: Contract,
  dataset: Dataset,
): ReportData {
  const head = reportHead(contract, dataset);
  const mask = maskOf(dataset, head.rules);
  return {
    ...head,
    dataset: dataset.name,
    partitions: verdict.partitions.map((p) => ({ ...p, checks: mask.checks(p.checks) })),
    earlier: [],
    samples,
    ran: mask.statements([...ran, ...samples.ran]),
    timings: [],
    stats: verdict.stats,
  };
}
