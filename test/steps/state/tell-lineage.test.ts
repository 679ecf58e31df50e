import { expect, test } from 'vitest';
import { failEvent } from '../../../lib/core/lineage/build-event.ts';
import type { Lineage } from '../../../lib/core/ports.ts';
import type { RunRequest } from '../../../lib/steps/state/request.ts';
import { tellLineage } from '../../../lib/steps/state/tell-lineage.ts';
import { CONTRACT } from '../../core/notify/scene.ts';
import { datasetIn } from '../check/judge-files.ts';

const request: RunRequest = {
  runId: 'run-2',
  pipeline: { name: 'aviation/t' },
  candidate: { by: 'location', location: 's3://raw/{yyyy}/', take: 'copy' },
  contract: datasetIn(CONTRACT).contract,
  schemaName: 't',
  dataset: 'aviation/t',
  window: { start: '2001-01-01T00:00:00Z', end: '2001-01-02T00:00:00Z' },
  mode: 'enforce',
  everyRule: false,
  partitions: [],
};
const actor = { user: 'ada', commit: null, tool: 'sluice 1' };

async function told(emit: Lineage['emit'], limitMs?: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const lineage: Lineage = {
    environment: 'dev',
    places: { platform: 'local', root: '/data' },
    warn: (line) => void lines.push(line),
    emit,
  };
  await tellLineage(
    request,
    { lineage, actor },
    (run) => failEvent(run, '2026-11-21T18:00:00.000Z', ['x']),
    limitMs,
  );
  return lines;
}

test('an event that is taken is no line; files of another job are an input by the folder they begin with', async () => {
  const inputs: unknown[] = [];
  const folders: string[] = [];
  const lines = await told(async (event, folder) => {
    inputs.push(...event.inputs.map(({ namespace, name }) => ({ namespace, name })));
    folders.push(folder);
  });
  expect(lines).toEqual([]);
  expect(inputs).toEqual([{ namespace: 's3://raw', name: '/' }]);
  expect(folders).toEqual(['.sluice/runs/aviation/t/run-2']);
});

test('who does not answer in time is told nothing more, and is a line', async () => {
  const signals: AbortSignal[] = [];
  const lines = await told((_event, _folder, signal) => {
    signals.push(signal);
    return new Promise(() => {});
  }, 20);
  expect(lines).toEqual(['no lineage was told of this run: no answer within 20 ms.']);
  expect(signals.map((s) => s.aborted)).toEqual([true]);
});

test('an event that cannot be built or sent is a line', async () => {
  expect(await told(() => Promise.reject(new Error('broken.')))).toEqual([
    'no lineage was told of this run: broken.',
  ]);
});
