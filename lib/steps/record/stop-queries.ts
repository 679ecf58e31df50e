import type { Ports } from '../../core/ports.ts';
import { type Started, stopBody } from '../state/stop-body.ts';

/**
 * Of a run that failed: stops every query that its bodies under `ref` have on record, which would go on and be charged,
 * and drops its staged tables. No file is touched: the candidates stay, whatever became of a publish. Never throws.
 */
export async function stopQueries(
  ref: string,
  ports: Pick<Ports, 'lake' | 'engine' | 'catalog'>,
): Promise<void> {
  const stop = (name: keyof Started) => stopBody(name, ref, ports);
  await Promise.all([stop('writing'), stop('measuring'), stop('sampling')]);
}
