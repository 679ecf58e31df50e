import type { Column } from '@aws-sdk/client-glue';
import type { Column as ContractColumn, Dataset } from '../../../core/contract/model.ts';
import { mergeColumns } from '../../../core/footers/neighbours.ts';
import type { WrittenPartition } from '../../../core/ports.ts';
import { typeForText } from '../../../core/sql/logical-type.ts';
import type { PhysicalColumn } from '../../../core/sql/physical.ts';
import { fail, ok, type Result } from '../../../core/values/result.ts';
import { glueType } from '../glue-types.ts';
import { reads } from './reads.ts';

/** What the contract says that a feature table has, as Glue columns. */
export interface FeatureColumns {
  readonly cells: readonly Column[];
  readonly keys: readonly (Column & { readonly Name: string; readonly Type: string })[];
}

/** Nested types that only Hive's own words tell. */
const NESTED = /^(array|map|struct)\s*<.+>$/is;

/**
 * The table of a contract: columns of the types that it declares, where what was written is read through them, and otherwise
 * of the files' own: what passed the rules as a `number` may be whole, decimal or floating. The error says which column has no
 * type that a table can hold.
 */
export function featureColumns(
  { columns, partitionedBy }: Dataset,
  written: readonly Pick<WrittenPartition, 'columns'>[],
): Result<FeatureColumns, string> {
  const found = mergeColumns(written.map((w) => ({ path: '', columns: w.columns })));
  const typed = columns.map((column) => {
    const { physicalName: name } = column;
    const inFiles = found.find((f) => f.from === 'file' && f.name.toLowerCase() === name.toLowerCase());
    return { name, type: chosen(typeOf(column), partitionedBy.includes(name) ? undefined : inFiles) };
  });
  const untyped = typed.filter((c) => c.type === undefined).map((c) => c.name);
  if (untyped.length > 0) {
    return fail(
      `Glue has no type for ${untyped.join(', ')} as the contract declares it or the files hold it`,
    );
  }
  if (typed.length === 0) return fail('the contract names no columns');
  const glue = typed.map(({ name, type = 'string' }) => ({ name, Name: name.toLowerCase(), Type: type }));
  const keys = partitionedBy.flatMap((name) => glue.filter((c) => c.name === name));
  const plain = ({ Name, Type }: (typeof glue)[number]) => ({ Name, Type });
  return ok({ cells: glue.filter((c) => !keys.includes(c)).map(plain), keys: keys.map(plain) });
}

function chosen(declared: string | undefined, found: PhysicalColumn | undefined): string | undefined {
  if (found === undefined || (declared !== undefined && reads(declared, found.type))) return declared;
  return glueType(found.type);
}

function typeOf(column: ContractColumn): string | undefined {
  const { logicalType, physicalType, properties, items } = column;
  if (physicalType !== undefined && NESTED.test(physicalType.trim())) {
    return physicalType.toLowerCase().replace(/\s+/g, '');
  }
  if (logicalType === 'array' && items !== undefined) {
    const item = typeOf(items);
    return item === undefined ? undefined : `array<${item}>`;
  }
  if (logicalType === 'object' && properties !== undefined) {
    const fields = properties.map((p) => ({ name: p.physicalName.toLowerCase(), type: typeOf(p) }));
    if (fields.length === 0 || fields.some((f) => f.type === undefined)) return undefined;
    return `struct<${fields.map((f) => `${f.name}:${f.type}`).join(',')}>`;
  }
  return glueType(typeForText(column));
}
