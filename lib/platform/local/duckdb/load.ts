import description from '@duckdb/node-api/package.json' with { type: 'json' };

type NodeApi = typeof import('@duckdb/node-api');

let loading: Promise<NodeApi> | undefined;

/** The native library takes a quarter of a second to load, so commands without a scan never do. */
export function loadDuckDb(): Promise<NodeApi> {
  loading ??= import('@duckdb/node-api');
  return loading;
}

/** `duckdb-1.5.5`, from the package's own description: without loading the library. */
export const engineName = (): string => `duckdb-${description.version.replace(/-r\.\d+$/, '')}`;
