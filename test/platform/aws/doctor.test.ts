import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { GetDatabaseCommand } from '@aws-sdk/client-glue';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetScheduleCommand, GetScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, test } from 'vitest';
import type { Probe } from '../../../lib/core/environment/probe.ts';
import {
  probeDatabases,
  probeIdentity,
  probeLake,
  probeWorkgroup,
} from '../../../lib/platform/aws/doctor/base-probes.ts';
import { probeLedger, readLease } from '../../../lib/platform/aws/doctor/probe-ledger.ts';
import { createScheduleClients, probeSchedules } from '../../../lib/platform/aws/doctor/probe-schedules.ts';
import { dynamoLedger } from '../../../lib/platform/aws/ledger.ts';
import { LEDGER_TABLE } from '../../../lib/platform/aws/ledger-table.ts';
import { memoryClient } from './memory-dynamo.ts';
import { MemoryTable } from './memory-table.ts';
import { awsFault, CONFIG, mocked } from './mocked.ts';

const lines = (probes: readonly Probe[]): readonly string[] => probes.map((p) => `${p.state}: ${p.says}`);

describe('identity', () => {
  it('shows no more of the access key than its end', async () => {
    const { context } = mocked();
    context.clients.s3.config.credentials = async () => ({
      accessKeyId: 'AKIAEXAMPLEKEY1234',
      secretAccessKey: 'very-secret',
      accountId: '111122223333',
    });
    const [found] = await probeIdentity(context);
    expect(found).toMatchObject({ state: 'ok', about: 'identity' });
    expect(JSON.stringify(found)).toMatch(/111122223333.*…1234/);
    expect(JSON.stringify(found)).not.toMatch(/AKIA|secret/);
  });

  it('ends the look where there are no credentials', async () => {
    const { context } = mocked();
    context.clients.s3.config.credentials = () =>
      Promise.reject(Object.assign(new Error('none found'), { name: 'CredentialsProviderError' }));
    await expect(probeIdentity(context)).rejects.toMatchObject({ issue: { code: 'SLU-585' }, exitCode: 3 });
  });
});

describe('lake', () => {
  const look = (answer: (s3: ReturnType<typeof mocked>['s3']) => unknown) => {
    const { context, s3, slept } = mocked();
    answer(s3);
    return { found: probeLake(context), s3, slept };
  };

  it('is listed once, by one key', async () => {
    const { found, s3 } = look((c) => c.on(ListObjectsV2Command).resolves({}));
    expect(lines(await found)).toEqual(['ok: s3://lake/p/ can be listed']);
    expect(s3.calls().map((c) => c.args[0].input)).toEqual([{ Bucket: 'lake', Prefix: 'p/', MaxKeys: 1 }]);
  });

  it.each([
    ['NoSuchBucket', 404, 'problem: there is no bucket lake'],
    ['PermanentRedirect', 301, 'problem: the bucket lake is not in eu-central-1: PermanentRedirect'],
    ['AuthorizationHeaderMalformed', 400, /^problem: the bucket lake is not in eu-central-1/],
    ['AccessDenied', 403, 'problem: s3:ListBucket is denied: AccessDenied'],
  ])('%s is a finding', async (name, status, expected) => {
    const { found } = look((c) => c.on(ListObjectsV2Command).rejects(awsFault(name, status)));
    const [only, ...others] = await found;
    expect(`${only?.state}: ${only?.says}`).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
    expect(only?.remedy).toMatch(/\w/);
    expect(others).toEqual([]);
  });

  it('that does not answer is said after seconds, not minutes', async () => {
    const down = Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' });
    const { found, slept } = look((c) => c.on(ListObjectsV2Command).rejects(down));
    expect(await found).toMatchObject([
      {
        state: 'problem',
        says: expect.stringContaining('ENOTFOUND'),
        remedy: expect.stringContaining('region'),
      },
    ]);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3_000);
  });

  it.each(['ExpiredToken', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'UnrecognizedClientException'])(
    '%s ends the look: nothing else would be answered',
    async (name) => {
      const { found } = look((c) => c.on(ListObjectsV2Command).rejects(awsFault(name, 403)));
      await expect(found).rejects.toMatchObject({ issue: { code: 'SLU-560' } });
    },
  );
});

