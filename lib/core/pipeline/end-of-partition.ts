import type { Dataset } from '../contract/model.ts';
import { parseInstant } from '../values/instant.ts';
import type { PartitionId } from '../values/partition.ts';
import { addGranularity, parseGranularity } from './granularity.ts';
import { isoOf } from './window.ts';

/** The span of time that a partition of one time column covers, ISO 8601 UTC; undefined where it has none. */
export function spanOfPartition(
  id: PartitionId,
  { partitionedBy, settings }: Dataset,
): { readonly start: string; readonly end: string } | undefined {
  const [only, ...others] = partitionedBy;
  const value = only === undefined ? undefined : id[only];
  const granularity = parseGranularity(settings.granularity ?? '');
  if (others.length > 0 || value === undefined || value.type === 'null' || granularity === undefined)
    return undefined;
  const start = parseInstant(value.value);
  if (start === undefined) return undefined;
  const end = BigInt(addGranularity(Number(start / 1000n), granularity, 1)) * 1000n;
  return { start: isoOf(start), end: isoOf(end) };
}

/** The instant as of which a partition of files is judged: its end, or `now` where that is earlier or it has none. */
export function endOfPartition(id: PartitionId, dataset: Dataset, now: string): string {
  const end = spanOfPartition(id, dataset)?.end;
  if (end === undefined) return now;
  const [ends, at] = [parseInstant(end), parseInstant(now)];
  return ends !== undefined && at !== undefined && ends < at ? end : now;
}
