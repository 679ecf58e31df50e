import { rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { loadDuckDb } from './load.ts';
import { globOf, quoteList, quoteText } from './quote.ts';

export interface InstanceRequest {
  /** The only files that can be read (absolute paths). */
  readonly files: readonly string[];
  /** The only folder that can be written. */
  readonly target?: string;
  readonly threads?: number;
  readonly settings?: readonly string[];
  /** Runs before the configuration is locked. */
  readonly prepare: (connection: DuckDBConnection) => Promise<void>;
  /** Where the engine writes its own profile after each query of the first connection. */
  readonly profilePath?: string;
}

export interface OpenInstance {
  readonly instance: DuckDBInstance;
  /** Profiling belongs to a connection, and only this one was made before the lock. */
  readonly first: DuckDBConnection;
  /** Frees the memory and removes what was spilled to disk. */
  readonly close: () => Promise<void>;
}

let opened = 0;

/**
 * An in-memory DuckDB of its own that reaches exactly the given files: external access off, nothing loaded or
 * installed by itself, configuration locked.
 */
export async function openInstance(request: InstanceRequest): Promise<OpenInstance> {
  const { DuckDBInstance } = await loadDuckDb();
  opened += 1;
  // Without a name of its own the spill folder would be `.tmp` in the working directory.
  const spill = join(tmpdir(), `sluice-duckdb-${process.pid}-${opened}`);
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(request.threads ?? availableParallelism()),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: spill,
  });
  try {
    const first = await instance.connect();
    for (const setting of settingsOf(request)) await first.run(setting);
    await request.prepare(first);
    if (request.profilePath !== undefined) {
      await first.run("SET enable_profiling = 'json'");
      await first.run(`SET profiling_output = ${quoteText(request.profilePath)}`);
    }
    await first.run('SET lock_configuration = true');
    const close = async (): Promise<void> => {
      first.closeSync();
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
    };
    return { instance, first, close };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function settingsOf({ files, target, profilePath, settings = [] }: InstanceRequest): readonly string[] {
  // A path is looked up as it is written in the query, which for odd names is a pattern.
  const paths = [...new Set([...files, ...files.map(globOf)])];
  if (target !== undefined) paths.push(target);
  if (profilePath !== undefined) paths.push(profilePath);
  return [
    "SET GLOBAL TimeZone = 'UTC'",
    // it answers conditions from what writers state, and some state no nulls where there are (pyarrow before 6)
    "SET GLOBAL disabled_optimizers = 'statistics_propagation'",
    ...settings,
    `SET GLOBAL allowed_paths = ${quoteList(paths)}`,
    ...(target === undefined ? [] : [`SET GLOBAL allowed_directories = ${quoteList([target])}`]),
    'SET GLOBAL enable_external_access = false',
  ];
}