describe('workgroup', () => {
  const GOOD = {
    EnforceWorkGroupConfiguration: true,
    EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
    ResultConfiguration: { OutputLocation: 's3://results/' },
    BytesScannedCutoffPerQuery: 10_000_000_000,
  };
  const look = async (settings: object, state: 'ENABLED' | 'DISABLED' = 'ENABLED', results?: string) => {
    const { context, athena } = mocked();
    athena.on(GetWorkGroupCommand, { WorkGroup: 'sluice-test' }).resolves({
      WorkGroup: { Name: 'sluice-test', State: state, Configuration: { ...GOOD, ...settings } },
    });
    const config = results === undefined ? context.config : { ...context.config, results };
    return lines(await probeWorkgroup({ ...context, config }));
  };

  it('as the deployment makes it is one line', async () => {
    expect(await look({})).toEqual(['ok: sluice-test is enabled, Athena engine version 3']);
  });

  it.each([
    ['problem: sluice-test is disabled', {}, 'DISABLED' as const],
    [
      'problem: sluice-test runs Athena engine version 2',
      { EngineVersion: { EffectiveEngineVersion: 'Athena engine version 2' } },
    ],
    ['problem: sluice-test does not say where results of queries go', { ResultConfiguration: {} }],
    ['warning: sluice-test has no limit of bytes for a query', { BytesScannedCutoffPerQuery: undefined }],
    [
      'warning: sluice-test does not enforce its settings: whoever queries may choose others',
      { EnforceWorkGroupConfiguration: false },
    ],
    [
      "warning: sluice-test enforces s3://results/, so `results` in the environment's file is not used",
      {},
      'ENABLED' as const,
      's3://others/',
    ],
  ])('%s', async (expected, settings, state = 'ENABLED', results?: string) => {
    const found = await look(settings, state, results);
    expect(found).toContain(expected);
    expect(found.filter((line) => !line.startsWith('ok'))).toEqual([expected]);
  });

  it('may say nothing where the file does, or where Athena keeps the results', async () => {
    expect(await look({ ResultConfiguration: {} }, 'ENABLED', 's3://mine/')).toHaveLength(1);
    const managed = { ResultConfiguration: undefined, ManagedQueryResultsConfiguration: { Enabled: true } };
    expect(await look(managed)).toEqual(['ok: sluice-test is enabled, Athena engine version 3']);
  });

  it('with another limit than the file says is a warning', async () => {
    const { context, athena } = mocked();
    athena
      .on(GetWorkGroupCommand)
      .resolves({ WorkGroup: { Name: 'sluice-test', State: 'ENABLED', Configuration: GOOD } });
    expect(lines(await probeWorkgroup(context, 10_000_000_000))).toHaveLength(1);
    expect(lines(await probeWorkgroup(context, 5))[1]).toMatch(
      /^warning: .* at 10000000000 bytes, .* says 5$/,
    );
  });

  it('that is not there is named with its region', async () => {
    const { context, athena } = mocked();
    athena
      .on(GetWorkGroupCommand)
      .rejects(awsFault('InvalidRequestException', 400, 'WorkGroup is not found.'));
    expect(lines(await probeWorkgroup(context))).toEqual([
      'problem: there is no workgroup sluice-test in eu-central-1',
    ]);
  });

  it('of a service that does not know the question is no problem', async () => {
    const { context, athena } = mocked();
    athena.on(GetWorkGroupCommand).rejects(awsFault('UnknownOperationException'));
    expect(await probeWorkgroup(context)).toMatchObject([{ state: 'warning' }]);
  });
});

test('databases that are missing are named one by one', async () => {
  const { context, glue } = mocked();
  glue.on(GetDatabaseCommand).resolves({});
  glue.on(GetDatabaseCommand, { Name: 'test_b' }).rejects(awsFault('EntityNotFoundException'));
  expect(lines(await probeDatabases(['staging', 'test_a', 'test_b'], context))).toEqual([
    'ok: staging, test_a are there',
    'problem: there is no Glue database test_b in eu-central-1',
  ]);
});

