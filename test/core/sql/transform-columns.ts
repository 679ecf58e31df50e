import type { PhysicalColumn, PhysicalType } from '../../../lib/core/sql/physical.ts';

const column = (name: string, type: PhysicalType): PhysicalColumn => ({
  name,
  type,
  typeName: type.kind,
  from: 'file',
});

const TEXT = { kind: 'string' } as const;
const DOUBLE = { kind: 'floating', bits: 64 } as const;
const WHOLE = { kind: 'integer', bits: 64, signed: true } as const;
const INSTANT = { kind: 'timestamp', zoned: false } as const;

/** A source with a column of every kind that engines treat differently. */
export const TRANSFORM_COLUMNS: readonly PhysicalColumn[] = [
  column('id', TEXT),
  column('at', INSTANT),
  column('written', TEXT),
  column('amount', { kind: 'decimal', precision: 12, scale: 2 }),
  column('ratio', DOUBLE),
  column('seats', WHOLE),
  column('birthday', { kind: 'date' }),
  column('name', TEXT),
];

/** Of the flights as they lie in the source. */
export const FLIGHTS_COLUMNS: readonly PhysicalColumn[] = [
  column('date', INSTANT),
  column('delay', WHOLE),
  column('distance', WHOLE),
  column('origin', TEXT),
  column('destination', TEXT),
];
