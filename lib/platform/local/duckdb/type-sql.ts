import type { PhysicalType } from '../../../core/sql/physical.ts';

/** The DuckDB type of an engine-neutral one. */
export function typeSql(type: PhysicalType): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? '' : 'U'}${INTEGERS[type.bits] ?? 'BIGINT'}`;
    case 'decimal':
      return `DECIMAL(${Math.min(type.precision, 38)}, ${type.scale})`;
    case 'floating':
      return type.bits === 64 ? 'DOUBLE' : 'FLOAT';
    case 'timestamp':
      return type.zoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
    case 'list':
      return `${type.item === undefined ? 'JSON' : typeSql(type.item)}[]`;
    case 'boolean':
    case 'date':
    case 'time':
    case 'uuid':
      return type.kind.toUpperCase();
    case 'binary':
      return 'BLOB';
    case 'json':
    case 'struct':
    case 'map':
      return 'JSON';
    case 'string':
    case 'unknown':
      return 'VARCHAR';
  }
}

const INTEGERS: Readonly<Record<number, string>> = {
  8: 'TINYINT',
  16: 'SMALLINT',
  32: 'INTEGER',
  64: 'BIGINT',
  128: 'HUGEINT',
};
