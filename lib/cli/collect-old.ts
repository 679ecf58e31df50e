import { type Collection, collect, type Keeping, planCollection } from '../platform/local/collect.ts';
import { underLease } from './move-pointers.ts';
import type { LocalServices } from './services.ts';

/** Removes what nothing needs any more, or only says what that would be; under the dataset's lease. */
export const collectOld = (
  dataset: string,
  keeping: Keeping,
  { ports, lake }: LocalServices,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<Collection> =>
  underLease(dataset, ports, async () => {
    const plan = await planCollection(dataset, keeping, { lake, ledger: ports.ledger });
    if (!dryRun) await collect(plan, lake);
    return plan;
  });
