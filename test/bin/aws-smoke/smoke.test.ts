import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { environmentText } from '../../../bin/aws-smoke/environment-text.ts';
import type { Place } from '../../../bin/aws-smoke/place.ts';
import { PROBES } from '../../../bin/aws-smoke/probes/index.ts';
import { exitCodeOf } from '../../../bin/aws-smoke/report.ts';
import { smoke } from '../../../bin/aws-smoke/smoke.ts';
import { workFolder, writeWorkFolder } from '../../../bin/aws-smoke/work-folder.ts';
import { type AwsEnvironment, readEnvironment } from '../../../lib/core/environment/environment.ts';
import { readDefinitions } from '../../../lib/platform/local/definitions.ts';

const NAME = 'smoke-1a2b3c4d';
const root = mkdtempSync(join(tmpdir(), 'sluice-smoke-'));
afterAll(() => rmSync(root, { recursive: true }));
const TEXT = environmentText(NAME, 'eu-central-1', '123456789012');

function environment(): AwsEnvironment {
  const read = readEnvironment(TEXT, `${NAME}.environment.yaml`);
  if (!read.ok || read.value.platform !== 'aws') throw new Error('no environment of AWS');
  return read.value;
}

/** An account in which nothing can be deployed. */
async function without(more: Partial<Place>, keep = false) {
  const calls: string[] = [];
  const place: Place = {
    ...{ name: 'AWS', cannot: {}, execute: () => Promise.reject(new Error('nothing is there')) },
    deploy: () => Promise.reject(new Error('no bootstrap stack')),
    destroy: async () => {
      calls.push('destroy');
      return ['the key'];
    },
    ...more,
  };
  const { endpoints: _, ...config } = environment();
  const folder = workFolder(root, NAME);
  const signal = new AbortController().signal;
  const report = await smoke({ place, config, folder, probes: PROBES, signal, keep, say: () => {} });
  return { report, calls };
}

test('what could not be deployed is taken away, and nothing is asked of it', async () => {
  const { report, calls } = await without({});
  expect(calls).toEqual(['destroy']);
  expect(report.failures).toEqual(['it could not be deployed: no bootstrap stack']);
  expect(report.left).toEqual(['the key']);
  expect(new Set(report.findings.map((f) => f.outcome))).toEqual(new Set(['not asked']));
  expect(exitCodeOf(report)).toBe(3);
});

test('what could not be taken away is a failure of its own', async () => {
  const { report } = await without({ destroy: () => Promise.reject(new Error('denied')) });
  expect(report.failures.at(-1)).toBe('it could not be taken away: denied');
  expect(report.left).toEqual([`all of ${NAME}`]);
});

test('--keep takes nothing away', async () => {
  const { report, calls } = await without({}, true);
  expect(calls).toEqual([]);
  expect(report.left).toEqual([`all of ${NAME}`]);
});

test('nothing of the environment outlives it, and nothing runs by itself', () => {
  const { deploy, lake, results } = environment();
  expect(deploy).toMatchObject({ retainData: false, schedules: 'disabled', account: '123456789012' });
  expect([lake.bucket, results]).toEqual([`sluice-${NAME}`, `s3://sluice-${NAME}-results/`]);
});

test('its contracts are those of the flights, and one that allows a byte', () => {
  const folder = workFolder(join(root, 'written'), NAME);
  writeWorkFolder(folder, TEXT);
  const found = readDefinitions(folder.contracts);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  expect(found.value.pipelineFiles.map((file) => file.split('/').at(-1)).sort()).toEqual([
    'flights.pipeline.yaml',
    'flights_dear.pipeline.yaml',
  ]);
});
