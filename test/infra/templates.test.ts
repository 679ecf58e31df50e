import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { STEPS } from '../../lib/steps/step-list.ts';
import { contractsFolder, synthesised } from './deployed.ts';
import { edgesOf, machineOf } from './machine-of.ts';

const CONTRACTS = resolve(import.meta.dirname, '../../contracts');
const file = (name: string): string => readFileSync(resolve(CONTRACTS, name), 'utf8');

let templates: ReadonlyMap<string, Template>;
beforeAll(() => {
  const made = synthesised(CONTRACTS);
  expect(made.problem).toBeUndefined();
  templates = made.templates;
}, 120_000);

const template = (name: string): Template => {
  const found = templates.get(name);
  if (found === undefined) throw new Error(`${name} is none of ${[...templates.keys()].join(', ')}`);
  return found;
};

test('one stack an environment and one a domain; what only answers in the place of AWS has none', () => {
  expect([...templates.keys()].sort()).toEqual([
    'sluice-dev',
    'sluice-dev-aviation',
    'sluice-prod',
    'sluice-prod-aviation',
    'sluice-sit',
    'sluice-sit-aviation',
  ]);
});

describe('what an environment shares', () => {
  test('buckets are encrypted by its key, private, over TLS only', () => {
    const dev = template('sluice-dev');
    for (const BucketName of ['example-sluice-dev-lake', 'example-sluice-dev-results']) {
      dev.hasResourceProperties('AWS::S3::Bucket', {
        BucketName,
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            Match.objectLike({
              ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }),
            }),
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: Match.anyValue(),
      });
    }
    const denied = Object.values(dev.findResources('AWS::S3::BucketPolicy')).map((p) =>
      JSON.stringify(p).includes('"aws:SecureTransport":"false"'),
    );
    expect(denied).toEqual([true, true, true]);
  });

  test('the workgroup is enforced, encrypted, on engine 3, with a limit of bytes', () => {
    template('sluice-dev').hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'sluice-dev',
      WorkGroupConfiguration: Match.objectLike({
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 1_000_000_000_000,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: Match.objectLike({
          OutputLocation: 's3://example-sluice-dev-results/',
          EncryptionConfiguration: Match.objectLike({ EncryptionOption: 'SSE_KMS' }),
        }),
      }),
    });
  });

  test('the ledger can be restored to any second, and in prod not be deleted', () => {
    const table = (name: string, protectedBy: boolean): void =>
      template(name).hasResource('AWS::DynamoDB::GlobalTable', {
        Properties: Match.objectLike({
          Replicas: [
            Match.objectLike({
              DeletionProtectionEnabled: protectedBy,
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            }),
          ],
        }),
        DeletionPolicy: protectedBy ? 'RetainExceptOnCreate' : 'Delete',
      });
    table('sluice-dev', false);
    table('sluice-prod', true);
  });
});

test.each(['prod', 'dev'])('what holds data outlives the stack in prod, and only there: %s', (name) => {
  const kinds = ['S3::Bucket', 'DynamoDB::GlobalTable', 'Glue::Database', 'KMS::Key', 'Logs::LogGroup'];
  const policies = [template(`sluice-${name}`), template(`sluice-${name}-aviation`)].flatMap((stack) =>
    kinds.flatMap((kind) =>
      Object.values(stack.findResources(`AWS::${kind}`)).map((r) => r.DeletionPolicy ?? 'Delete'),
    ),
  );
  expect(policies.length).toBeGreaterThan(15);
  const wanted = name === 'prod' ? ['RetainExceptOnCreate'] : ['Delete'];
  expect([...new Set(policies)]).toEqual(wanted);
  template(`sluice-${name}`).hasResource('AWS::Scheduler::ScheduleGroup', { DeletionPolicy: 'Delete' });
});

test('an alarm for old data is there only where something is published by itself', () => {
  const stale = (name: string): number =>
    Object.keys(template(`sluice-${name}-aviation`).findResources('AWS::CloudWatch::Alarm')).filter((id) =>
      id.includes('Stale'),
    ).length;
  expect([stale('dev'), stale('sit'), stale('prod')]).toEqual([1, 0, 1]);
});

describe('a domain', () => {
  test('functions are Node 24 on Arm, each with a role and a log group of its own', () => {
    const aviation = template('sluice-dev-aviation');
    const functions = Object.values(aviation.findResources('AWS::Lambda::Function'));
    expect(functions).toHaveLength(STEPS.length + 3);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Timeout: 300 });
    const roles = functions.map((f) => JSON.stringify(f.Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    aviation.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('the schedule runs in its time zone, with retries and a queue for what never started', () => {
    template('sluice-dev-aviation').hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'sluice-dev-aviation-flights',
      GroupName: 'sluice-dev',
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      Target: Match.objectLike({
        DeadLetterConfig: Match.anyValue(),
        RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 20 },
      }),
    });
    template('sluice-sit-aviation').hasResourceProperties('AWS::Scheduler::Schedule', { State: 'DISABLED' });
  });

  test('whatever ends an execution badly is heard of', () => {
    template('sluice-dev-aviation').hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        detail: Match.objectLike({ status: ['FAILED', 'TIMED_OUT', 'ABORTED'] }),
      }),
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });

  test('the machine goes through the step table, in JSONPath, and every state can be reached', () => {
    const { definition } = machineOf(template('sluice-dev-aviation'));
    expect(definition.QueryLanguage).toBe('JSONPath');
    const edges = edgesOf(definition);
    const inner = definition.States['each window']?.ItemProcessor;
    const states = [...Object.keys(definition.States), ...Object.keys(inner?.States ?? {})];
    const reached = new Set([...edges].map((e) => e.slice(e.indexOf(' -> ') + 4)));
    expect(states.filter((s) => !reached.has(s))).toEqual(['windows']);
    expect(STEPS.every((s) => states.includes(s.name))).toBe(true);
  });
});

