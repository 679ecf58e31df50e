import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { leftovers } from '../../../bin/aws-smoke/aws/leftovers.ts';
import { PROBES } from '../../../bin/aws-smoke/probes/index.ts';
import { exitCodeOf, writeReport } from '../../../bin/aws-smoke/report.ts';
import { smoke } from '../../../bin/aws-smoke/smoke.ts';
import { workFolder, writeWorkFolder } from '../../../bin/aws-smoke/work-folder.ts';
import { readEnvironment } from '../../../lib/core/environment/environment.ts';
import { closeClients, createClients } from '../../../lib/platform/aws/clients.ts';
import type {} from '../stack/global-setup.ts';
import { stackPlace } from './stack-place.ts';

const NAME = 'smoke-dry';
const address = inject('stack');
const root = mkdtempSync(join(tmpdir(), 'sluice-smoke-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The same environment, answered by the stack. */
const ENVIRONMENT = `apiVersion: sluice/v1
name: ${NAME}
platform: aws
region: ${address.region}
lake: s3://sluice-${NAME}/lake/
results: s3://sluice-${NAME}/results/
workgroup: primary
`;

test('every probe that the stack can answer holds on it, and nothing is left', async () => {
  const folder = workFolder(root, NAME);
  const file = join(root, 'stack.json');
  writeFileSync(file, JSON.stringify(address));
  const read = readEnvironment(ENVIRONMENT, `${NAME}.environment.yaml`);
  if (!read.ok || read.value.platform !== 'aws') throw new Error('no environment');
  // the template is that of AWS: what answers in its place is not deployed to
  writeWorkFolder(folder, ENVIRONMENT);
  const { endpoints: _, ...environment } = read.value;
  const { endpoints, credentials } = address;
  const config = { ...environment, endpoints, credentials };
  const stack = stackPlace({ config, folder, address });
  const deploy = async (): Promise<void> => {
    await stack.deploy();
    // and now the command line is told who answers
    writeWorkFolder(folder, `${ENVIRONMENT}endpoints: { file: ${JSON.stringify(file)} }\n`);
  };
  const made: string[] = [];
  const destroy = async (): Promise<readonly string[]> => {
    const clients = createClients(config);
    made.push(...(await leftovers(config, [config.lake.bucket], clients)));
    closeClients(clients);
    return stack.destroy();
  };
  const lines: string[] = [];
  const report = await smoke({
    place: { ...stack, deploy, destroy },
    ...{ config, folder, probes: PROBES, keep: false },
    signal: new AbortController().signal,
    say: (line) => lines.push(line),
  });
  const path = join(root, 'aws-smoke.json');
  writeReport(report, path);
  const outcomes = Object.fromEntries(report.findings.map((f) => [f.probe, f.outcome]));
  const expected = Object.fromEntries(
    PROBES.map((p) => [p.name, p.name === 'bucket-location' ? 'not asked' : 'holds']),
  );
  expect(outcomes, lines.join('\n')).toEqual(expected);
  expect(made).toEqual([
    'the bucket sluice-smoke-dry',
    'the Glue database sluice_smoke_dry',
    'the Glue database sluice_smoke_dry_aviation',
    'the DynamoDB table sluice-smoke-dry',
  ]);
  expect(report.left).toEqual([]);
  expect(exitCodeOf(report)).toBe(0);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(report);
  expect(readFileSync(path.replace('.json', '.md'), 'utf8')).toContain(
    'docs/aws.md: One entry changes atomically',
  );
}, 900_000);

test('without --yes it says in whose account it would make what, and does nothing', () => {
  const { accessKeyId, secretAccessKey } = address.credentials;
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: address.endpoints.s3,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const command = [resolve(import.meta.dirname, '../../../bin/aws-smoke.ts'), '--region', address.region];
  const { status, stderr } = spawnSync(process.execPath, command, { env, cwd: root, encoding: 'utf8' });
  expect(stderr).toMatch(/^As arn:aws:sts::123456789012:\S+, in account 123456789012, us-east-1:$/m);
  expect(stderr).toMatch(/It costs 1\.00 US dollars at most/);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('Nothing was done: add --yes.');
  expect(status).toBe(2);
});
