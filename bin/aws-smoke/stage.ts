import { mergeColumns } from '../../lib/core/footers/neighbours.ts';
import { readFooter } from '../../lib/core/footers/read-footer.ts';
import type { StagingSpec } from '../../lib/core/ports.ts';
import type { PhysicalColumn } from '../../lib/core/sql/physical.ts';
import type { World } from './world.ts';

interface Staged {
  /** Its name alone: queries are sent with the staging database. */
  readonly table: string;
}

export interface StagedFiles {
  readonly runId: string;
  readonly files: StagingSpec['files'];
  /** Of the partition. */
  readonly keys?: readonly PhysicalColumn[];
}

/** Stages files as a run does, columns as their own footers have them; the table goes when the work has ended. */
export async function staged<T>(
  { runId, files, keys = [] }: StagedFiles,
  { lake, catalog }: World,
  work: (table: Staged) => Promise<T>,
): Promise<T> {
  const footers = await Promise.all(
    files.map(async ({ path }) => {
      const [found] = await lake.list(path);
      if (found === undefined) throw new Error(`${path} is not there`);
      const footer = await readFooter(found, lake.readRange);
      if (!footer.ok) throw new Error(`the footer of ${path} cannot be read`);
      return footer.value;
    }),
  );
  const columns = [...mergeColumns(footers), ...keys];
  const table = await catalog.stage({
    ...{ dataset: 'aviation/smoke', runId, attempt: 1, format: 'parquet', files },
    columns,
  });
  try {
    return await work(table);
  } finally {
    await catalog.drop(table);
  }
}
