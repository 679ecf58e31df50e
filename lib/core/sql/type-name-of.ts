import type { PhysicalType } from './physical.ts';

/** The type in the words that a message uses; SQL names where there is one. */
export function typeNameOf(type: PhysicalType): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? '' : 'unsigned '}integer (${type.bits} bits)`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'floating':
      return type.bits === 64 ? 'double' : type.bits === 32 ? 'float' : `float (${type.bits} bits)`;
    case 'timestamp':
      return type.zoned ? 'timestamp with time zone' : 'timestamp';
    case 'list':
      return type.item === undefined ? 'list' : `list of ${typeNameOf(type.item)}`;
    case 'struct':
      return type.fields === undefined
        ? 'struct'
        : `struct(${type.fields.map((f) => `${f.name} ${typeNameOf(f.type)}`).join(', ')})`;
    case 'unknown':
      return type.name;
    default:
      return type.kind;
  }
}