test('no environment names anything of another one', () => {
  const names = ['dev', 'sit', 'prod'];
  for (const [stack, made] of templates) {
    const own = names.find((n) => stack.startsWith(`sluice-${n}`)) ?? '';
    const text = JSON.stringify(made.toJSON());
    for (const other of names.filter((n) => n !== own)) {
      expect(text).not.toMatch(new RegExp(`sluice[-_]${other}|example-sluice-${other}`));
    }
  }
});

test('policies name their resources: a star alone stands only where a service has no resources to name', () => {
  const open = new Set<string>();
  for (const made of templates.values()) {
    for (const { Properties } of Object.values(made.findResources('AWS::IAM::Policy'))) {
      for (const statement of Properties.PolicyDocument.Statement) {
        const actions: string[] = [statement.Action].flat();
        expect(actions.filter((a) => a.includes('*'))).toEqual([]);
        if ([statement.Resource].flat().includes('*')) for (const action of actions) open.add(action);
      }
    }
  }
  expect([...open].sort()).toEqual([
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ]);
});

describe('what is there already', () => {
  const environment = `apiVersion: sluice/v1
name: mine
platform: aws
region: eu-west-1
lake: s3://our-lake/gate/
results: s3://our-results/athena/
deploy:
  existing:
    lake: true
    results: true
    databases: [sluice_mine]
    topic: arn:aws:sns:eu-west-1:123456789012:ours
`;

  test('is used, and not made again', () => {
    const folder = contractsFolder({ 'mine.environment.yaml': environment });
    const { templates: made } = synthesised(folder);
    const mine = made.get('sluice-mine');
    mine?.resourceCountIs('AWS::S3::Bucket', 0);
    mine?.resourceCountIs('AWS::Glue::Database', 0);
    mine?.resourceCountIs('AWS::SNS::Topic', 0);
    expect(mine).toBeDefined();
  });
});

describe('bad input is one sentence with its file', () => {
  const folder = (files: Readonly<Record<string, string>>): string =>
    contractsFolder({
      'dev.environment.yaml': file('dev.environment.yaml'),
      'aviation/flights.odcs.yaml': file('aviation/flights.odcs.yaml'),
      'aviation/flights_raw.odcs.yaml': file('aviation/flights_raw.odcs.yaml'),
      'aviation/flights.pipeline.yaml': file('aviation/flights.pipeline.yaml'),
      'aviation/flights.sql': file('aviation/flights.sql'),
      ...files,
    });

  test('two pipelines that publish one dataset', () => {
    const twice = file('aviation/flights.pipeline.yaml').replace(
      'name: aviation/flights',
      'name: aviation/again',
    );
    const { problem } = synthesised(folder({ 'aviation/again.pipeline.yaml': twice }));
    expect(problem).toMatch(
      /SLU-218 .*\.pipeline\.yaml:\d+: aviation\/\w+ publishes aviation\/flights, and so does/,
    );
  });

  test('an existing database that no domain has', () => {
    const wrong = `${file('dev.environment.yaml')}  existing: { databases: [sluice_dev_aviaton] }\n`;
    const { problem } = synthesised(folder({ 'dev.environment.yaml': wrong }), 'dev');
    expect(problem).toMatch(
      /^SLU-229 .*sluice_dev_aviaton.* Its databases are: sluice_dev, sluice_dev_aviation\./,
    );
  });

  test('results of queries around the lake, which would be removed with them', () => {
    for (const results of ['s3://team/', 's3://team/features/']) {
      const wrong = file('dev.environment.yaml')
        .replace(/lake: .*/, 'lake: s3://team/features/')
        .replace(/results: .*/, `results: ${results}`);
      const { problem } = synthesised(folder({ 'dev.environment.yaml': wrong }), 'dev');
      expect(problem).toMatch(/^SLU-230 .*dev\.environment\.yaml:\d+: Results go to s3:\/\/team\//);
    }
  });

  test('two environments that share a lake or a ledger, whichever is deployed', () => {
    const other = file('dev.environment.yaml')
      .replace('name: dev', 'name: other')
      .replace(/results: .*/, 'results: s3://other-results/\nledgerTable: sluice-dev');
    const { problem } = synthesised(folder({ 'other.environment.yaml': other }), 'dev');
    expect(problem?.split('\n')).toEqual([
      expect.stringMatching(
        /^SLU-231 Environments dev and other have the same lake: s3:\/\/example-sluice-dev-lake\//,
      ),
      expect.stringMatching(/^SLU-231 Environments dev and other have the same ledger: sluice-dev\./),
    ]);
  });

  test('an environment that is not there', () => {
    expect(synthesised(folder({}), 'prodd').problem).toMatch(/SLU-221 .*prodd/);
  });

  test('a source without a server of the environment', () => {
    const raw = file('aviation/flights_raw.odcs.yaml').replaceAll(
      /environment: dev\b/g,
      'environment: other',
    );
    expect(synthesised(folder({ 'aviation/flights_raw.odcs.yaml': raw })).problem).toMatch(
      /^SLU-\d+ .*flights/,
    );
  });

  test('a field of an environment that nobody knows', () => {
    const wrong = `${file('dev.environment.yaml')}  retainDatta: true\n`;
    expect(synthesised(folder({ 'dev.environment.yaml': wrong })).problem).toMatch(
      /dev\.environment\.yaml:\d+: .*retainDatta/,
    );
  });
});
