import type { Column } from '@aws-sdk/client-glue';
import type { Column as ContractColumn, Dataset } from '../../../core/contract/model.ts';
import { typeForText } from '../../../core/sql/logical-type.ts';
import { fail, ok, type Result } from '../../../core/values/result.ts';
import { glueType } from '../glue-types.ts';

/** What the contract says that a feature table has, as Glue columns. */
export interface FeatureColumns {
  readonly cells: readonly Column[];
  readonly keys: readonly (Column & { readonly Name: string; readonly Type: string })[];
}

/** Nested types that only Hive's own words tell. */
const NESTED = /^(array|map|struct)\s*<.+>$/is;

/** The error says which column has no type that a table can hold. */
export function featureColumns({ columns, partitionedBy }: Dataset): Result<FeatureColumns, string> {
  const typed = columns.map((c) => ({ name: c.physicalName, type: typeOf(c) }));
  const untyped = typed.filter((c) => c.type === undefined).map((c) => c.name);
  if (untyped.length > 0)
    return fail(`Glue has no type for ${untyped.join(', ')} as the contract declares it`);
  if (typed.length === 0) return fail('the contract names no columns');
  const glue = typed.map(({ name, type = 'string' }) => ({ name, Name: name.toLowerCase(), Type: type }));
  const keys = partitionedBy.flatMap((name) => glue.filter((c) => c.name === name));
  const plain = ({ Name, Type }: (typeof glue)[number]) => ({ Name, Type });
  return ok({ cells: glue.filter((c) => !keys.includes(c)).map(plain), keys: keys.map(plain) });
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
