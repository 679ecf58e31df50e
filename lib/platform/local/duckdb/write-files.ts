import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { WriteSpec } from '../../../core/ports.ts';
import { checkSelect } from './check-select.ts';
import { openInstance } from './open-instance.ts';
import { quoteName, quoteText } from './quote.ts';
import type { StagedTable } from './staged-table.ts';
import { createView } from './staged-table.ts';
import { StatementRefused } from './statement-refused.ts';

/** Folders that are open for writing at once; with more partitions than this some get several files. */
const OPEN_FOLDERS = 500;

/**
 * Writes the rows of one SELECT below `target`, in an instance of its own that can read the source's files and
 * write that one folder. One thread: the rows keep their order, a partition gets one file, and the same input gives
 * the same bytes again (two threads were about a fifth faster, and gave other files each time).
 * Partition columns are in the folder names only. The files are not fsynced.
 */
export async function writeFiles(
  spec: WriteSpec,
  source: StagedTable,
  root: string,
  onStart: (interrupt: () => void) => void,
): Promise<void> {
  const target = isAbsolute(spec.target) ? spec.target : join(root, spec.target);
  await mkdir(target, { recursive: true });
  const { first, close } = await openInstance({
    files: source.spec.files.map((f) => f.path),
    target,
    threads: 1,
    settings: [`SET GLOBAL partitioned_write_max_open_files = ${OPEN_FOLDERS}`],
    prepare: async (connection) => {
      await createView(connection, source.name, source.spec);
    },
  });
  onStart(() => first.interrupt());
  try {
    const checked = await checkSelect(first, spec.sql, source.name);
    if ('refused' in checked) throw new StatementRefused(checked.refused);
    await first.run(copyStatement(spec, target));
  } finally {
    await close();
  }
}

function copyStatement({ sql, partitionedBy, filePrefix }: WriteSpec, target: string): string {
  const options = ['FORMAT parquet', 'COMPRESSION zstd'];
  if (partitionedBy.length === 0) {
    return `COPY (${sql}) TO ${quoteText(join(target, `${filePrefix}-0.parquet`))} (${options.join(', ')})`;
  }
  options.push(`PARTITION_BY (${partitionedBy.map(quoteName).join(', ')})`);
  options.push(`FILENAME_PATTERN ${quoteText(`${filePrefix}-{i}`)}`);
  return `COPY (${sql}) TO ${quoteText(target)} (${options.join(', ')})`;
}
