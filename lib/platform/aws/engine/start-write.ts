import { createHash } from 'node:crypto';
import { platformError } from '../../../core/contract/platform-error.ts';
import type { Lake, WriteSpec } from '../../../core/ports.ts';
import { quoteIdentifier } from '../../../core/sql/print.ts';
import type { AwsContext } from '../clients.ts';
import { PARQUET } from '../glue-formats.ts';
import { createTable, dropTable } from '../glue-tables.ts';
import { listObjects } from '../lake/listing.ts';
import { isHidden, placeToWrite, uriOf } from '../lake/place.ts';
import { tableName } from '../table-name.ts';
import { describeSelect, type SelectColumn } from './describe-select.ts';
import { startQuery } from './query.ts';
import type { Referred } from './reference.ts';
import { glueTypeOf } from './type-text.ts';

/** Athena's own limit of one INSERT INTO. */
export const MAX_PARTITIONS = 100;

/**
 * Writes a candidate by INSERT INTO a table that lies at the target: CTAS would write where the workgroup sends results.
 * The same token again is the same query. Until its end is known, because the table is named by the token and still there;
 * afterwards, because a note beside the target says which query it was.
 */
export async function startWrite(
  spec: WriteSpec,
  token: string,
  lake: Pick<Lake, 'get' | 'put'>,
  context: AwsContext,
): Promise<Referred> {
  const hash = createHash('sha256').update(token).digest('hex');
  const note = `${spec.target}.write-${hash.slice(0, 12)}.json`;
  const noted = await lake.get(note);
  if (noted !== undefined) return JSON.parse(Buffer.from(noted).toString());
  const started = await begin(spec, { token, hash }, context);
  if (started.kind === 'write') await lake.put(note, Buffer.from(JSON.stringify(started)));
  return started;
}

async function begin(
  spec: WriteSpec,
  { token, hash }: { readonly token: string; readonly hash: string },
  context: AwsContext,
): Promise<Referred> {
  const count = spec.partitions ?? 0;
  if (count > MAX_PARTITIONS) {
    throw platformError('SLU-564', { count: String(count), limit: String(MAX_PARTITIONS) });
  }
  const described = await describeSelect(spec.sql, token, context);
  if ('refused' in described) return { kind: 'refused', message: described.refused };
  const columns = described.columns.map((c) => ({ ...c, lower: c.name.toLowerCase() }));
  const lacking = spec.partitionedBy.find((name) => !columns.some((c) => c.lower === name.toLowerCase()));
  if (lacking !== undefined) {
    return { kind: 'refused', message: `it gives no column ${lacking}, by which the dataset is partitioned` };
  }
  refuseTwins(spec, columns);
  const keys = spec.partitionedBy.flatMap((n) => columns.find((c) => c.lower === n.toLowerCase()) ?? []);
  const cells = columns.filter((c) => !keys.includes(c));
  const table = tableName('cand', spec.id, hash);
  await createTarget(table, spec.target, cells, keys, context);
  const all = [...cells, ...keys];
  const sql = [
    `INSERT INTO ${quoteIdentifier(table)} (${all.map((c) => quoteIdentifier(c.lower)).join(', ')})`,
    `SELECT ${all.map(expressionOf).join(', ')} FROM (\n${spec.sql}\n) AS candidate`,
  ].join('\n');
  return { kind: 'write', id: await startQuery(sql, token, context), table };
}

function refuseTwins(spec: WriteSpec, columns: readonly SelectColumn[]): void {
  for (const same of Map.groupBy(columns, (c) => c.name.toLowerCase()).values()) {
    if (same.length < 2) continue;
    throw platformError('SLU-569', { dataset: spec.id, columns: same.map((c) => c.name).join(', ') });
  }
}

const ZONED = /^timestamp.* with time zone$/i;

/** A Hive table knows no zones: what is stored is the time in UTC. */
const expressionOf = ({ name, type }: SelectColumn): string =>
  ZONED.test(type) ? `CAST(${quoteIdentifier(name)} AT TIME ZONE 'UTC' AS TIMESTAMP)` : quoteIdentifier(name);

const toGlue = ({ name, type }: SelectColumn) => {
  const glue = ZONED.test(type) ? 'timestamp' : glueTypeOf(type);
  if (glue === undefined) throw platformError('SLU-566', { column: name, type });
  return { Name: name.toLowerCase(), Type: glue };
};

async function createTarget(
  table: string,
  target: string,
  cells: readonly SelectColumn[],
  keys: readonly SelectColumn[],
  { config, clients, pace }: AwsContext,
): Promise<void> {
  const place = placeToWrite(target, config);
  const input = {
    Name: table,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', 'parquet.compression': 'ZSTD' },
    StorageDescriptor: { ...PARQUET, Columns: cells.map(toGlue), Location: `${uriOf(place)}/` },
    PartitionKeys: keys.map(toGlue),
  };
  const { staging } = config.databases;
  // this very write was begun before: what lies there is its own
  if (!(await createTable(staging, input, { clients, pace }))) return;
  for await (const { key } of listObjects({ ...place, key: `${place.key}/` }, { clients, pace })) {
    if (isHidden(key.slice(place.key.length + 1))) continue;
    await dropTable(staging, table, { clients, pace });
    throw platformError('SLU-567', { path: target, file: key });
  }
}
