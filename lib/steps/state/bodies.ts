import type { Lake } from '../../core/ports.ts';
import type { Bodies } from './state.ts';

/** Where a run keeps what it knows and writes: its candidate files and the bodies of its steps. */
export const runFolder = (dataset: string, runId: string): string => `.sluice/runs/${dataset}/${runId}`;

const refOf = (ref: string, name: keyof Bodies): string => `${ref}/state/${name}.json`;

export async function saveBody<K extends keyof Bodies>(
  lake: Lake,
  ref: string,
  name: K,
  body: Bodies[K],
): Promise<void> {
  await lake.put(refOf(ref, name), new TextEncoder().encode(JSON.stringify(body)));
}

/** Undefined where the step that writes it has not run yet. */
export async function findBody<K extends keyof Bodies>(
  lake: Pick<Lake, 'get'>,
  ref: string,
  name: K,
): Promise<Bodies[K] | undefined> {
  const bytes = await lake.get(refOf(ref, name));
  return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
}

export async function loadBody<K extends keyof Bodies>(lake: Lake, ref: string, name: K): Promise<Bodies[K]> {
  const body = await findBody(lake, ref, name);
  if (body === undefined) throw new Error(`the body "${name}" of run ${ref} is missing`);
  return body;
}
