import { createRequire } from 'node:module';

type NodeApi = typeof import('@duckdb/node-api');

let loading: Promise<NodeApi> | undefined;

/** The native library takes a quarter of a second to load, so commands without a scan never do. */
export function loadDuckDb(): Promise<NodeApi> {
  loading ??= import('@duckdb/node-api');
  return loading;
}

/** `duckdb-1.5.5`, read from the package's own description: without loading the library. */
export function engineName(): string {
  const description: unknown = createRequire(import.meta.url)('@duckdb/node-api/package.json');
  const version =
    typeof description === 'object' && description !== null && 'version' in description
      ? String(description.version)
      : 'unknown';
  return `duckdb-${version.replace(/-r\.\d+$/, '')}`;
}
