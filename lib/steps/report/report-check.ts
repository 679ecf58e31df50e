import type { Contract, Dataset } from '../../core/contract/model.ts';
import type { Inspection } from '../check/check-data.ts';
import type { ReportData } from './report-data.ts';
import { reportedRules } from './report-rules.ts';
import { maskWith, withoutWords } from './report-run.ts';

/** What a report shows of files that were judged without a run. */
export function reportOfCheck(
  { verdict, samples, ran }: Inspection,
  contract: Contract,
  dataset: Dataset,
): ReportData {
  const rules = reportedRules(dataset);
  const hasSensitive = dataset.columns.some((c) => c.sensitive);
  const mask = maskWith(rules, hasSensitive);
  const { id, name, version, sha256 } = contract;
  const statements = [...ran, ...samples.ran];
  return {
    reportVersion: 1,
    dataset: dataset.name,
    contract: { id, name, version, sha256 },
    policy: dataset.settings.policy,
    ...(dataset.settings.granularity === undefined ? {} : { granularity: dataset.settings.granularity }),
    partitionedBy: dataset.partitionedBy,
    rules,
    partitions: verdict.partitions.map((p) => ({ ...p, checks: mask(p.checks) })),
    earlier: [],
    samples,
    ran: hasSensitive ? statements.map(withoutWords) : statements,
    timings: [],
    stats: verdict.stats,
  };
}
