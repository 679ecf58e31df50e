import type { CheckKindName, Operator } from '../contract/model.ts';
import type { PartitionValues } from '../values/partition.ts';
import type { Scalar } from '../values/scalar.ts';
import type { Cost } from './cost.ts';

/** notApplicable: the rule has nothing to say here. notEvaluated: it should have, and could not: it blocks. */
export type Outcome = 'passed' | 'warned' | 'failed' | 'notApplicable' | 'notEvaluated';

export type Decision = 'publish' | 'publishWithFailures' | 'quarantine' | 'reject' | 'skip';

export interface Expected {
  readonly op: Operator | 'type' | 'present' | 'oneOf' | 'matches';
  /** One text; two for a band; a list or a pattern as people write it. */
  readonly value: string | readonly string[];
}

export interface CheckResult {
  readonly id: string;
  readonly kind: CheckKindName | string;
  readonly column?: string;
  readonly scope: 'partition' | 'table';
  readonly severity: 'error' | 'warning';
  readonly outcome: Outcome;
  /** schema: from the files' columns; proof: from their footers' statistics; scan: the fused query; query: a scan of its own. */
  readonly by: 'schema' | 'scan' | 'query' | 'proof' | 'none';
  readonly measured: Scalar;
  readonly expected: Expected | readonly Expected[];
  readonly unit?: string;
  readonly rows?: string;
  readonly nulls?: string;
  /**
   * Why a check is notEvaluated: it does not fit the columns, its SQL is broken, there was no value, or nobody asked
   * because another rule rejects the partition already.
   */
  readonly reason?: 'unbound' | 'broken' | 'noValue' | 'notAsked';
  readonly message: string;
}

export interface PartitionVerdict {
  readonly partition: PartitionValues;
  readonly asOf: string;
  readonly decision: Decision;
  readonly checks: readonly CheckResult[];
}

export interface Stats {
  readonly queries: number;
  readonly scans: number;
  readonly rowsScanned: string;
  readonly bytesScanned: string;
  readonly elapsedMs: number;
  /** Of writing the candidates and asking for the numbers; looking at failing rows is not among it. */
  readonly cost?: {
    /** What was expected before a query was sent: an upper bound. */
    readonly estimate: Cost;
    readonly actual: Cost;
  };
}

export interface Verdict {
  readonly verdictVersion: 1;
  readonly contract: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly dataset: string;
  readonly partitions: readonly PartitionVerdict[];
  readonly stats: Stats;
}
