import { type Issue, issue } from '../../core/contract/issue.ts';
import type { Ports, QueryRef } from '../../core/ports.ts';
import { StepFailure } from '../state/failure.ts';

export interface Polled {
  readonly running: number;
  /** What those that have ended read. */
  readonly rowsScanned: string;
  readonly bytesScanned: string;
}

/** How many of a step's queries still run; one that failed fails the step with `code`. */
export async function pollAll(
  queries: readonly QueryRef[],
  ports: Pick<Ports, 'engine'>,
  code: Issue['code'],
): Promise<Polled> {
  let running = 0;
  let rows = 0n;
  let bytes = 0n;
  for (const query of queries) {
    const state = await ports.engine.poll(query);
    if (state.state === 'running') running += 1;
    if (state.state === 'succeeded') {
      rows += BigInt(state.stats.rowsScanned);
      bytes += BigInt(state.stats.bytesScanned);
    }
    if (state.state === 'failed' && state.cell !== undefined) {
      throw new StepFailure([issue('SLU-445', { ...state.cell })], 2);
    }
    if (state.state === 'failed') {
      throw new StepFailure([issue(code, { message: state.message })], state.cause === 'statement' ? 2 : 3);
    }
  }
  return { running, rowsScanned: rows.toString(), bytesScanned: bytes.toString() };
}
