import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { copyObject, MAX_COPY_BYTES } from '../../../lib/platform/aws/lake/copy.ts';
import { knownEtags } from '../../../lib/platform/aws/lake/known-etags.ts';
import { placeOf, placeToWrite } from '../../../lib/platform/aws/lake/place.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { awsFault, CONFIG, cut, mocked } from './mocked.ts';

const lakeWith = () => {
  const mock = mocked();
  return { ...mock, lake: s3Lake(mock.context) };
};

test.each([
  ['in/a b.parquet', 'p/in/a b.parquet'],
  ['.sluice/runs/aviation/flights/r1/1/day=1/f', 'p/aviation/flights/runs/r1/1/day=1/f'],
  ['.sluice/runs/aviation/flights', 'p/aviation/flights/runs'],
  ['.sluice/staging/stg_1/0/files', 'p/sluice/staging/stg_1/0/files'],
  ['s3://other/k%20ey/', 'k%20ey/'],
])('%s lies at %s', (path, key) => {
  expect(placeOf(path, CONFIG).key).toBe(key);
});

test.each(['s3://lake/p/x', '/etc/passwd', '../x', 'a/../../x', 'a//b', '', 'a/', './a'])(
  '%s is not written',
  (path) => {
    expect(() => placeToWrite(path, CONFIG)).toThrow('leads out of the root of the lake');
  },
);

const listed = (Key: string) => ({ Key, Size: 1, ETag: '"e"' });

test('a listing follows its pages; a page that fails is asked for again', async () => {
  const { s3, lake } = lakeWith();
  s3.on(ListObjectsV2Command, { ContinuationToken: undefined }).resolves({
    Contents: [listed('p/x/b'), listed('p/x/'), listed('p/x/_hidden')],
    IsTruncated: true,
    NextContinuationToken: 't',
  });
  s3.on(ListObjectsV2Command, { ContinuationToken: 't' })
    .rejectsOnce(awsFault('SlowDown', 503))
    .resolves({ Contents: [listed('p/x/a')], IsTruncated: false });
  expect((await lake.list('x')).map((f) => f.path)).toEqual(['x/a', 'x/b']);
});

test('what S3 did not remove although it answered is sent again, alone', async () => {
  const { s3, lake } = lakeWith();
  s3.on(ListObjectsV2Command).resolves({ Contents: ['a', 'b', 'c'].map((k) => listed(`p/x/${k}`)) });
  s3.on(DeleteObjectsCommand)
    .resolvesOnce({ Errors: [{ Key: 'p/x/b', Code: 'InternalError', Message: 'We encountered an error' }] })
    .resolves({});
  await lake.removeAll('x');
  const sent = s3
    .commandCalls(DeleteObjectsCommand)
    .map((c) => c.args[0].input.Delete?.Objects?.map((o) => o.Key));
  expect(sent).toEqual([['p/x/a', 'p/x/b', 'p/x/c', 'p/x'], ['p/x/b']]);
});

test('what may not be removed is said, and not tried again', async () => {
  const { s3, lake } = lakeWith();
  s3.on(ListObjectsV2Command).resolves({ Contents: [listed('p/x/a')] });
  s3.on(DeleteObjectsCommand).resolves({
    Errors: [{ Key: 'p/x/a', Code: 'AccessDenied', Message: 'Access Denied' }],
  });
  await expect(lake.removeAll('x')).rejects.toThrow('AWS refused removing x: p/x/a: Access Denied.');
  expect(s3.commandCalls(DeleteObjectsCommand)).toHaveLength(1);
});

test('more than a thousand objects are removed in as many requests as it takes', async () => {
  const { s3, lake } = lakeWith();
  const keys = Array.from({ length: 2500 }, (_, i) => listed(`p/x/${i}`));
  s3.on(ListObjectsV2Command).resolves({ Contents: keys });
  s3.on(DeleteObjectsCommand).resolves({});
  await lake.removeAll('x');
  const counts = s3.commandCalls(DeleteObjectsCommand).map((c) => c.args[0].input.Delete?.Objects?.length);
  expect(counts).toEqual([1000, 1000, 501]);
});

test('a body that breaks off is read again from its beginning', async () => {
  const { s3, lake } = lakeWith();
  let reads = 0;
  const body = {
    transformToByteArray: async () => {
      reads += 1;
      if (reads === 1) throw cut();
      return new Uint8Array([1, 2]);
    },
  };
  s3.on(GetObjectCommand).resolves({ Body: body as never });
  expect(await lake.get('x')).toEqual(new Uint8Array([1, 2]));
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(2);
});

test('a file that was listed is read by its ETag, any other as it is', async () => {
  const { s3, lake } = lakeWith();
  s3.on(ListObjectsV2Command).resolves({ Contents: [listed('p/x/a')] });
  s3.on(GetObjectCommand).resolves({ Body: { transformToByteArray: async () => new Uint8Array() } as never });
  await lake.list('x');
  await lake.readRange('x/a', 0, 10);
  await lake.readRange('x/b', 5, 6);
  await lake.put('x/a', new Uint8Array());
  await lake.readRange('x/a', 0, 10);
  const sent = s3.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => [input.Range, input.IfMatch]);
  expect(sent).toEqual([
    ['bytes=0-9', '"e"'],
    ['bytes=5-5', undefined],
    ['bytes=0-9', undefined],
  ]);
});

test('a missing bucket is not a missing file', async () => {
  const { s3, lake } = lakeWith();
  s3.on(GetObjectCommand).rejects(awsFault('NoSuchBucket', 404));
  await expect(lake.get('x')).rejects.toMatchObject({ issue: { code: 'SLU-562' } });
});

