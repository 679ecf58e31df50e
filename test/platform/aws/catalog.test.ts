import { BatchCreatePartitionCommand, CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-glue';
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { StagingSpec } from '../../../lib/core/ports.ts';
import { NULL, type Scalar, string } from '../../../lib/core/values/scalar.ts';
import { glueCatalog } from '../../../lib/platform/aws/catalog/glue-catalog.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { cut, mocked } from './mocked.ts';

function staging() {
  const mock = mocked();
  mock.s3.on(ListObjectsV2Command).resolves({});
  mock.s3.on(DeleteObjectsCommand).resolves({});
  mock.s3.on(PutObjectCommand).resolves({});
  mock.glue.on(CreateTableCommand).resolves({});
  mock.glue.on(DeleteTableCommand).resolves({});
  return { ...mock, catalog: glueCatalog(s3Lake(mock.context), mock.context) };
}

const spec = (places: readonly Scalar[]): StagingSpec => ({
  dataset: 'aviation/flights',
  runId: 'run-1',
  attempt: 1,
  format: 'parquet',
  files: places.map((Place, i) => ({ path: `in/${i}.parquet`, partition: { Place } })),
  columns: [
    {
      name: 'Id',
      type: { kind: 'integer', bits: 64, signed: true },
      typeName: 'INT64',
      from: 'file',
    },
    { name: 'Place', type: { kind: 'string' }, typeName: 'VARCHAR', from: 'path' },
  ],
});

test('partitions that one entry in Glue would stand for are refused before anything is created', async () => {
  const { catalog, glue, s3 } = staging();
  await expect(catalog.stage(spec([string('ORY'), NULL, string('')]))).rejects.toThrow(
    'aviation/flights has partitions that are one and the same in Glue: Place=null and Place=.',
  );
  expect(glue.commandCalls(CreateTableCommand)).toHaveLength(0);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
});

test('an entry that an earlier try made is no obstacle', async () => {
  const { catalog, glue } = staging();
  const Errors = [
    { PartitionValues: ['ORY'], ErrorDetail: { ErrorCode: 'AlreadyExistsException', ErrorMessage: 'x' } },
  ];
  glue.on(BatchCreatePartitionCommand).rejectsOnce(cut()).resolves({ Errors });
  await catalog.stage(spec([string('ORY'), string('')]));
  const [call] = glue.commandCalls(BatchCreatePartitionCommand);
  const values = call?.args[0].input.PartitionInputList?.map((p) => p.Values);
  expect(values).toEqual([['ORY'], ['__HIVE_DEFAULT_PARTITION__']]);
});
