import type { Ports } from '../../core/ports.ts';
import { findBody } from '../state/bodies.ts';
import type { RunRequest } from '../state/request.ts';
import { findCurrent } from './execution.ts';

/** What a run that will not go on holds, and what may be done about it. */
export interface AbandonedRun {
  readonly request: RunRequest;
  /**
   * It may be publishing at this moment: a machine that is stopped does not stop the function that it called. Then its
   * lease ends by itself, later than that function can.
   */
  readonly mayStillPublish: boolean;
}

/** The run that an execution was in; undefined where it ended before one began: it was refused, or never got the lease. */
export async function abandonedRun(
  execution: string,
  ports: Pick<Ports, 'lake'>,
): Promise<AbandonedRun | undefined> {
  const run = await findCurrent(ports, execution);
  if (run === undefined) return undefined;
  const request = await findBody(ports.lake, run.ref, 'request');
  if (request === undefined) return undefined;
  const [judged, published] = await Promise.all([
    findBody(ports.lake, run.ref, 'judged'),
    findBody(ports.lake, run.ref, 'published'),
  ]);
  return { request, mayStillPublish: judged !== undefined && published === undefined };
}
