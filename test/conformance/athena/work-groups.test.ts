import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAthena } from '../stack/athena/start.ts';
import { type Rig, refusal, rig } from './athena.ts';

const CUTOFF = 10_000_000;
let athena: Rig;
beforeAll(async () => {
  const outputLocation = 's3://athena-work-groups/results/';
  athena = await rig('work-groups', {
    workGroups: [
      { name: 'cheap', enforced: true, outputLocation, bytesScannedCutoff: CUTOFF },
      { name: 'own-place', outputLocation: 's3://athena-work-groups/own/' },
    ],
  });
  await athena.run('DROP TABLE IF EXISTS wide');
  const bytes = 'sha512(to_utf8(CAST(n AS varchar)))';
  const sql = `CREATE TABLE wide WITH (external_location = 's3://athena-work-groups/wide/') AS SELECT n, ${bytes} AS h FROM unnest(sequence(1, 5000)) a(x) CROSS JOIN unnest(sequence(1, 40)) b(y) CROSS JOIN LATERAL (VALUES x * 1000 + y) c(n)`;
  expect((await athena.run(sql)).Status).toMatchObject({ State: 'SUCCEEDED' });
});
afterAll(() => athena.close());

test('a workgroup is told as Athena tells it', async () => {
  const of = async (WorkGroup: string) =>
    (await athena.client.send(new GetWorkGroupCommand({ WorkGroup }))).WorkGroup;
  expect(await of('cheap')).toMatchObject({
    Name: 'cheap',
    State: 'ENABLED',
    Configuration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: CUTOFF,
      ResultConfiguration: { OutputLocation: 's3://athena-work-groups/results/' },
    },
  });
  expect((await of('primary'))?.Configuration).toMatchObject({
    EnforceWorkGroupConfiguration: false,
    ResultConfiguration: {},
  });
});

test('a query that scans more than its workgroup allows is cancelled; a narrow one passes', async () => {
  const wide = await athena.run('SELECT count(DISTINCT h) AS n FROM wide', { WorkGroup: 'cheap' });
  expect(wide.Status).toMatchObject({
    State: 'CANCELLED',
    StateChangeReason: 'Bytes scanned limit was exceeded',
  });
  expect(wide.Status?.AthenaError).toBeUndefined();
  const narrow = await athena.run('SELECT max(n) AS n FROM wide', { WorkGroup: 'cheap' });
  expect(narrow.Status).toMatchObject({ State: 'SUCCEEDED' });
  expect(narrow.Statistics?.DataScannedInBytes).toBeLessThan(CUTOFF);
  const elsewhere = await athena.run('SELECT count(DISTINCT h) AS n FROM wide');
  expect(elsewhere.Status).toMatchObject({ State: 'SUCCEEDED' });
  expect(elsewhere.Statistics?.DataScannedInBytes).toBeGreaterThan(CUTOFF);
});

test('a place that is not enforced serves clients that name none', async () => {
  const asked = await athena.run('SELECT 1', { WorkGroup: 'own-place' });
  expect(asked.ResultConfiguration?.OutputLocation).toMatch(/^s3:\/\/athena-work-groups\/results\//);
  const silent = await athena.run('SELECT 1', { WorkGroup: 'own-place', ResultConfiguration: {} });
  expect(silent.ResultConfiguration?.OutputLocation).toMatch(/^s3:\/\/athena-work-groups\/own\//);
});

test('too many queries at once are throttled as Athena throttles them', async () => {
  const busy = await rig('busy', { maxActiveQueries: 1 });
  await busy.faults.add({ effect: { kind: 'hold', state: 'QUEUED', ms: 60_000 } });
  const more = { ClientRequestToken: 'x'.repeat(40) };
  const id = await busy.start('SELECT 1', more);
  expect(await refusal(busy.start('SELECT 2'))).toMatchObject({
    name: 'TooManyRequestsException',
    reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
  });
  expect(await busy.start('SELECT 1', more)).toBe(id);
  await busy.close();
});

test('an impossible workgroup is refused at the start', async () => {
  const options = {
    trinoUrl: 'http://127.0.0.1:1',
    s3Endpoint: 'http://127.0.0.1:1',
    glueEndpoint: 'http://127.0.0.1:1',
  };
  const start = (group: object) => startAthena({ ...options, workGroups: [{ name: 'x', ...group }] });
  await expect(start({ bytesScannedCutoff: 9_999_999 })).rejects.toThrow(
    'bytesScannedCutoff is at least 10000000',
  );
  await expect(start({ enforced: true })).rejects.toThrow('needs an outputLocation');
});
