import { expect, test } from 'vitest';
import { literalsIn } from '../../../lib/core/checks/literals.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { scalarText, string } from '../../../lib/core/values/scalar.ts';

const column: PhysicalColumn = {
  name: 'a',
  type: { kind: 'timestamp', zoned: false },
  typeName: 'TIMESTAMP',
  from: 'file',
};

const listed = (...texts: readonly string[]): readonly string[] => {
  const found = literalsIn(column, texts.map(string));
  if (!found.ok) throw new Error(found.error);
  return found.value.map(scalarText);
};

test('an instant with an offset is the one in UTC: no engine is asked to read the offset', () => {
  expect(listed('1900-01-01T00:00:00+02:00', '2001-02-27T23:30:00.5-0130', '2001-02-27+05:00')).toEqual([
    '1899-12-31T22:00:00.000000Z',
    '2001-02-28T01:00:00.500000Z',
    '2001-02-26T19:00:00.000000Z',
  ]);
});

test('an instant without one stands as it is written; words equal no instant', () => {
  const plain = ['1970-01-01T00:00:00Z', '2001-02-27', '2001-02-27 12:30', '2001-02-27T12:30:45.5'];
  expect(listed(...plain, 'soon')).toEqual(plain);
});
