import type { Dataset } from '../contract/model.ts';
import { instantText, parseInstant } from '../values/instant.ts';
import type { PartitionId } from '../values/partition.ts';
import { addGranularity, parseGranularity } from './granularity.ts';

/** The instant as of which a partition of files is judged: its end, or `now` where that is earlier or it has none. */
export function endOfPartition(id: PartitionId, { partitionedBy, settings }: Dataset, now: string): string {
  const [only, ...others] = partitionedBy;
  const value = only === undefined ? undefined : id[only];
  const granularity = settings.granularity === undefined ? undefined : parseGranularity(settings.granularity);
  if (others.length > 0 || value === undefined || value.type === 'null' || granularity === undefined)
    return now;
  const start = parseInstant(value.value);
  const at = parseInstant(now);
  if (start === undefined || at === undefined) return now;
  const end = BigInt(addGranularity(Number(start / 1000n), granularity, 1)) * 1000n;
  return end < at ? instantText(end).replace('.000000Z', 'Z') : now;
}