test('writing what is new says when something is there', async () => {
  const { s3, lake } = lakeWith();
  s3.on(PutObjectCommand).rejects(awsFault('PreconditionFailed', 412));
  expect(await lake.putNew('x', new Uint8Array())).toBe(false);
  s3.on(PutObjectCommand).rejects(awsFault('AccessDenied', 403));
  await expect(lake.putNew('x', new Uint8Array())).rejects.toMatchObject({ issue: { code: 'SLU-560' } });
});

test('who writes at the same moment as another is told so once it is clear who was first', async () => {
  const { s3, lake } = lakeWith();
  s3.on(PutObjectCommand)
    .rejectsOnce(awsFault('ConditionalRequestConflict', 409))
    .rejects(awsFault('PreconditionFailed', 412));
  expect(await lake.putNew('x', new Uint8Array())).toBe(false);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(2);
});

test('a copy is of the bytes that were looked at, under any name', async () => {
  const { s3, lake } = lakeWith();
  s3.on(HeadObjectCommand).resolves({ ContentLength: 5, ETag: '"abc-2"' });
  s3.on(CopyObjectCommand).resolves({});
  await lake.copy('s3://in/a b/é%20+.parquet', 'out/f');
  expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input).toEqual({
    Bucket: 'lake',
    Key: 'p/out/f',
    CopySource: 'in/a%20b/%C3%A9%2520%2B.parquet',
    CopySourceIfMatch: '"abc-2"',
    // the tags of the original would ask for rights of their own
    TaggingDirective: 'REPLACE',
  });
  await lake.copy('in', 'out', { link: true, etag: 'as it was found' });
  expect(s3.commandCalls(CopyObjectCommand)[1]?.args[0].input.CopySourceIfMatch).toBe('"as it was found"');
  s3.on(CopyObjectCommand).rejects(awsFault('PreconditionFailed', 412));
  await expect(lake.copy('in', 'out')).rejects.toMatchObject({ issue: { code: 'SLU-568' }, exitCode: 3 });
});

const LARGE = { bucket: 'in', key: 'large', sizeBytes: MAX_COPY_BYTES + 1, etag: 'e' };

test('a file of more than 5 GiB is copied in parts that are its bytes exactly', async () => {
  const { s3, context } = mocked();
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCopyCommand).callsFake(({ PartNumber }) => ({
    CopyPartResult: { ETag: `"${PartNumber}"` },
  }));
  s3.on(CompleteMultipartUploadCommand).resolves({});
  await copyObject(LARGE, { bucket: 'lake', key: 'out' }, context);
  const ranges = s3.commandCalls(UploadPartCopyCommand).map((c) => c.args[0].input.CopySourceRange ?? '');
  const spans = ranges.map((r) => r.replace('bytes=', '').split('-').map(Number));
  expect(spans[0]?.[0]).toBe(0);
  expect(spans.at(-1)?.[1]).toBe(LARGE.sizeBytes - 1);
  for (const [i, [from]] of spans.entries()) if (i > 0) expect(from).toBe((spans[i - 1]?.[1] ?? 0) + 1);
  const [whole] = s3.commandCalls(CompleteMultipartUploadCommand);
  expect(whole?.args[0].input.MultipartUpload?.Parts?.map((p) => [p.PartNumber, p.ETag])).toEqual(
    spans.map((_, i) => [i + 1, `"${i + 1}"`]),
  );
});

test.each([
  ['is whole', { ContentLength: LARGE.sizeBytes, ETag: '"f-6"' }, true],
  ['is another of that size', { ContentLength: LARGE.sizeBytes, ETag: '"f"' }, false],
  ['is shorter', { ContentLength: 1, ETag: '"f-6"' }, false],
  ['is nothing', awsFault('NotFound', 404), false],
])('a copy whose last answer was lost is done where what lies there %s', async (_, head, done) => {
  const { s3, context } = mocked();
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCopyCommand).resolves({ CopyPartResult: { ETag: '"p"' } });
  s3.on(CompleteMultipartUploadCommand).rejectsOnce(cut()).rejects(awsFault('NoSuchUpload', 404));
  s3.on(AbortMultipartUploadCommand).rejects(awsFault('NoSuchUpload', 404));
  if (head instanceof Error) s3.on(HeadObjectCommand).rejects(head);
  else s3.on(HeadObjectCommand).resolves(head);
  const copied = copyObject(LARGE, { bucket: 'lake', key: 'out' }, context);
  if (done) await copied;
  else await expect(copied).rejects.toThrow('NoSuchUpload');
  expect(s3.commandCalls(HeadObjectCommand)[0]?.args[0].input).toEqual({ Bucket: 'lake', Key: 'out' });
});

test('a copy that fails in the middle leaves no parts behind', async () => {
  const { s3, context } = mocked();
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCopyCommand).rejects(awsFault('AccessDenied', 403));
  s3.on(AbortMultipartUploadCommand).resolves({});
  await expect(copyObject(LARGE, { bucket: 'lake', key: 'out' }, context)).rejects.toThrow('AccessDenied');
  expect(s3.commandCalls(AbortMultipartUploadCommand)[0]?.args[0].input.UploadId).toBe('u');
  expect(s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
});

test('of very many files the first seen are forgotten', () => {
  const etags = knownEtags(2);
  for (const path of ['a', 'b', 'a', 'c']) etags.set(path, `${path}1`);
  expect(['a', 'b', 'c'].map((p) => etags.get(p))).toEqual(['a1', undefined, 'c1']);
});
