import { type Issue, issue, type SourceRef } from '../contract/issue.ts';
import type { Column, Dataset } from '../contract/model.ts';
import { instantText } from '../values/instant.ts';
import type { PartitionId } from '../values/partition.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { type Scalar, string, timestamp } from '../values/scalar.ts';
import { addGranularity, type Granularity, parseGranularity, startOfUnit } from './granularity.ts';
import { isoOf, type Window } from './window.ts';

export const MAX_PARTITIONS = 100_000;

export interface ExpectedPartition {
  readonly id: PartitionId;
  readonly start: string;
  readonly end: string;
}

/** window × granularity: what has to be there, never what a query happened to return. */
export function expectedPartitions(
  window: Window,
  dataset: Dataset,
  at?: SourceRef,
): Result<readonly ExpectedPartition[], readonly Issue[]> {
  if (dataset.partitionedBy.length === 0) return ok([{ id: {}, ...window }]);
  const [name, ...others] = dataset.partitionedBy;
  const column = dataset.columns.find((c) => c.physicalName === name);
  const granularity = parseGranularity(dataset.settings.granularity ?? '');
  const isTime =
    column !== undefined && ['date', 'timestamp', 'string'].includes(column.logicalType ?? 'string');
  if (column === undefined || others.length > 0 || granularity === undefined || !isTime) {
    const params = { dataset: dataset.name, columns: dataset.partitionedBy.join(', ') };
    return fail([issue('SLU-315', params, dataset.at)]);
  }
  return step(window, column, granularity, dataset.settings.granularity ?? '', at);
}

function step(
  window: Window,
  column: Column,
  granularity: Granularity,
  text: string,
  at: SourceRef | undefined,
): Result<readonly ExpectedPartition[], readonly Issue[]> {
  const [first, last] = [Date.parse(window.start), Date.parse(window.end)];
  if (startOfUnit(first, granularity) !== first) {
    return fail([issue('SLU-204', { end: 'start', instant: window.start, granularity: text }, at)]);
  }
  const found: ExpectedPartition[] = [];
  for (let n = 0; ; n += 1) {
    const start = addGranularity(first, granularity, n);
    if (start === last) return ok(found);
    if (start > last)
      return fail([issue('SLU-204', { end: 'end', instant: window.end, granularity: text }, at)]);
    if (n >= MAX_PARTITIONS)
      return fail([issue('SLU-205', { limit: String(MAX_PARTITIONS), granularity: text }, at)]);
    const end = addGranularity(first, granularity, n + 1);
    const id = { [column.physicalName]: partitionValue(start, column, granularity) };
    found.push({ id, start: isoOf(BigInt(start) * 1000n), end: isoOf(BigInt(end) * 1000n) });
  }
}

/** A text column holds as much of the date as the granularity needs: 2001-02-27, 2001-02, 2001-02-27T06. */
function partitionValue(startMs: number, column: Column, { unit }: Granularity): Scalar {
  const text = instantText(BigInt(startMs) * 1000n);
  if (column.logicalType === 'timestamp') return timestamp(text);
  if (column.logicalType === 'date' || unit === 'day') return string(text.slice(0, 10));
  const digits = { year: 4, month: 7, hour: 13, minute: 16 } as const;
  return string(text.slice(0, digits[unit]));
}
