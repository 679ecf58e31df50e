import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  GetPartitionsCommand,
} from '@aws-sdk/client-glue';
import { expect, test } from 'vitest';
import {
  createPartitions,
  deletePartitions,
  listPartitions,
  updatePartitions,
} from '../../../lib/platform/aws/glue-partitions.ts';
import { awsFault, cut, mocked } from './mocked.ts';

const TABLE = { database: 'd', name: 't' };
const inputs = (count: number) => Array.from({ length: count }, (_, i) => ({ Values: [String(i)] }));
const refusal = (value: string, ErrorCode: string, ErrorMessage = 'why') => ({
  PartitionValues: [value],
  ErrorDetail: { ErrorCode, ErrorMessage },
});

test('partitions come page by page, one that is empty too, and all of them', async () => {
  const { glue, context } = mocked();
  glue
    .on(GetPartitionsCommand, { NextToken: undefined })
    .resolves({ Partitions: [{ Values: ['1'] }], NextToken: 'a' });
  glue
    .on(GetPartitionsCommand, { NextToken: 'a' })
    .rejectsOnce(awsFault('ThrottlingException'))
    .resolves({ Partitions: [], NextToken: 'b' });
  glue.on(GetPartitionsCommand, { NextToken: 'b' }).resolves({ Partitions: [{ Values: ['2'] }] });
  const found: (string[] | undefined)[] = [];
  for await (const p of listPartitions(TABLE, context)) found.push(p.Values);
  expect(found).toEqual([['1'], ['2']]);
  for (const call of glue.commandCalls(GetPartitionsCommand)) {
    expect(call.args[0].input).toMatchObject({ TableName: 't', ExcludeColumnSchema: true });
    expect(call.args[0].input).not.toHaveProperty('Expression');
  }
});

test('no call has more partitions than Glue takes', async () => {
  const { glue, context } = mocked();
  glue.on(BatchCreatePartitionCommand).resolves({});
  glue.on(BatchDeletePartitionCommand).resolves({});
  expect(await createPartitions(TABLE, inputs(230), context)).toEqual([]);
  const values = inputs(60).map((i) => i.Values);
  expect(await deletePartitions(TABLE, values, context)).toEqual([]);
  const created = glue
    .commandCalls(BatchCreatePartitionCommand)
    .map((c) => c.args[0].input.PartitionInputList?.length);
  const deleted = glue
    .commandCalls(BatchDeletePartitionCommand)
    .map((c) => c.args[0].input.PartitionsToDelete?.length);
  expect([created, deleted]).toEqual([
    [100, 100, 30],
    [25, 25, 10],
  ]);
});

test('of a batch that was done in part, what is for now only is sent again, and the rest is reported', async () => {
  const { glue, context, slept } = mocked();
  glue
    .on(BatchCreatePartitionCommand)
    .resolvesOnce({
      Errors: [
        refusal('1', 'InternalServiceException'),
        refusal('2', 'ResourceNumberLimitExceededException'),
      ],
    })
    .resolves({});
  expect(await createPartitions(TABLE, inputs(3), context)).toEqual([
    { values: ['2'], code: 'ResourceNumberLimitExceededException', message: 'why' },
  ]);
  const sent = glue.commandCalls(BatchCreatePartitionCommand).map((c) => c.args[0].input.PartitionInputList);
  expect(sent.map((list) => list?.map((i) => i.Values?.[0]))).toEqual([['0', '1', '2'], ['1']]);
  expect(slept).toHaveLength(1);
});

test('a batch whose answer was lost is sent again, and what it did comes back as refused', async () => {
  const { glue, context } = mocked();
  glue
    .on(BatchCreatePartitionCommand)
    .rejectsOnce(cut())
    .resolves({ Errors: [refusal('0', 'AlreadyExistsException')] });
  expect(await createPartitions(TABLE, inputs(1), context)).toMatchObject([
    { code: 'AlreadyExistsException' },
  ]);
});

test('an update names its partitions, and its errors by their values', async () => {
  const { glue, context } = mocked();
  glue.on(BatchUpdatePartitionCommand).resolves({
    Errors: [
      {
        PartitionValueList: ['1'],
        ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage: 'gone' },
      },
    ],
  });
  expect(await updatePartitions(TABLE, inputs(2), context)).toEqual([
    { values: ['1'], code: 'EntityNotFoundException', message: 'gone' },
  ]);
  const [call] = glue.commandCalls(BatchUpdatePartitionCommand);
  expect(call?.args[0].input.Entries?.map((e) => e.PartitionValueList)).toEqual([['0'], ['1']]);
});

test('what fails for now for too long is thrown', async () => {
  const { glue, context, slept } = mocked();
  glue.on(BatchUpdatePartitionCommand).resolves({
    Errors: [
      {
        PartitionValueList: ['0'],
        ErrorDetail: { ErrorCode: 'InternalServiceException', ErrorMessage: 'down' },
      },
    ],
  });
  await expect(updatePartitions(TABLE, inputs(1), context)).rejects.toThrow('down');
  expect(slept).toHaveLength(8);
});

test('deleting what is gone is no error', async () => {
  const { glue, context } = mocked();
  glue.on(BatchDeletePartitionCommand).resolves({
    Errors: [refusal('0', 'EntityNotFoundException'), refusal('1', 'AccessDeniedException')],
  });
  expect(await deletePartitions(TABLE, [['0'], ['1']], context)).toMatchObject([{ values: ['1'] }]);
});
