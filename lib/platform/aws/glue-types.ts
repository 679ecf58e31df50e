import type { PhysicalType } from '../../core/sql/physical.ts';

const INTEGERS: Readonly<Record<number, string>> = { 8: 'tinyint', 16: 'smallint', 32: 'int', 64: 'bigint' };
/** The narrowest that holds every value. Of 32 bits Trino reads the upper half as negative numbers (483, 2026-11). */
const UNSIGNED: Readonly<Record<number, string>> = { 8: 'smallint', 16: 'int' };

/** Inside `struct<…>` these would end a name. */
const FIELD = /^[^:,<>()\s`"]+$/;

/**
 * The type of a Glue column under which Athena reads what a Parquet file holds, or undefined where it cannot: see the table
 * in docs/aws.md. A column that cannot be read is left out of staged tables, so that rules about it are not evaluated.
 */
export function glueType(type: PhysicalType): string | undefined {
  switch (type.kind) {
    case 'integer':
      // what is 32 bits wide and unsigned in one file is read there as what it is not, however wide the column
      if (type.holdsUnsigned32 === true) return undefined;
      return (type.signed ? INTEGERS : UNSIGNED)[type.bits];
    case 'decimal':
      return type.precision > 38 ? undefined : `decimal(${type.precision},${type.scale})`;
    case 'floating':
      return type.bits === 64 ? 'double' : type.bits === 32 ? 'float' : undefined;
    case 'string':
    case 'json':
      return 'string';
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'binary':
      return type.kind;
    case 'uuid':
      return 'binary';
    case 'list': {
      const item = type.item === undefined ? undefined : glueType(type.item);
      return item === undefined ? undefined : `array<${item}>`;
    }
    case 'struct':
      return structType(type);
    case 'time':
    case 'map':
    case 'unknown':
      return undefined;
  }
}

function structType({ fields = [] }: Extract<PhysicalType, { kind: 'struct' }>): string | undefined {
  const parts = fields.flatMap(({ name, type }) => {
    const of = glueType(type);
    return of === undefined || !FIELD.test(name) ? [] : [`${name.toLowerCase()}:${of}`];
  });
  return parts.length === 0 || parts.length < fields.length ? undefined : `struct<${parts.join(',')}>`;
}
