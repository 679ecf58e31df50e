import type { DuckDBConnection } from '@duckdb/node-api';

export function judgeFlights(
  connection: DuckDBConnection,
  folder: string,
): Promise<{ days: number; rejected: { day: string; rules: string[] }[] }>;
