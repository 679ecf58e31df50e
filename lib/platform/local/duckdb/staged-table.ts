import { open, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parseCsvHeader } from '../../../core/footers/csv-header.ts';
import type { StagingSpec } from '../../../core/ports.ts';
import { inParallel } from '../../../core/values/in-parallel.ts';
import { DataFileError } from './data-file-error.ts';
import { type OpenInstance, openInstance } from './open-instance.ts';
import { quoteName } from './quote.ts';
import { rowsOf, slicesOf } from './slices.ts';
import { type ResolvedFile, type ResolvedSpec, sourceSql } from './source-sql.ts';
import { typeSql } from './type-sql.ts';

/** Files that are readable as one view, in an instance that reaches nothing else. */
export interface StagedTable {
  readonly name: string;
  readonly spec: ResolvedSpec;
  /** An instance with one view of all files; opened when it is first asked for, where slices may do without. */
  readonly open: () => Promise<OpenInstance>;
  readonly profilePath?: string;
  readonly bytes: bigint;
  /** Rows present, counted once, on demand. */
  readonly rows: () => Promise<bigint>;
  readonly close: () => Promise<void>;
}

export async function stageTable(
  name: string,
  spec: StagingSpec,
  options: {
    readonly root: string;
    readonly lanes: number;
    readonly threads?: number;
    readonly profilePath?: string;
  },
): Promise<StagedTable> {
  const resolved = await resolveSpec(spec, options.root);
  const bytes = await sizeOf(resolved.files);
  let opened: Promise<OpenInstance> | undefined;
  const open = (): Promise<OpenInstance> => {
    opened ??= openInstance({
      files: resolved.files.map((f) => f.path),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.profilePath === undefined ? {} : { profilePath: options.profilePath }),
      prepare: (connection) => createView(connection, name, resolved),
    });
    return opened;
  };
  const inPath = resolved.columns.filter((c) => c.from === 'path').map((c) => c.name);
  if (slicesOf(resolved, inPath, options.lanes) === undefined) await open();
  let counted: Promise<bigint> | undefined;
  return {
    name,
    spec: resolved,
    open,
    ...(options.profilePath === undefined ? {} : { profilePath: options.profilePath }),
    bytes,
    rows: () => {
      const stated = resolved.format === 'parquet' ? rowsOf(resolved.files) : undefined;
      counted ??=
        stated === undefined ? open().then((o) => countRows(o, name)) : Promise.resolve(BigInt(stated));
      return counted;
    },
    close: async () => {
      await (await opened)?.close();
      if (options.profilePath !== undefined) await rm(options.profilePath, { force: true });
    },
  };
}

/**
 * DuckDB takes the types of the first file, unless it is told to open all of them first. That is only needed where
 * the first file's type is narrower than the type that the spec found over all files.
 */
export async function createView(
  connection: DuckDBConnection,
  name: string,
  spec: ResolvedSpec,
): Promise<void> {
  const view = (unionByName: boolean) =>
    `CREATE OR REPLACE VIEW ${quoteName(name)} AS ${sourceSql(spec, { unionByName })}`;
  await connection.run(view(false));
  if (spec.format !== 'parquet' || spec.files.length < 2) return;
  const described = await connection.runAndReadAll(
    `SELECT column_name, column_type FROM (DESCRIBE ${quoteName(name)})`,
  );
  const types = new Map(described.getRows().map(([column, type]) => [String(column), String(type)]));
  const narrower = spec.columns.some(
    ({ name: column, type, from }) =>
      from === 'file' &&
      (type.kind === 'integer' || type.kind === 'floating' || type.kind === 'decimal') &&
      types.get(column)?.replaceAll(' ', '') !== typeSql(type).replaceAll(' ', ''),
  );
  if (narrower) await connection.run(view(true));
}

async function resolveSpec(spec: StagingSpec, root: string): Promise<ResolvedSpec> {
  const files = await inParallel(spec.files, async ({ path, partition, rows }): Promise<ResolvedFile> => {
    const absolute = isAbsolute(path) ? path : join(root, path);
    const counted = typeof rows === 'string' ? { rows } : {};
    if (spec.format !== 'csv') return { path: absolute, partition, ...counted };
    const header = parseCsvHeader(path, await readHead(absolute), spec.delimiter ?? ',');
    if (!header.ok) throw new DataFileError(header.error);
    return { path: absolute, partition, header: header.value };
  });
  return { ...spec, files };
}

/** A header is never longer than this. */
const HEAD_BYTES = 1024 * 1024;

async function readHead(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

async function sizeOf(files: readonly ResolvedFile[]): Promise<bigint> {
  const sizes = await inParallel(files, async (f) => BigInt((await stat(f.path)).size));
  return sizes.reduce((sum, size) => sum + size, 0n);
}

async function countRows({ instance }: OpenInstance, name: string): Promise<bigint> {
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${quoteName(name)}`);
    return BigInt(String(reader.getRows()[0]?.[0] ?? 0));
  } finally {
    connection.closeSync();
  }
}
