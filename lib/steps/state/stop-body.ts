import type { Ports } from '../../core/ports.ts';
import { findBody } from './bodies.ts';
import { type Holdings, holdingsOf, letGo } from './let-go.ts';
import type { Bodies } from './state.ts';

/** Bodies of the steps that ask an engine. */
export type Started = Pick<Bodies, 'writing' | 'measuring' | 'sampling'>;

const HOLDINGS: { readonly [K in keyof Started]: (body: Started[K]) => Holdings } = {
  writing: ({ queries, source, ran }) =>
    ran === undefined ? { queries, tables: [source] } : { queries: [], tables: [] },
  measuring: ({ running, tables }) => ({
    queries: running.map((r) => r.query),
    tables: tables.map((t) => t.table),
  }),
  sampling: ({ queries }) => holdingsOf(queries),
};

/** Stops the queries that a body has on record as started, and drops their tables; it may not be there. Never throws. */
export async function stopBody<K extends keyof Started>(
  name: K,
  ref: string,
  ports: Pick<Ports, 'lake' | 'engine' | 'catalog'>,
): Promise<void> {
  try {
    const body: Started[K] | undefined = await findBody(ports.lake, ref, name);
    if (body !== undefined) await letGo(HOLDINGS[name](body), ports);
  } catch {
    // what cannot be read tells of nothing to stop; the failure that led here is what matters
  }
}
