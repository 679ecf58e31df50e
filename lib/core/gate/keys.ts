import type { Column, Dataset, Rule } from '../contract/model.ts';
import { keyOf } from '../values/canonical.ts';
import { type PartitionId, partitionKey } from '../values/partition.ts';

/** The input of a run: its files by path (relative to the source's root) and content. */
export function sourceIdOf(files: readonly { readonly path: string; readonly etag: string }[]): string {
  const pinned = files.map(({ path, etag }) => ({ path, etag }));
  return keyOf(pinned.sort((a, b) => (a.path < b.path ? -1 : 1)));
}

/** What the pipeline makes of its source: a changed comment in the YAML or another schedule changes nothing. */
export const pipelineHashOf = (pipeline: {
  readonly sql: string;
  readonly source: string;
  readonly dataset: string;
  readonly partitionedBy: readonly string[];
  readonly granularity: string;
  readonly reading: ReturnType<typeof readingOf>;
}): string => keyOf(pipeline);

/** How the source's files are read: of text files the types decide which cells are values, of others the files say. */
export const readingOf = (
  format: 'parquet' | 'csv' | 'json',
  delimiter: string | undefined,
  table: Dataset,
): object =>
  format === 'parquet'
    ? { format }
    : { format, delimiter: delimiter ?? ',', columns: table.columns.map(judgedColumn) };

/** A table without partitions is written for a window: another window is another candidate. */
export const candidateKeyOf = (
  sourceId: string,
  pipelineHash: string,
  partition: PartitionId,
  window: { readonly start: string; readonly end: string },
): string => {
  const of = Object.keys(partition).length === 0 ? { window } : {};
  return keyOf({ sourceId, pipelineHash, partition: partitionKey(partition), ...of });
};

/** A candidate that another job wrote is what its files hold, whatever they are called and wherever they lie. */
export const placedKeyOf = (files: readonly { readonly etag: string }[], partition: PartitionId): string =>
  keyOf({ contents: files.map((f) => f.etag).sort(), partition: partitionKey(partition) });

/**
 * Raised whenever the meaning of a rule changes (docs/semantics.md): what was judged by another meaning is judged
 * again, from its stored numbers.
 */
const MEANING = 3;

/**
 * The part of a contract that can change a judgement: rules, their thresholds, columns and policy; not its
 * descriptions, its version, or where in the file a rule stands.
 */
export function judgedPartOf(dataset: Dataset): string {
  const { policy, unit, onMissingPartition, granularity } = dataset.settings;
  return keyOf({
    meaning: MEANING,
    rules: dataset.rules.map(judgedRule),
    columns: dataset.columns.map(judgedColumn),
    partitionedBy: dataset.partitionedBy,
    settings: { policy, unit, onMissingPartition, granularity },
  });
}

export const judgementKeyOf = (candidateKey: string, judgedPart: string, asOf: string): string =>
  keyOf({ candidateKey, judgedPart, asOf });

function judgedColumn({
  physicalName,
  logicalType,
  physicalType,
  options,
  properties,
  items,
}: Column): object {
  const nested = {
    properties: properties?.map(judgedColumn),
    items: items === undefined ? undefined : judgedColumn(items),
  };
  return { physicalName, logicalType, physicalType, options, ...nested };
}

const judgedRule = ({
  id,
  kind,
  column,
  severity,
  scope,
  where,
  engine,
  thresholds,
  unit,
  arguments: args,
}: Rule) => ({ id, kind, column, severity, scope, where, engine, thresholds, unit, arguments: args });