describe('ledger', () => {
  const mock = (client: DynamoDBClient) => mockClient(client);
  const look = (on: (mocked: ReturnType<typeof mock>) => void) => {
    const client = new DynamoDBClient({ region: CONFIG.region, maxAttempts: 1 });
    on(mock(client));
    const { pace } = mocked().context;
    return probeLedger({ client, table: 'ledger', region: CONFIG.region, pace });
  };
  const Table = {
    TableStatus: 'ACTIVE' as const,
    KeySchema: [...LEDGER_TABLE.KeySchema],
    AttributeDefinitions: [...LEDGER_TABLE.AttributeDefinitions],
  };
  const backups = (PointInTimeRecoveryStatus: 'ENABLED' | 'DISABLED') => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED' as const,
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
    },
  });

  it('as the deployment makes it is one line', async () => {
    const found = await look((m) => {
      m.on(DescribeTableCommand).resolves({ Table });
      m.on(DescribeContinuousBackupsCommand).resolves(backups('ENABLED'));
    });
    expect(lines(found)).toEqual(['ok: the table ledger is active']);
  });

  it('without point-in-time recovery is a warning', async () => {
    const found = await look((m) => {
      m.on(DescribeTableCommand).resolves({ Table });
      m.on(DescribeContinuousBackupsCommand).resolves(backups('DISABLED'));
    });
    expect(lines(found)[1]).toBe('warning: the table ledger has no point-in-time recovery');
  });

  it('whose backups may not be looked at is a warning that names the permission', async () => {
    const found = await look((m) => {
      m.on(DescribeTableCommand).resolves({ Table });
      m.on(DescribeContinuousBackupsCommand).rejects(awsFault('AccessDeniedException'));
    });
    expect(lines(found)[1]).toMatch(/^warning: dynamodb:DescribeContinuousBackups is denied/);
  });

  it.each([
    [{ ...Table, TableStatus: 'DELETING' as const }, 'problem: the table ledger is deleting'],
    [
      { ...Table, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }] },
      'problem: the table ledger has the keys id (hash, undefined) instead of pk (hash, S), sk (range, S)',
    ],
  ])('of another make is a problem', async (table, expected) => {
    expect(lines(await look((m) => void m.on(DescribeTableCommand).resolves({ Table: table })))).toEqual([
      expected,
    ]);
  });

  it('that is not there is named with its region', async () => {
    const found = await look(
      (m) => void m.on(DescribeTableCommand).rejects(awsFault('ResourceNotFoundException')),
    );
    expect(lines(found)).toEqual(['problem: there is no table ledger in eu-central-1']);
  });

  it('tells who holds a lease, and nobody once it was given back', async () => {
    const client = memoryClient(new MemoryTable());
    const { pace } = mocked().context;
    const of = { client, table: 'ledger', pace };
    const ledger = dynamoLedger(client, 'ledger', { pace });
    expect(await readLease('dataset/a/b', of)).toBeUndefined();
    const answer = await ledger.lease('dataset/a/b', 'r1', 60_000);
    expect(await readLease('dataset/a/b', of)).toEqual({ owner: 'r1', untilMs: pace.now() + 60_000 });
    if (!answer.held) await ledger.release(answer.lease);
    expect(await readLease('dataset/a/b', of)).toBeUndefined();
  });
});

