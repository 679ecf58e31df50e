import { expect, test } from 'vitest';
import { readContract } from '../../../lib/core/contract/read.ts';
import type { Fact } from '../../../lib/core/publish/facts.ts';
import { runFolder } from '../../../lib/steps/state/bodies.ts';
import { contractOfRuns } from '../../../lib/steps/state/contract-of-runs.ts';
import { HEAD } from '../../contract-head.ts';

const DATASET = 'aviation/flights';

function requestWith(column: string): Uint8Array {
  const read = readContract(`${HEAD}    properties: [{ name: ${column} }]\n`, 't.odcs.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { contract } = read.value;
  return new TextEncoder().encode(JSON.stringify({ contract, schemaName: contract.datasets[0]?.name }));
}

/** Runs, newest first, each with its states; and what some of them left in the lake. */
function ports(runs: readonly string[], bodies: Readonly<Record<string, Uint8Array>>) {
  const asked: string[] = [];
  const get = async (ref: string): Promise<Uint8Array | undefined> => {
    asked.push(ref);
    return bodies[ref];
  };
  async function* query(): AsyncGenerator<Fact> {
    for (const runId of runs)
      for (const state of ['finished', 'started'])
        yield { kind: 'run', body: { runId, state } } as unknown as Fact;
  }
  return { asked, ports: { ledger: { query }, lake: { get } } };
}

const refOf = (runId: string): string => `${runFolder(DATASET, runId)}/state/request.json`;

test('the contract is that of the newest run whose request is still there', async () => {
  const { asked, ports: of } = ports(['r3', 'r2', 'r1'], {
    [refOf('r2')]: requestWith('newer'),
    [refOf('r1')]: requestWith('older'),
  });
  const found = await contractOfRuns(DATASET, of);
  expect(found?.columns.map((c) => c.name)).toEqual(['newer']);
  expect(asked).toEqual([refOf('r3'), refOf('r2')]);
});

test('where no run left one nothing is known, after ten of them', async () => {
  const { asked, ports: of } = ports(
    Array.from({ length: 30 }, (_, i) => `r${i}`),
    {},
  );
  expect(await contractOfRuns(DATASET, of)).toBeUndefined();
  expect(asked).toHaveLength(10);
  expect(await contractOfRuns(DATASET, ports([], {}).ports)).toBeUndefined();
});
