import type { Table } from '@aws-sdk/client-glue';
import { issue } from '../../../core/contract/issue.ts';
import type { Dataset } from '../../../core/contract/model.ts';
import { platformError } from '../../../core/contract/platform-error.ts';
import { tableOf } from '../../../core/environment/environment.ts';
import type { Publisher } from '../../../core/ports.ts';
import type { DatasetState, Intent } from '../../../core/publish/facts.ts';
import type { AwsContext } from '../clients.ts';
import { wording } from '../errors.ts';
import { createPartitions, deletePartitions, type Refused, updatePartitions } from '../glue-partitions.ts';
import { getTable, updateTable } from '../glue-tables.ts';
import type { S3Lake } from '../lake/s3-lake.ts';
import { toGlueValue } from '../partition-text.ts';
import { keysOf, observeTable, readShown } from './observe-table.ts';
import { ownTable } from './own-table.ts';
import { isOurs, SHOWN_PARAMETER } from './parameters.ts';
import {
  type PlacedManifest,
  type PlannedPartitions,
  planPartitions,
  shownAfter,
  whyNotRepaired,
} from './plan-partitions.ts';
import { refuseTable, type TableToPublish } from './refuse-table.ts';
import { fullName, isDatasetName } from './table-place.ts';

/** The contract of a dataset, for creating its table; undefined where it is not known. */
export type ContractOf = (dataset: string) => Promise<Dataset | undefined>;

/**
 * Readers of the feature table see a partition where its entry in Glue points: into the folder of the run that wrote it. One
 * entry changes atomically, several do not; what came of them is read back from Glue and S3. Throws PlatformError.
 */
export function gluePartitionPublisher(
  lake: S3Lake,
  contractOf: ContractOf,
  context: AwsContext<'glue' | 's3'>,
): Publisher {
  const { config } = context;
  const toPublish = async (dataset: string): Promise<TableToPublish> => ({
    dataset,
    name: tableOf(dataset, config),
    contract: await contractOf(dataset),
  });
  const observe = (dataset: string) =>
    wording(`reading what readers of ${dataset} see`, () =>
      observeTable(dataset, tableOf(dataset, config), lake, context),
    );
  return {
    name: 'glue-partition',
    refuse: (dataset, moving) =>
      wording(`looking at the table of ${dataset}`, async () => {
        if (!isDatasetName(dataset)) return [issue('SLU-531', { dataset })];
        return refuseTable(await toPublish(dataset), moving, context);
      }),
    project: (dataset) =>
      wording(`looking at the table of ${dataset}`, async () => {
        const name = tableOf(dataset, config);
        const table = await getTable(name.database, name.name, context);
        const before = table !== undefined && isOurs(table, dataset) ? fullName(name) : null;
        return { before, after: fullName(name) };
      }),
    apply: (intent, state) =>
      wording(`publishing ${intent.dataset}`, async () =>
        apply(intent, state, await toPublish(intent.dataset), lake, context),
      ),
    observe,
    beyondRepair: (state) =>
      wording(`looking at what readers of ${state.dataset} see`, async () => {
        const shown = await readShown(state.dataset, tableOf(state.dataset, config), context);
        return whyNotRepaired(state, shown?.partitions ?? new Map(), lake, config);
      }),
    missing: (manifest) =>
      wording(`looking for files of ${manifest.dataset}`, async () => {
        const found = new Map((await lake.pin(manifest.files.map((f) => f.path))).map((f) => [f.path, f]));
        return manifest.files
          .filter((f) => found.get(f.path)?.etag !== f.etag || found.get(f.path)?.sizeBytes !== f.sizeBytes)
          .map((f) => f.path);
      }),
  };
}

async function apply(
  intent: Intent,
  state: DatasetState,
  of: TableToPublish,
  lake: S3Lake,
  context: AwsContext<'glue' | 's3'>,
): Promise<void> {
  const { dataset, name } = of;
  const before = await readShown(dataset, name, context);
  const plan = await planPartitions(intent, state, before?.partitions ?? new Map(), lake, context.config);
  const table = before?.table ?? (await ownTable(of, [...shownAfter(intent, state).values()], lake, context));
  if ((table.PartitionKeys ?? []).length === 0) return showWhole(table, plan, context);
  const input = ({ manifest, location }: PlacedManifest) => ({
    Values: keysOf(table).map((key) => toGlueValue(manifest.partition[key.name], key)),
    StorageDescriptor: { ...table.StorageDescriptor, Location: location },
    Parameters: { 'sluice.snapshot': manifest.sha256, 'sluice.run': intent.runId },
  });
  const refused = [
    ...(await createPartitions(name, plan.create.map(input), context)),
    ...(await updatePartitions(name, plan.update.map(input), context)),
    ...(await deletePartitions(
      name,
      plan.remove.map((p) => p.values),
      context,
    )),
  ];
  refuseHalf(dataset, refused);
}

function refuseHalf(dataset: string, refused: readonly Refused[]): void {
  const [first] = refused;
  if (first === undefined) return;
  const words = [first.code, first.message].filter((w) => w !== '').join(': ');
  throw platformError('SLU-580', { dataset, count: String(refused.length), first: words.replace(/\.$/, '') });
}

/** A table without partitions shows one folder: its own location. */
async function showWhole(
  table: Table,
  { create, update, remove }: PlannedPartitions,
  context: AwsContext<'glue' | 's3'>,
): Promise<void> {
  const [next] = [...create, ...update];
  if (next === undefined && remove.length === 0) return;
  const location = next?.location ?? `${table.Parameters?.['sluice.root'] ?? ''}none/`;
  await updateTable(
    table,
    {
      StorageDescriptor: { ...table.StorageDescriptor, Location: location },
      Parameters: { ...table.Parameters, [SHOWN_PARAMETER]: String(next !== undefined) },
    },
    context,
  );
}