describe('schedules', () => {
  const PIPELINE = {
    name: 'aviation/flights',
    schedule: { cron: '0 6 * * *', timezone: 'Europe/Berlin', window: 'P1D' },
  };
  const ARN = 'arn:aws:states:eu-central-1:111122223333:stateMachine:sluice-dev-aviation-flights';
  const SCHEDULE = {
    State: 'ENABLED' as const,
    ScheduleExpression: 'cron(0 6 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution',
      RoleArn: 'arn:aws:iam::111122223333:role/r',
      Input: JSON.stringify({ StateMachineArn: ARN, Name: '<aws.scheduler.execution-id>' }),
    },
  };
  const clients = () => {
    const scheduler = new SchedulerClient({ region: CONFIG.region, maxAttempts: 1 });
    const sfn = new SFNClient({ region: CONFIG.region, maxAttempts: 1 });
    const mocks = { scheduler: mockClient(scheduler), sfn: mockClient(sfn) };
    mocks.scheduler.on(GetScheduleGroupCommand).resolves({ Name: 'sluice-dev' });
    mocks.scheduler
      .on(GetScheduleCommand, { GroupName: 'sluice-dev', Name: 'sluice-dev-aviation-flights' })
      .resolves(SCHEDULE);
    mocks.sfn.on(DescribeStateMachineCommand, { stateMachineArn: ARN }).resolves({ status: 'ACTIVE' });
    return {
      mocks,
      look: (expected: 'enabled' | 'disabled' = 'enabled') => {
        const of = { name: 'dev', pipelines: [PIPELINE], expected };
        return probeSchedules(of, { scheduler, sfn }, mocked().context.pace);
      },
    };
  };

  it('that run as their files say are one line each', async () => {
    const found = await clients().look();
    expect(lines(found)).toEqual(['ok: cron(0 6 * * ? *) in Europe/Berlin, enabled']);
    expect(found[0]?.about).toBe('schedule of aviation/flights');
  });

  it('of an environment without a deployment are said once, and are no problem', async () => {
    const { mocks, look } = clients();
    mocks.scheduler.on(GetScheduleGroupCommand).rejects(awsFault('ResourceNotFoundException', 404));
    expect(lines(await look())).toEqual([
      'warning: nothing runs by a schedule here: there is no group sluice-dev',
    ]);
    expect(mocks.scheduler.commandCalls(GetScheduleCommand)).toHaveLength(0);
  });

  it.each([
    ["problem: it is disabled, and the environment's file says enabled", { State: 'DISABLED' as const }],
    [
      'problem: it is cron(0 7 * * ? *) in Europe/Berlin, and its file says cron(0 6 * * ? *) in Europe/Berlin',
      { ScheduleExpression: 'cron(0 7 * * ? *)' },
    ],
    [
      'problem: it is cron(0 6 * * ? *) in UTC, and its file says cron(0 6 * * ? *) in Europe/Berlin',
      { ScheduleExpressionTimezone: undefined },
    ],
    [
      'problem: it starts arn:aws:lambda:eu-central-1:1:function:f, no state machine',
      { Target: { ...SCHEDULE.Target, Arn: 'arn:aws:lambda:eu-central-1:1:function:f' } },
    ],
  ])('%s', async (expected, changes) => {
    const { mocks, look } = clients();
    mocks.scheduler.on(GetScheduleCommand).resolves({ ...SCHEDULE, ...changes });
    const found = lines(await look());
    expect(found.filter((line) => !line.startsWith('ok'))).toEqual([expected]);
  });

  it('may start their machine without a request of their own', async () => {
    const { mocks, look } = clients();
    mocks.scheduler
      .on(GetScheduleCommand)
      .resolves({ ...SCHEDULE, Target: { Arn: ARN, RoleArn: SCHEDULE.Target.RoleArn } });
    expect(lines(await look())).toEqual(['ok: cron(0 6 * * ? *) in Europe/Berlin, enabled']);
    expect(mocks.sfn.commandCalls(DescribeStateMachineCommand)).toHaveLength(1);
  });

  it('that are missing, or whose state machine is, are problems', async () => {
    const one = clients();
    one.mocks.scheduler.on(GetScheduleCommand).rejects(awsFault('ResourceNotFoundException', 404));
    expect(lines(await one.look())).toEqual(['problem: there is no schedule sluice-dev-aviation-flights']);
    const other = clients();
    other.mocks.sfn.on(DescribeStateMachineCommand).rejects(awsFault('StateMachineDoesNotExist'));
    expect(lines(await other.look())).toEqual([
      'ok: cron(0 6 * * ? *) in Europe/Berlin, enabled',
      `problem: there is no state machine ${ARN}`,
    ]);
  });

  it('that are to be switched off are fine when they are, and a problem when they fire', async () => {
    const { mocks, look } = clients();
    expect(lines(await look('disabled'))).toEqual([
      "problem: it is enabled, and the environment's file says disabled",
    ]);
    mocks.scheduler.on(GetScheduleCommand).resolves({ ...SCHEDULE, State: 'DISABLED' });
    expect(lines(await look('disabled'))).toEqual(['ok: cron(0 6 * * ? *) in Europe/Berlin, disabled']);
  });

  it('that may not be looked at name the permission', async () => {
    const { mocks, look } = clients();
    mocks.scheduler.on(GetScheduleGroupCommand).rejects(awsFault('AccessDeniedException', 403));
    expect(lines(await look())[0]).toMatch(/^warning: scheduler:GetScheduleGroup is denied/);
  });

  it('are not asked of AWS where a stack answers in its place', () => {
    expect(createScheduleClients({ ...CONFIG, endpoints: { s3: 'http://127.0.0.1:1' } })).toBeUndefined();
  });
});
