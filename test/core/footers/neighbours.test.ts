import { describe, expect, it } from 'vitest';
import { describeIssue } from '../../../lib/core/contract/messages/index.ts';
import type { Footer } from '../../../lib/core/footers/footer.ts';
import { compareNeighbours, mergeColumns } from '../../../lib/core/footers/neighbours.ts';
import type { PhysicalType } from '../../../lib/core/sql/physical.ts';

const footer = (path: string, columns: Record<string, PhysicalType>): Footer => ({
  path,
  rows: '1',
  columns: Object.entries(columns).map(([name, type]) => ({ name, type, typeName: type.kind, from: 'file' })),
});
const int = (bits: number, signed = true): PhysicalType => ({ kind: 'integer', bits, signed });
const TEXT: PhysicalType = { kind: 'string' };

describe('files of one input', () => {
  it('may differ in the order of their columns and in the width of their integers', () => {
    const files = [footer('a', { x: int(32), y: TEXT }), footer('b', { y: TEXT, x: int(64) })];
    expect(compareNeighbours(files)).toEqual([]);
    expect(mergeColumns(files).map((c) => c.type)).toEqual([int(64), TEXT]);
  });

  it('are refused for a missing and an additional column, with both files named', () => {
    const issues = compareNeighbours([footer('a', { x: TEXT, y: TEXT }), footer('b', { x: TEXT, z: TEXT })]);
    expect(issues.map((i) => describeIssue(i).sentence)).toEqual([
      'The data file b has other columns than a: it lacks y and it has z more.',
    ]);
  });

  it('are refused for a column of another type, scale or zone', () => {
    const types: [PhysicalType, PhysicalType][] = [
      [int(64), TEXT],
      [
        { kind: 'decimal', precision: 10, scale: 2 },
        { kind: 'decimal', precision: 10, scale: 3 },
      ],
      [
        { kind: 'timestamp', zoned: true },
        { kind: 'timestamp', zoned: false },
      ],
      [
        { kind: 'list', item: TEXT },
        { kind: 'list', item: int(8) },
      ],
    ];
    for (const [a, b] of types) {
      const issues = compareNeighbours([footer('a', { x: a }), footer('b', { x: b })]);
      expect(issues.map((i) => [i.code, i.params.column, i.params.file, i.params.neighbour])).toEqual([
        ['SLU-407', 'x', 'b', 'a'],
      ]);
    }
  });

  it('of unsigned and signed integers meet in a signed type that holds both', () => {
    const merged = mergeColumns([footer('a', { x: int(32, false) }), footer('b', { x: int(32) })]);
    expect(merged.map((c) => c.type)).toEqual([{ ...int(64), holdsUnsigned32: true }]);
  });

  it('of which one has unsigned integers of 32 bits keep that, whatever else is merged', () => {
    const mixed = { ...int(64), holdsUnsigned32: true };
    for (const types of [
      [int(64), int(32, false)],
      [int(32, false), int(64), int(64)],
      [int(64), int(64), int(32, false), int(16, false), int(8)],
    ]) {
      const files = types.map((x, i) => footer(`f${i}`, { x }));
      expect(mergeColumns(files).map((c) => c.type)).toEqual([mixed]);
    }
    const others = [
      [int(16, false), int(64)],
      [int(32), int(64)],
      [int(8, false), int(32, false)],
    ];
    for (const types of others) {
      const files = types.map((x, i) => footer(`f${i}`, { x }));
      expect(mergeColumns(files)[0]?.type).not.toHaveProperty('holdsUnsigned32');
    }
  });

  it('give a column the name of the type that it takes', () => {
    const of = (typeName: string, type: PhysicalType): Footer => ({
      path: typeName,
      columns: [{ name: 'x', type, typeName, from: 'file' }],
    });
    const [u32, i32, i64] = [of('UINT32', int(32, false)), of('INT32', int(32)), of('INT64', int(64))];
    const names = [
      [i32, i64],
      [i64, i32],
      [u32, i32],
      [u32, i64],
      [i32, u32],
      [u32, i64, i32],
    ].map((files) => mergeColumns(files)[0]?.typeName);
    expect(names).toEqual(['INT64', 'INT64', 'INT32', 'INT64', 'INT32', 'INT64']);
  });

  it('have lists and structs of the widest types found in them', () => {
    const list = (item: PhysicalType): PhysicalType => ({ kind: 'list', item });
    const struct = (a: PhysicalType, b: PhysicalType): PhysicalType => ({
      kind: 'struct',
      fields: [
        { name: 'a', type: a },
        { name: 'b', type: b },
      ],
    });
    const merged = mergeColumns([
      footer('f', { x: list(int(32)), y: struct(int(64), TEXT), z: { kind: 'list' } }),
      footer('g', { x: list(int(64)), y: struct(int(32, false), TEXT), z: list(TEXT) }),
    ]);
    expect(merged.map((c) => c.type)).toEqual([
      list(int(64)),
      struct({ kind: 'integer', bits: 64, signed: true, holdsUnsigned32: true }, TEXT),
      { kind: 'list' },
    ]);
  });
});
