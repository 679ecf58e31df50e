import { describe, expect, it } from 'vitest';
import { type DeclaredType, matchType, typeForText } from '../../../lib/core/sql/logical-type.ts';
import type { PhysicalType } from '../../../lib/core/sql/physical.ts';
import { parseTypeName } from '../../../lib/core/sql/type-names.ts';

const int = (bits: number, signed = true): PhysicalType => ({ kind: 'integer', bits, signed });
const decimal = (precision: number, scale: number): PhysicalType => ({ kind: 'decimal', precision, scale });
const DOUBLE: PhysicalType = { kind: 'floating', bits: 64 };
const TEXT: PhysicalType = { kind: 'string' };
const PLAIN: PhysicalType = { kind: 'timestamp', zoned: false };
const ZONED: PhysicalType = { kind: 'timestamp', zoned: true };

const short = (declared: DeclaredType, actual: PhysicalType) => {
  const match = matchType(declared, actual);
  return typeof match === 'string' ? match : 'differs';
};

describe('a logicalType', () => {
  it('integer is any whole-number type; number also decimals and floating point', () => {
    for (const actual of [int(8), int(64), int(16, false), decimal(38, 0)]) {
      expect(short({ logicalType: 'integer' }, actual)).toBe('matches');
      expect(short({ logicalType: 'number' }, actual)).toBe('matches');
    }
    for (const actual of [decimal(10, 2), DOUBLE]) {
      expect(short({ logicalType: 'integer' }, actual)).toBe('differs');
      expect(short({ logicalType: 'number' }, actual)).toBe('matches');
    }
    expect(matchType({ logicalType: 'integer' }, TEXT)).toEqual({ expected: 'integer', actual: 'string' });
  });

  it('timestamp warns where only the zone differs', () => {
    expect(short({ logicalType: 'timestamp' }, PLAIN)).toBe('matches');
    expect(short({ logicalType: 'timestamp' }, ZONED)).toBe('zone');
    expect(short({ logicalType: 'timestamp', options: { timezone: true } }, ZONED)).toBe('matches');
    expect(short({ logicalType: 'timestamp', options: { timezone: true } }, PLAIN)).toBe('zone');
    expect(short({ logicalType: 'timestamp' }, { kind: 'date' })).toBe('differs');
    expect(short({ logicalType: 'date' }, PLAIN)).toBe('differs');
  });

  it('covers the nested types', () => {
    expect(short({ logicalType: 'array' }, { kind: 'list' })).toBe('matches');
    expect(short({ logicalType: 'vector' }, { kind: 'list', item: DOUBLE })).toBe('matches');
    expect(short({ logicalType: 'object' }, { kind: 'struct' })).toBe('matches');
    expect(short({ logicalType: 'map' }, { kind: 'struct' })).toBe('differs');
    expect(short({ logicalType: 'string' }, { kind: 'unknown', name: 'VARIANT' })).toBe('differs');
  });
});

describe('a physicalType', () => {
  it('that is known decides alone, and holds narrower types', () => {
    expect(short({ physicalType: 'BIGINT', logicalType: 'string' }, int(32))).toBe('matches');
    expect(short({ physicalType: 'INTEGER' }, int(64))).toBe('differs');
    expect(short({ physicalType: 'BIGINT' }, int(32, false))).toBe('matches');
    expect(short({ physicalType: 'BIGINT' }, int(64, false))).toBe('differs');
    expect(short({ physicalType: 'DECIMAL(10, 2)' }, decimal(8, 2))).toBe('matches');
    expect(short({ physicalType: 'DECIMAL(10,2)' }, decimal(10, 3))).toBe('differs');
    expect(short({ physicalType: 'numeric' }, decimal(10, 3))).toBe('matches');
    expect(short({ physicalType: 'numeric' }, DOUBLE)).toBe('differs');
    expect(short({ physicalType: 'varchar(3)', logicalType: 'integer' }, TEXT)).toBe('matches');
    expect(short({ physicalType: 'timestamp(6) with time zone' }, PLAIN)).toBe('zone');
    expect(short({ physicalType: 'array<bigint>' }, { kind: 'list', item: TEXT })).toBe('differs');
  });

  it('that is not known leaves the logicalType; nothing declared matches', () => {
    expect(short({ physicalType: 'GEOMETRY', logicalType: 'string' }, TEXT)).toBe('matches');
    expect(short({ physicalType: 'GEOMETRY', logicalType: 'string' }, int(8))).toBe('differs');
    expect(short({ physicalType: 'GEOMETRY' }, int(8))).toBe('matches');
    expect(short({}, TEXT)).toBe('matches');
  });

  it.each([
    ['VARCHAR(20)', TEXT],
    ['string', TEXT],
    ['character varying(3)', TEXT],
    ['double precision', DOUBLE],
    ['Decimal(38)', decimal(38, 0)],
    ['timestamp (3)', PLAIN],
    ['timestamp(3) without time zone', PLAIN],
    ['TIMESTAMP WITH  TIME ZONE', ZONED],
    ['timestamptz', ZONED],
    ['timestamp_ntz', PLAIN],
    ['INTEGER[]', { kind: 'list', item: int(32) }],
    ['ARRAY(varchar)', { kind: 'list', item: TEXT }],
    ['array<struct<a:int>>', { kind: 'list', item: { kind: 'struct' } }],
    ['ROW(a INT, b VARCHAR(3))', { kind: 'struct' }],
    ['map<string,int>', { kind: 'map' }],
    ['int8', undefined],
    ['DECIMAL', undefined],
    ['', undefined],
    ['constructor', undefined],
  ] as [string, PhysicalType | undefined][])('named %s is read', (name, type) => {
    expect(parseTypeName(name)).toEqual(type);
  });
});

describe('the type into which text is converted', () => {
  it('is the physical one, but a physical text says nothing', () => {
    expect(typeForText({ logicalType: 'integer' })).toEqual(int(64));
    expect(typeForText({ logicalType: 'integer', physicalType: 'VARCHAR' })).toEqual(int(64));
    expect(typeForText({ logicalType: 'number', physicalType: 'DECIMAL(10,2)' })).toEqual(decimal(10, 2));
    expect(typeForText({ logicalType: 'number' })).toEqual(DOUBLE);
    expect(typeForText({ logicalType: 'timestamp', options: { timezone: true } })).toEqual(ZONED);
    expect(typeForText({ logicalType: 'object' })).toEqual({ kind: 'struct' });
    expect(typeForText({ physicalType: 'DECIMAL' })).toEqual(DOUBLE);
    expect(typeForText({})).toEqual(TEXT);
  });
});
