import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actualCost, addCosts, billingOf, costOf, NOTHING, usdOf } from '../../../lib/core/gate/cost.ts';
import { compareDecimal } from '../../../lib/core/values/decimal.ts';

const athena = billingOf('trino');
const here = billingOf('duckdb');

test.each([
  [1, 0n, '0.00005'],
  [1, 9_999_999n, '0.00005'],
  [1, 10_000_000n, '0.00005'],
  [1, 10_000_001n, '0.000055'],
  [1, 1_000_000_000_000n, '5'],
  [0, 0n, '0'],
  [3, 0n, '0.00015'],
] as const)('on Athena %i queries over %s bytes cost %s dollars', (queries, bytes, usd) => {
  expect(costOf(queries, bytes, athena)).toEqual({ bytes: bytes.toString(), usd });
});

test('this machine charges nothing, unless a price is named, and then by the byte', () => {
  expect(costOf(2, 5_000n, here)).toEqual({ bytes: '5000', usd: '0' });
  expect(costOf(1, 1n, billingOf('duckdb', { usdPerTb: 5 }))).toEqual({ bytes: '1', usd: '0.000000000005' });
  expect(costOf(1, 10_000_000n, billingOf('trino', { usdPerTb: 6.75 })).usd).toBe('0.0000675');
  expect(costOf(1, 10_000_000n, billingOf('trino', { usdPerTb: 0 })).usd).toBe('0');
});

const bytes = fc.bigInt({ min: 0n, max: 10n ** 15n });

test('however bytes are spread over queries, they cost no more than was estimated', () => {
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 20 }), fc.boolean(), (each, onAthena) => {
      const billing = onAthena ? athena : billingOf('duckdb', { usdPerTb: 0.1 });
      const spread = addCosts(each.map((b) => costOf(1, b, billing)));
      const together = costOf(
        each.length,
        each.reduce((sum, b) => sum + b, 0n),
        billing,
      );
      expect(together.bytes).toBe(spread.bytes);
      expect(compareDecimal(usdOf(spread), usdOf(together))).not.toBe(1);
    }),
  );
});

test('money is added without drift, in any order', () => {
  const tenth = { bytes: '1', usd: '0.1' };
  expect(addCosts([tenth, tenth, tenth])).toEqual({ bytes: '3', usd: '0.3' });
  expect(addCosts([])).toEqual(NOTHING);
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 10 }), (each) => {
      const costs = each.map((b) => costOf(1, b, athena));
      expect(addCosts(costs)).toEqual(addCosts(costs.toReversed()));
    }),
  );
});

test('what ran is charged query by query; a write also for the one that asks for its columns', () => {
  const ran = [
    { kind: 'write', bytesScanned: '20000000' },
    { kind: 'fused', bytesScanned: '5' },
    { kind: 'opaque', bytesScanned: '0', failed: 'broken' },
  ];
  expect(actualCost(ran, athena)).toEqual({ bytes: '20000005', usd: '0.0002' });
  expect(actualCost(ran, here)).toEqual({ bytes: '20000005', usd: '0' });
});

test('beside a write there is the query that asked for its columns, beside any other there is none', () => {
  const read = { bytesScanned: '20000000' };
  expect(actualCost([{ kind: 'write', ...read }], athena)).toEqual({ bytes: '20000000', usd: '0.00015' });
  expect(actualCost([{ kind: 'fused', ...read }], athena)).toEqual({ bytes: '20000000', usd: '0.0001' });
});
