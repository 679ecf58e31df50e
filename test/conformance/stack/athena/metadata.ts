import type { Column } from './columns.ts';
import { type Execution, type Results, resultLocation } from './execution.ts';

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
};

const number = (field: number, value: number | undefined): number[] =>
  value === undefined ? [] : [...varint(field * 8), ...varint(value)];

const bytes = (field: number, value: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...value,
];

const text = (field: number, value: string | undefined): number[] =>
  value === undefined ? [] : bytes(field, [...Buffer.from(value)]);

const UNKNOWN_NULLABLE = 3;

const column = (each: Column): number[] => [
  ...text(1, 'hive'),
  ...text(4, each.name),
  ...text(5, each.name),
  ...text(6, each.type),
  ...number(7, each.precision),
  ...number(8, each.scale),
  ...number(9, UNKNOWN_NULLABLE),
  ...number(10, each.caseSensitive === undefined ? undefined : Number(each.caseSensitive)),
];

/**
 * The `.metadata` file: protobuf without a published schema. Field numbers as burtcorp/athena-jdbc reads them.
 */
export function metadataFile(execution: Execution, results: Results): Buffer {
  const writes = execution.statement.counts;
  return Buffer.from([
    ...text(1, results.engineId ?? execution.id),
    ...(writes ? text(2, results.updateType) : []),
    ...(writes ? number(3, results.updateCount) : []),
    ...results.columns.flatMap((each) => bytes(4, column(each))),
  ]);
}

export const metadataLocation = (execution: Execution): string => `${resultLocation(execution)}.metadata`;
