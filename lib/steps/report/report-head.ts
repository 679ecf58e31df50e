import type { Contract, Dataset } from '../../core/contract/model.ts';
import type { ReportData } from './report-data.ts';
import { reportedRules } from './report-rules.ts';

/** What a report says of the contract, whatever was judged by it. */
export function reportHead({ id, name, version, sha256 }: Contract, dataset: Dataset) {
  const { settings, partitionedBy } = dataset;
  return {
    reportVersion: 1,
    contract: { id, name, version, sha256 },
    policy: settings.policy,
    ...(settings.granularity === undefined ? {} : { granularity: settings.granularity }),
    partitionedBy,
    rules: reportedRules(dataset),
  } satisfies Partial<ReportData>;
}
