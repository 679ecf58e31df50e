import { expect, test } from 'vitest';
import { column, oneOf } from '../../../lib/core/sql/build.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import type { PhysicalType } from '../../../lib/core/sql/physical.ts';
import { printExpr } from '../../../lib/core/sql/print.ts';
import { decimal, integer } from '../../../lib/core/values/scalar.ts';

const float: PhysicalType = { kind: 'floating', bits: 32 };
const wide: PhysicalType = { kind: 'floating', bits: 64 };
const listed = (as: PhysicalType) => oneOf(column('a'), [integer(0n), decimal('0.50')], as);

test('a zero in a list of floats is both zeros on Trino, which looks them up by their bits', () => {
  expect(printExpr(listed(float), trino)).toBe(`("a" IN (REAL '0.0', REAL '-0.0', DECIMAL '0.5'))`);
  expect(printExpr(oneOf(column('a'), [decimal('-0.0')], float), trino)).toBe(
    `("a" IN (REAL '0.0', REAL '-0.0'))`,
  );
});

test('a list of doubles, and one on DuckDB, stays as it is; a fraction is a decimal', () => {
  expect(printExpr(listed(wide), trino)).toBe(`("a" IN (0, DECIMAL '0.5'))`);
  expect(printExpr(listed(float), duckdb)).toBe('("a" IN (0, 0.50))');
});
