import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContract } from '../../../lib/core/contract/read.ts';

const OPERATORS: Readonly<Record<string, (x: number, a: number, b: number, open: boolean) => boolean>> = {
  mustBe: (x, a) => x === a,
  mustNotBe: (x, a) => x !== a,
  mustBeGreaterThan: (x, a) => x > a,
  mustBeGreaterOrEqualTo: (x, a) => x >= a,
  mustBeLessThan: (x, a) => x < a,
  mustBeLessOrEqualTo: (x, a) => x <= a,
  mustBeBetween: (x, a, b, open) => (open ? x > a && x < b : x >= a && x <= b),
  mustNotBeBetween: (x, a, b, open) => (open ? x <= a || x >= b : x < a || x > b),
};

function codesOf(rule: Record<string, unknown>): readonly string[] {
  const document = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: 'x',
    version: '1.0.0',
    status: 'a',
    schema: [{ name: 't', properties: [{ name: 'a', quality: [rule] }] }],
  };
  const result = readContract(JSON.stringify(document), 'f.json');
  return (result.ok ? result.value.warnings : result.error).map((i) => i.code);
}

// quarters, so that every gap between two bounds holds a value that is tried
const bound = fc.integer({ min: -12, max: 420 }).map((n) => n / 4);
const percents = Array.from({ length: 801 }, (_, i) => i / 8);
const counts = Array.from({ length: 200 }, (_, i) => i);

test('a threshold is refused exactly when no count meets it, and noted exactly when every count does', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(OPERATORS)),
      bound,
      bound,
      fc.constantFrom('rows', 'percent'),
      fc.boolean(),
      (operator, a, b, unit, open) => {
        const band = operator.endsWith('Between');
        fc.pre(!band || a < b);
        const codes = codesOf({
          metric: 'nullValues',
          unit,
          [operator]: band ? [a, b] : a,
          customProperties: [{ property: 'sluice.bounds', value: open ? 'open' : 'closed' }],
        });
        const holds = (unit === 'percent' ? percents : counts).map((x) =>
          OPERATORS[operator]?.(x, a, b, open),
        );
        expect(codes.includes('SLU-148')).toBe(holds.every((h) => h === false));
        expect(codes.includes('SLU-149')).toBe(holds.every((h) => h === true));
      },
    ),
    { numRuns: 1500, examples: [['mustNotBeBetween', -0.25, 0, 'percent', true]] },
  );
});

test.each([
  ['0x10', '16'],
  ['1e2', '1e2'],
  ['"7"', '7'],
  ['10.000000000000000001', '10.000000000000000001'],
  ['0.10', '0.10'],
])('the threshold %s is the number %s', (written, value) => {
  const text = `apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: a\nschema:\n  - {name: t, quality: [{id: r, metric: rowCount, mustBeLessThan: ${written}}]}\n`;
  const result = readContract(text, 'f.yaml');
  expect(result.ok && result.value.contract.datasets[0]?.rules[0]?.thresholds).toEqual([
    { op: 'mustBeLessThan', values: [value] },
  ]);
});

test.each(['.inf', '.nan', 'true', 'null', '[1]', 'many'])('%s is no threshold', (written) => {
  const text = `apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: a\nschema:\n  - {name: t, quality: [{metric: rowCount, mustBeLessThan: ${written}}]}\n`;
  const result = readContract(text, 'f.yaml');
  expect(result.ok ? [] : result.error.map((i) => i.code)).toEqual(['SLU-140']);
});
