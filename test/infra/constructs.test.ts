import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeEach, describe, expect, test } from 'vitest';
import { addEnvironments, Gate, GateDomain, GatePipeline, InvalidDeployment } from '../../lib/infra/index.ts';
import { contractsFolder } from './deployed.ts';

const CONTRACTS = resolve(import.meta.dirname, '../../contracts');
const DEV = readFileSync(join(CONTRACTS, 'dev.environment.yaml'), 'utf8');
const PIPELINE = 'aviation/flights';

let app: App;
beforeEach(() => {
  app = new App({ outdir: mkdtempSync(join(tmpdir(), 'sluice-constructs-')) });
});

const stackIn = (region?: string, account?: string, id = 'features'): Stack =>
  new Stack(app, id, { env: { region, account } });
const gateIn = (stack: Stack, environment = 'dev', contracts = CONTRACTS): Gate =>
  new Gate(stack, 'Gate', { contracts, environment });

function problemOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidDeployment) return error.message;
    throw error;
  }
  return '';
}

describe('functions of a domain', () => {
  test('are made with the first pipeline where the app has none', () => {
    const stack = stackIn('eu-central-1');
    new GatePipeline(stack, 'Flights', { gate: gateIn(stack), pipeline: PIPELINE });
    const machine = Object.values(
      Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'),
    );
    expect(machine).toHaveLength(1);
    expect(JSON.stringify(machine[0])).toContain('SluiceaviationmeasureFunction');
  });

  test('are those of the stack that the app has them in', () => {
    const [shared, own] = [stackIn('eu-central-1', undefined, 'shared'), stackIn('eu-central-1')];
    const gate = gateIn(shared);
    new GateDomain(shared, 'Aviation', { gate, domain: 'aviation' });
    new GatePipeline(own, 'Flights', { gate, pipeline: PIPELINE });
    const template = Template.fromStack(own);
    template.resourceCountIs('AWS::Lambda::Function', 0);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    expect(own.dependencies).toContain(shared);
  });
});

describe('what cannot be deployed is one sentence with its remedy', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'an environment that is not there',
      () => gateIn(stackIn('eu-central-1'), 'deev'),
      /^SLU-221 .*deev\.environment\.yaml.* Did you mean "dev"\?$/,
    ],
    [
      'an environment that only answers in the place of AWS',
      () => gateIn(stackIn('eu-central-1'), 'stack'),
      /^SLU-225 Environment stack is not on AWS/,
    ],
    [
      'an app of such environments alone',
      () => addEnvironments(app, { contracts: contractsFolder({ 'x.odcs.yaml': '' }) }),
      /^SLU-225 .* has no environment on AWS\./,
    ],
    ['a folder that is not there', () => gateIn(stackIn(), 'dev', 'contrakts'), /^SLU-603 contrakts: /],
    [
      'a stack in another region',
      () => gateIn(stackIn('us-east-1')),
      /^SLU-226 Stack features is in region us-east-1, .* dev says eu-central-1\. .*region: 'eu-central-1'/,
    ],
    [
      'a stack without a region',
      () => gateIn(stackIn()),
      /^SLU-226 Stack features names no region, and environment dev says eu-central-1\. /,
    ],
    [
      'a stack in another account',
      () => {
        const there = `${DEV}  account: "111111111111"\n`;
        gateIn(
          stackIn('eu-central-1', '222222222222'),
          'dev',
          contractsFolder({ 'dev.environment.yaml': there }),
        );
      },
      /^SLU-226 Stack features is in account 222222222222, .* says 111111111111/,
    ],
    [
      'a pipeline that is not there',
      () => {
        const stack = stackIn('eu-central-1');
        new GatePipeline(stack, 'Flights', { gate: gateIn(stack), pipeline: 'aviation/flihgts' });
      },
      /^SLU-606 .*"aviation\/flihgts".* Did you mean "aviation\/flights"\?$/,
    ],
    [
      'a domain without pipelines',
      () => {
        const stack = stackIn('eu-central-1');
        new GateDomain(stack, 'Domain', { gate: gateIn(stack), domain: 'shipping' });
      },
      /^SLU-606 .*"shipping\/\*"; known are: aviation\/flights/,
    ],
    [
      'a pipeline that is there twice',
      () => {
        const stack = stackIn('eu-central-1');
        const gate = gateIn(stack);
        new GatePipeline(stack, 'Flights', { gate, pipeline: PIPELINE });
        new GatePipeline(stack, 'Again', { gate, pipeline: PIPELINE });
      },
      /^SLU-219 .*pipeline aviation\/flights of dev twice: features\/Flights and features\/Again\./,
    ],
    [
      'an environment that is there twice',
      () => {
        gateIn(stackIn('eu-central-1'));
        gateIn(stackIn('eu-central-1', undefined, 'more'));
      },
      /^SLU-219 .*gate of dev twice: features\/Gate and more\/Gate\./,
    ],
    [
      'a domain that is made after it was needed',
      () => {
        const stack = stackIn('eu-central-1');
        const gate = gateIn(stack);
        new GatePipeline(stack, 'Flights', { gate, pipeline: PIPELINE });
        new GateDomain(stack, 'Domain', { gate, domain: 'aviation' });
      },
      /^SLU-219 .*domain aviation of dev twice: features\/Sluice-aviation and features\/Domain\./,
    ],
  ])('%s', (_, act, expected) => expect(problemOf(act)).toMatch(expected));
});
