import { expect, test } from 'vitest';
import { declaredColumns } from '../../../lib/core/gate/declared-columns.ts';
import { datasetOf, declared } from '../checks/kind-world.ts';

test('declared columns stand in their order under their names in the data, partition columns in the path', () => {
  const dataset = datasetOf(
    declared('amount', { physicalName: 'amt', logicalType: 'integer' }),
    declared('day', { logicalType: 'date' }),
    declared('note', { logicalType: 'string' }),
  );
  expect(declaredColumns({ ...dataset, partitionedBy: ['day'] })).toEqual([
    {
      name: 'amt',
      type: { kind: 'integer', bits: 64, signed: true },
      typeName: 'integer (64 bits)',
      from: 'file',
    },
    { name: 'day', type: { kind: 'date' }, typeName: 'date', from: 'path' },
    { name: 'note', type: { kind: 'string' }, typeName: 'string', from: 'file' },
  ]);
  expect(declaredColumns(dataset).map((c) => c.from)).toEqual(['file', 'file', 'file']);
});
