import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLE = join(import.meta.dirname, 'example');

/** An app of somebody else: the example, the contracts, the packed Sluice, and CDK from the clone. */
const user = mkdtempSync(join(tmpdir(), 'sluice-packed-'));
const installed = join(user, 'node_modules/sluice');

/** What a program says, in the app's folder; fails where the program does. */
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    cwd: user,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: join(user, 'cdk.out') },
  });

beforeAll(() => {
  cpSync(EXAMPLE, user, { recursive: true });
  cpSync(join(ROOT, 'contracts'), join(user, 'contracts'), { recursive: true });
  // what was built is packed as it is: to build here would pull it away from under other tests
  run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', user, ROOT);
  const tarball = readdirSync(user).find((name) => name.endsWith('.tgz')) ?? '';
  mkdirSync(installed, { recursive: true });
  run('tar', '-xzf', tarball, '-C', installed, '--strip-components', '1');
  // nothing else: what sluice/cdk needs beside CDK is in it
  for (const name of ['aws-cdk-lib', 'constructs', 'typescript', '@types/node']) {
    const link = join(user, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
});
afterAll(() => rmSync(user, { recursive: true, force: true }));

test('nobody gets CDK who did not ask for it', () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = createRequire(join(user, 'app.ts'))(
    'sluice/package.json',
  );
  expect(Object.keys(dependencies).filter((name) => /cdk|constructs/.test(name))).toEqual([]);
  const optional = { optional: true };
  expect(peerDependenciesMeta).toEqual({ 'aws-cdk-lib': optional, constructs: optional });
  expect(Object.keys(peerDependencies)).toEqual(Object.keys(peerDependenciesMeta));
});

test('an app in CommonJS gets the same constructs', () => {
  const names = run(
    process.execPath,
    '--print',
    "Object.keys(require('sluice/cdk')).sort().join(' ')",
  ).trim();
  expect(names).toBe('Gate GateDomain GatePipeline InvalidDeployment addEnvironments');
});

describe('the example', () => {
  test.each([
    ['nodenext', []],
    // the types of packages are the same ones, and were checked by the first
    ['bundler', ['--module', 'preserve', '--moduleResolution', 'bundler', '--skipLibCheck']],
  ])('compiles, strictly, as %s', (_, options) => {
    expect(run(process.execPath, 'node_modules/typescript/bin/tsc', '--project', '.', ...options)).toBe('');
  });

  describe('makes', () => {
    let template: Template;
    beforeAll(() => {
      run(process.execPath, 'app.ts');
      template = Template.fromJSON(
        JSON.parse(readFileSync(join(user, 'cdk.out/features.template.json'), 'utf8')),
      );
    });

    /** Logical id of the only resource of a type whose properties are like that. */
    const only = (type: string, like: object): string => {
      const [id = '', ...others] = Object.keys(template.findResources(type, { Properties: like }));
      expect(others).toEqual([]);
      expect(id).not.toBe('');
      return id;
    };
    const machine = (): string =>
      only('AWS::StepFunctions::StateMachine', { StateMachineName: 'sluice-dev-aviation-flights' });

    test('the machine of the pipeline, and says where it is', () => {
      template.hasOutput('Machine', { Value: { Ref: machine() } });
    });

    test('functions of the code that is in the package', () => {
      const functions = Object.values(template.findResources('AWS::Lambda::Function'));
      const packed = readdirSync(join(installed, 'dist/functions'));
      const made = functions.map(({ Properties }) => {
        const [name = ''] = /(?<=^Sluice: )[a-z-]+/.exec(Properties.Description) ?? [];
        const asset = `asset.${Properties.Code.S3Key.replace('.zip', '')}`;
        const code = readFileSync(join(user, 'cdk.out', asset, 'index.mjs'), 'utf8');
        expect(code).toBe(readFileSync(join(installed, 'dist/functions', name, 'index.mjs'), 'utf8'));
        return name;
      });
      // Slack is told by a function only where the environment says so
      expect(made.sort()).toEqual(packed.filter((name) => name !== 'slack-relay').sort());
    });

    test('a role that may start the machine', () => {
      const job = only('AWS::IAM::Role', {
        AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'glue.amazonaws.com' } }] },
      });
      template.hasResourceProperties('AWS::IAM::Policy', {
        Roles: [{ Ref: job }],
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: machine() } }],
        },
      });
    });

    test('an alarm of its own over what was kept out', () => {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Threshold: 10,
        Period: 86_400,
        Namespace: 'Sluice',
        MetricName: 'PartitionsRejected',
        Statistic: 'Sum',
        Dimensions: Match.arrayWith([{ Name: 'dataset', Value: 'aviation/flights' }]),
      });
    });
  });
});

test('the deployment page shows the very example', () => {
  const page = readFileSync(join(ROOT, 'docs/deployment.md'), 'utf8');
  expect(page).toContain(`\`\`\`ts\n${readFileSync(join(EXAMPLE, 'app.ts'), 'utf8')}\`\`\``);
});
