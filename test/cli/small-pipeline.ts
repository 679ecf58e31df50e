import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { outside } from '../platform/local/duckdb/files.ts';
import { type Ended, Workplace } from './sluice.ts';

/** Rows of a day: how many, and the value that each holds (the contract wants 0 to 100, and at least 2 rows). */
export interface Day {
  readonly day: string;
  readonly rows?: number;
  readonly value?: number;
}

export const FOUR_DAYS: readonly Day[] = ['2001-01-01', '2001-01-02', '2001-01-03', '2001-01-04'].map(
  (day) => ({
    day,
  }),
);

const contract = (settings: readonly string[], maximum: number): string => `apiVersion: v3.1.0
kind: DataContract
id: small-days
name: days
version: 1.0.0
status: active
domain: small
schema:
  - name: days
    customProperties:
      - { property: sluice.granularity, value: P1D }
${settings.map((s) => `      - ${s}\n`).join('')}    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: value, logicalType: integer, required: true, logicalTypeOptions: { minimum: 0, maximum: ${maximum} } }
    quality:
      - { id: rows, metric: rowCount, mustBeGreaterOrEqualTo: 2 }
      - { id: mean, type: sql, query: "SELECT AVG(value) FROM {object}", mustBeLessOrEqualTo: 90, severity: warning }
`;

/** A pipeline over a source of a few days, in a folder of its own: a whole run takes well under a second of work. */
export class SmallPipeline extends Workplace {
  readonly folder = join(this.contracts, 'small');
  readonly source = join(this.root, 'source');

  constructor() {
    super();
    mkdirSync(this.folder);
    mkdirSync(this.source);
    writeFileSync(
      join(this.folder, 'raw.odcs.yaml'),
      `apiVersion: v3.1.0
kind: DataContract
id: small-raw
name: raw
version: 1.0.0
status: active
domain: small
servers: [{ server: local, type: local, path: "${this.source}", format: parquet }]
schema:
  - name: raw
    properties: [{ name: at, logicalType: timestamp }, { name: value, logicalType: integer }]
`,
    );
    this.sql(
      'SELECT CAST(at AS DATE) AS day, value FROM {source} WHERE at >= {windowStart} AND at < {windowEnd}',
    );
    this.contract([]);
    this.pipeline('enforce');
  }

  sql(text: string): void {
    writeFileSync(join(this.folder, 'days.sql'), `${text}\n`);
  }

  /** Replaces words of a file below the contracts folder. */
  edit(name: string, from: string | RegExp, to: string): void {
    const text = this.read(name);
    if (text.replace(from, to) === text) throw new Error(`${name} does not hold ${from}`);
    writeFileSync(join(this.contracts, name), text.replace(from, to));
  }

  /** Settings are entries of the dataset's customProperties. */
  contract(settings: readonly string[], maximum = 100): void {
    writeFileSync(join(this.folder, 'days.odcs.yaml'), contract(settings, maximum));
  }

  pipeline(mode: 'enforce' | 'shadow', end = '2001-01-05'): void {
    writeFileSync(
      join(this.folder, 'days.pipeline.yaml'),
      `apiVersion: sluice/v1
name: small/days
source: { dataset: small/raw, version: 1.0.0 }
candidate: { sql: days.sql }
contract: { name: days, version: 1.0.0 }
schedule: { cron: "0 6 * * *", timezone: UTC, window: P1D, delay: PT6H }
window: { start: 2001-01-01, end: ${end} }
mode: ${mode}
`,
    );
  }

  /** A file below the contracts folder. */
  read(name: string): string {
    return readFileSync(join(this.contracts, name), 'utf8');
  }

  /** Writes one source file; `name` lets a day have a file of its own. */
  async write(days: readonly Day[], name = 'all'): Promise<void> {
    const selects = days.map(
      ({ day, rows = 3, value = 50 }) =>
        `SELECT TIMESTAMP '${day}' + INTERVAL (i) MINUTE AS at, ${value}::BIGINT AS value FROM range(${rows}) r(i)`,
    );
    await outside(
      `COPY (${selects.join(' UNION ALL ')}) TO '${join(this.source, `${name}.parquet`)}' (FORMAT parquet)`,
    );
  }

  /** The only file that readers see of a day. */
  publishedFile(day: string): string {
    const folder = join(this.sluice('path', 'small/days').stdout.trim(), `day=${day}`);
    return join(folder, readdirSync(folder)[0] ?? '');
  }

  run(...options: readonly string[]): Ended {
    return this.sluice('run', 'small/days', ...options);
  }

  /** The outcome of a run as JSON, whatever it decided. */
  outcome(...options: readonly string[]): RunOutcome {
    const ended = this.run('--format', 'json', ...options);
    if (ended.stdout === '') throw new Error(`exit code ${ended.code}: ${ended.stderr}`);
    return JSON.parse(ended.stdout);
  }

  /** The days that a reader outside sees, with their number of rows; undefined where nothing is published yet. */
  async visible(): Promise<Readonly<Record<string, number>>> {
    const path = this.sluice('path', 'small/days').stdout.trim();
    const files = `read_parquet('${path}/**/*.parquet', hive_partitioning = true)`;
    const rows = await outside(`SELECT day::VARCHAR, count(*)::INTEGER FROM ${files} GROUP BY 1 ORDER BY 1`);
    return Object.fromEntries(rows.map(([day, count]) => [String(day), Number(count)]));
  }
}

export const publications = (outcome: RunOutcome): Readonly<Record<string, string>> =>
  Object.fromEntries(outcome.partitions.map((p) => [String(p.partition.day), p.publication]));
