import { inject } from 'vitest';
import { faults } from '../stack/athena/faults/client.ts';
import type { FaultRule } from '../stack/athena/faults/rules.ts';

/** Statements that the Athena server was really asked to run meanwhile. */
export async function startedQueries(act: () => Promise<void>): Promise<readonly string[]> {
  const board = faults(inject('stack').endpoints.athena);
  const before = (await board.counts()).started.length;
  await act();
  return (await board.counts()).started.slice(before).map((query) => query.sql);
}

/** Athena answers like this meanwhile; gives how often it was called, by operation. */
export async function whileAthena(
  rules: readonly FaultRule[],
  act: () => Promise<void>,
): Promise<Readonly<Record<string, number>>> {
  const board = faults(inject('stack').endpoints.athena);
  await board.clear();
  await board.add(...rules);
  try {
    await act();
    return (await board.counts()).calls;
  } finally {
    await board.clear();
  }
}
