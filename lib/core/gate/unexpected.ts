import { partitionLabel } from '../values/partition.ts';
import { integer } from '../values/scalar.ts';
import type { PartitionVerdict } from './verdict.ts';

/** Rows that belong to no expected partition: a null partition value, or one outside the window. Always kept out. */
export function unexpectedVerdict(
  found: { readonly values: Readonly<Record<string, string | null>>; readonly rows: string },
  asOf: string,
): PartitionVerdict {
  const isNull = Object.values(found.values).includes(null);
  const why = isNull ? 'the partition value is null' : 'the window does not expect this partition';
  return {
    partition: found.values,
    asOf,
    decision: 'reject',
    checks: [
      {
        id: 'partition.expected',
        kind: 'columnType',
        scope: 'partition',
        severity: 'error',
        outcome: 'failed',
        by: 'schema',
        measured: integer(BigInt(found.rows)),
        expected: { op: 'mustBe', value: '0' },
        unit: 'rows',
        rows: found.rows,
        message: `${partitionLabel(found.values)}: ${found.rows} rows, and ${why}`,
      },
    ],
  };
}
