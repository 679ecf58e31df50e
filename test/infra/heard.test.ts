import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { contractsFolder, synthesised } from './deployed.ts';

const CONTRACTS = resolve(import.meta.dirname, '../../contracts');
const file = (name: string): string => readFileSync(resolve(CONTRACTS, name), 'utf8');

const THEIRS = 'arn:aws:kms:eu-central-1:210987654321:key/theirs';

let shared: Template;
let domain: Template;
beforeAll(() => {
  const slack = `${file('dev.environment.yaml')}  notify: { slackWebhook: { secretName: sluice/slack } }\n  existing: { otherKeys: [${THEIRS}] }\n`;
  const names = ['flights.odcs.yaml', 'flights_raw.odcs.yaml', 'flights.pipeline.yaml', 'flights.sql'];
  const folder = contractsFolder({
    'dev.environment.yaml': slack,
    ...Object.fromEntries(names.map((name) => [`aviation/${name}`, file(`aviation/${name}`)])),
  });
  const { templates, problem } = synthesised(folder);
  const [one, other] = [templates.get('sluice-dev'), templates.get('sluice-dev-aviation')];
  if (one === undefined || other === undefined) throw new Error(problem);
  [shared, domain] = [one, other];
}, 120_000);

test('alarms may tell the topic, and the key lets them: each has an action', () => {
  shared.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
        }),
      ]),
    }),
  });
  const [key] = Object.values(shared.findResources('AWS::KMS::Key'));
  const statements: { Principal: { Service?: string }; Action: unknown; Condition?: unknown }[] =
    key?.Properties.KeyPolicy.Statement;
  const services = statements.filter((s) => s.Principal.Service !== undefined);
  expect(services.map((s) => s.Principal.Service).sort()).toEqual([
    'cloudwatch.amazonaws.com',
    'events.amazonaws.com',
    'sns.amazonaws.com',
  ]);
  for (const { Action, Condition } of services) {
    expect(Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
    expect(JSON.stringify(Condition)).toContain('aws:SourceAccount');
  }
  const alarms = [shared, domain].flatMap((t) => Object.values(t.findResources('AWS::CloudWatch::Alarm')));
  expect(alarms.map((a) => a.Properties.AlarmActions?.length)).toEqual(alarms.map(() => 1));
  expect(alarms.length).toBeGreaterThanOrEqual(7);
});

test('every function that touches data, and the relay, may use the keys of somebody else that are named', () => {
  const policies = (template: Template): readonly string[] =>
    Object.values(template.findResources('AWS::IAM::Policy')).map((p) => JSON.stringify(p));
  const functions = policies(domain).filter((p) => p.includes('s3:PutObject'));
  expect(functions.length).toBeGreaterThanOrEqual(10);
  for (const policy of functions) expect(policy).toContain(THEIRS);
  expect(policies(shared).filter((p) => p.includes('secretsmanager'))).toEqual([
    expect.stringContaining(THEIRS),
  ]);
});

test('the relay gets alarms, which have no decision, and every message but of what passed', () => {
  shared.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'lambda',
    FilterPolicy: { decision: [{ 'anything-but': ['published'] }, { exists: false }] },
  });
});

test('what a function fails on that nobody waits for goes to a queue', () => {
  shared.resourceCountIs('AWS::Lambda::EventInvokeConfig', 1);
  domain.resourceCountIs('AWS::Lambda::EventInvokeConfig', 1);
  for (const template of [shared, domain]) {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      MaximumRetryAttempts: 2,
    });
  }
  domain.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'sluice-dev-aviation-not-abandoned' });
});

interface Shown {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

describe('what a run counts', () => {
  test('is what alarms and dashboards look at: by name, namespace and every dimension', async () => {
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'sluice');
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    const places = {
      ...{ region: 'eu-central-1', workgroup: 'w', catalog: 'c', ledgerTable: 't', commit: null },
      ...{ lake: { bucket: 'b', prefix: '' }, databases: { staging: 's', prefix: 'p' }, version: '1' },
    };
    vi.stubEnv('SLUICE_CONFIG', JSON.stringify({ environment: 'dev', ...places }));
    const { countRun } = await import('../../functions/finish/metrics.ts');
    const lines: string[] = [];
    const print = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    const summary = { published: 2, rejected: 1, queries: 3, elapsedMs: 4 };
    const outcome = { dataset: 'aviation/flights', summary, verdict: { stats: { bytesScanned: '5' } } };
    countRun(outcome as unknown as RunOutcome);
    print.mockRestore();
    vi.unstubAllEnvs();
    const told = JSON.parse(lines.join(''));
    const [{ Namespace, Dimensions, Metrics }] = told._aws.CloudWatchMetrics;
    const named: readonly string[] = Metrics.map((m: { Name: string }) => m.Name);
    const dimensions = Object.fromEntries(Dimensions[0].map((name: string) => [name, told[name]]));
    expect(dimensions).toEqual({ service: 'sluice', environment: 'dev', dataset: 'aviation/flights' });

    const alarms = Object.values(domain.findResources('AWS::CloudWatch::Alarm'))
      .map((a): Shown => a.Properties)
      .filter((shown) => shown.Namespace === Namespace);
    expect(alarms.map((a) => a.MetricName).sort()).toEqual(['PartitionsPublished', 'PartitionsRejected']);
    for (const { MetricName, Dimensions: of } of alarms) {
      expect(named).toContain(MetricName);
      expect(Object.fromEntries(of.map((d) => [d.Name, d.Value]))).toEqual(dimensions);
    }
    const [dashboard] = Object.values(domain.findResources('AWS::CloudWatch::Dashboard'));
    const widgets = JSON.stringify(dashboard?.Properties.DashboardBody).replaceAll('\\', '');
    const shown = [...widgets.matchAll(/\["Sluice","(\w+)",([^\]]*?)[,\]]?\{/g)];
    expect(shown.map(([, name]) => name).sort()).toEqual([
      'BytesScanned',
      'PartitionsPublished',
      'PartitionsRejected',
      'RunDuration',
    ]);
    for (const [, name, of] of shown) {
      expect(named).toContain(name);
      expect(JSON.parse(`[${of?.replace(/,$/, '')}]`).sort()).toEqual(
        Object.entries(dimensions).flat().sort(),
      );
    }
  });
});
