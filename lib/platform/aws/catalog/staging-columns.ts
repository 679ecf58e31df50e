import type { Column } from '@aws-sdk/client-glue';
import { platformError } from '../../../core/contract/platform-error.ts';
import type { StagingSpec } from '../../../core/ports.ts';
import { glueType } from '../glue-types.ts';
import type { PartitionKey } from '../partition-text.ts';

export interface StagingColumns {
  readonly cells: readonly Column[];
  readonly keys: readonly (Column & { readonly Name: string; readonly Type: string })[];
}

/**
 * The columns of a staged table. Parquet columns are found by name, whatever their case; one that some files lack is null
 * there. A column whose type Athena cannot read is left out: a rule that needs it is not evaluated, and nothing else suffers.
 */
export function stagingColumns({
  dataset,
  columns,
}: Pick<StagingSpec, 'dataset' | 'columns'>): StagingColumns {
  for (const same of Map.groupBy(columns, (c) => c.name.toLowerCase()).values()) {
    if (same.length < 2) continue;
    throw platformError('SLU-569', { dataset, columns: same.map((c) => c.name).join(', ') });
  }
  const cells = columns.flatMap(({ name, type, from }) => {
    const glue = glueType(type);
    return from === 'path' || glue === undefined ? [] : [{ Name: name.toLowerCase(), Type: glue }];
  });
  const keys = pathKeys({ columns }).map(({ name, type }) => ({ Name: name.toLowerCase(), Type: type }));
  return { cells, keys };
}

/** The columns that partitions have values of, as the contract names them. */
export const pathKeys = ({ columns }: Pick<StagingSpec, 'columns'>): readonly PartitionKey[] =>
  columns.flatMap(({ name, type, from }) =>
    from === 'path' ? [{ name, type: keyType(glueType(type)) }] : [],
  );

/** The text of a folder's name is read as one of these, or stays text. */
const KEY_TYPES = /^(tinyint|smallint|int|bigint|decimal\(.*\)|float|double|string|boolean|date|timestamp)$/;

const keyType = (type: string | undefined): string =>
  type !== undefined && KEY_TYPES.test(type) ? type : 'string';
