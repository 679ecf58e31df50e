import { isRefuted } from '../../core/gate/judge.ts';
import type { Ports } from '../../core/ports.ts';
import type { MetricItem } from '../../core/publish/facts.ts';
import { queryFacts } from '../../core/publish/query-facts.ts';
import { keyOf } from '../../core/values/canonical.ts';
import { partitionKey } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';
import type { PartitionState } from '../state/state.ts';
import type { Binder } from './binder.ts';

/** What stands for the engine where a footer proved the number: it is the same on every engine. */
export const FOOTERS = 'footers';

export interface KnownMetrics {
  readonly values: Readonly<Record<string, Scalar>>;
  /** Ids of those that footers proved. */
  readonly proven: ReadonlySet<string>;
}

/** The ledger, and the engine whose numbers count. */
export interface MetricPorts extends Pick<Ports, 'ledger'> {
  readonly engine: Pick<Ports['engine'], 'name' | 'dialect'>;
}

/** Numbers that the ledger has of a manifest, measured by this engine or proven. */
export async function storedMetrics(
  { id, manifest }: Pick<PartitionState, 'id' | 'manifest'>,
  dataset: string,
  ports: MetricPorts,
): Promise<KnownMetrics> {
  const values: Record<string, Scalar> = {};
  const proven = new Set<string>();
  if (manifest === undefined) return { values, proven };
  const partition = partitionKey(id);
  const query = { kind: 'metric', dataset, partition, order: 'oldest' } as const;
  for await (const { body } of queryFacts(ports.ledger, query)) {
    if (body.manifestSha256 !== manifest.sha256) continue;
    const { engine, values: of } = body;
    if (engine === FOOTERS) for (const metric of Object.keys(of)) proven.add(metric);
    if (engine === FOOTERS || engine === ports.engine.name) Object.assign(values, of);
  }
  return { values, proven };
}

/** Whether what is known of a partition is enough to judge it (`measured`), or to reject it (`refuted`). */
export function standing(
  partition: Pick<PartitionState, 'columns' | 'asOf'>,
  { values, proven }: KnownMetrics,
  bind: Binder,
  early: boolean,
): 'measured' | 'refuted' | undefined {
  const schema = { columns: partition.columns ?? [] };
  const { checks, metrics } = bind(schema.columns);
  if (metrics.every((m) => values[m.id] !== undefined)) return 'measured';
  const known = { schema, values: new Map(Object.entries(values)), proven, asOf: partition.asOf };
  return early && isRefuted(checks, known) ? 'refuted' : undefined;
}

/**
 * A rule that is proven false rejects before a row is read: only where nothing else can let the partition in, and
 * nobody wants to see every rule.
 */
export const rejectsEarly = (request: RunRequest): boolean => {
  const { policy, unit } = datasetOf(request).settings;
  return policy === 'STRICT' && unit === 'partition' && request.mode === 'enforce' && !request.everyRule;
};

/** Ids that every one of these has. */
export function sharedKeys(all: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const [first = {}, ...others] = all;
  return Object.keys(first).filter((id) => others.every((values) => values[id] !== undefined));
}

/** The same numbers of the same files, however often they are found out, are one fact. */
export const metricFactId = ({ manifestSha256, engine, values }: MetricItem): string =>
  keyOf({ manifest: manifestSha256, engine, metrics: Object.keys(values).sort() });
