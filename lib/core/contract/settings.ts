import type * as z from 'zod';
import { readSettings } from './custom-settings.ts';
import type { SourceRef } from './issue.ts';
import type { Budget, Settings } from './model.ts';
import type { OdcsContract } from './odcs/contract.ts';
import type { Reading } from './reading.ts';
import type { ObjectSite } from './sites.ts';
import { DATASET_PROPERTIES, PREFIX } from './sluice-properties.ts';

type Name = keyof typeof DATASET_PROPERTIES;
type Entries = ReturnType<typeof readSettings>;

/** `sluice.*` at the top of the contract: defaults of every dataset. Read once, so that a mistake is said once. */
export const readDefaults = (reading: Reading, odcs: OdcsContract): Entries =>
  readSettings(reading, odcs.customProperties, [], 'dataset');

/** The settings of one dataset: its own, else the contract's, else the careful default. */
export function readDatasetSettings(
  reading: Reading,
  defaults: Entries,
  site: ObjectSite,
  partitionedBy: readonly string[],
): Settings {
  const own = readSettings(reading, site.object.customProperties, site.path, 'dataset');
  const entries = new Map([...defaults, ...own]);
  const value = <N extends Name>(name: N): z.infer<(typeof DATASET_PROPERTIES)[N]> | undefined => {
    const parsed = DATASET_PROPERTIES[name].safeParse(entries.get(name)?.value);
    return parsed.success ? (parsed.data as z.infer<(typeof DATASET_PROPERTIES)[N]>) : undefined;
  };
  const at: Record<string, SourceRef> = {};
  for (const [name, entry] of entries) at[`${PREFIX}${name}`] = entry.at;

  const granularity = value('granularity');
  const where = own.get('granularity')?.at;
  if (granularity !== undefined && partitionedBy.length === 0 && where !== undefined) {
    reading.add({
      code: 'SLU-164',
      severity: 'error',
      at: where,
      params: { dataset: site.object.name, granularity },
    });
  }
  const budget = value('budget');
  const { versions = 3, duration = 'P1D' } = value('retention') ?? {};
  return {
    policy: value('policy') ?? 'STRICT',
    publisher: value('publisher') ?? 'local',
    ...(granularity !== undefined && partitionedBy.length > 0 ? { granularity } : {}),
    onMissingPartition: value('onMissingPartition') ?? 'reject',
    unit: value('unit') ?? 'partition',
    extraColumns: value('extraColumns') ?? 'warn',
    retention: { versions, duration },
    ...(budget === undefined ? {} : { budget: defined(budget) }),
    at,
  };
}

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Without what nobody said. */
function defined({ bytesPerRun, usdPerRun, usdPerTb }: Given<Budget>): Budget {
  return {
    ...(bytesPerRun === undefined ? {} : { bytesPerRun }),
    ...(usdPerRun === undefined ? {} : { usdPerRun }),
    ...(usdPerTb === undefined ? {} : { usdPerTb }),
  };
}
