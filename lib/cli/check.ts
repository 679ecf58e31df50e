import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Issue, issue } from '../core/contract/issue.ts';
import type { Environment } from '../core/environment/environment.ts';
import type { Lake, Ports } from '../core/ports.ts';
import { instantText, parseInstant } from '../core/values/instant.ts';
import { contractCache, type ReadContract } from '../platform/local/contract-cache.ts';
import { readTextFile } from '../platform/local/folder-registry.ts';
import { BUILD } from '../platform/local/version.ts';
import { verdictText } from '../report/verdict-text.ts';
import { inspectData } from '../steps/check/check-data.ts';
import { chooseSchema } from '../steps/request/resolve-run.ts';
import { newId } from '../steps/state/new-id.ts';
import type { Run } from './commands.ts';
import { environmentOf } from './environments.ts';
import { FAIL_ON, rejectionCode } from './exit-code.ts';
import { CliFailure, orFail } from './failure.ts';
import { Interrupted, interruptible } from './interruption.ts';
import { choiceOption, flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { now } from './services.ts';

const FORMATS = { parquet: /\.(parquet|pq)$/i, csv: /\.csv$/i, json: /\.(json|jsonl|ndjson)$/i } as const;

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const failOn = choiceOption(options, 'failOn', '--fail-on', FAIL_ON) ?? 'error';
  const { contract, warnings } = await contractOf(textOption(options, 'contract') ?? '');
  if (format === 'text') output.issues(warnings);
  const dataset = orFail(chooseSchema(contract, textOption(options, 'schema')));
  const environment = environmentOf(flagsOf(options));
  const shown = String(operands[0]);
  const path = environment.platform === 'aws' ? s3Uri(shown, environment.name) : resolve(shown);
  const ports = await openCheck(environment);
  try {
    const listed = await ports.lake.list(path);
    if (listed.length === 0) throw new CliFailure([nothingAt(path, shown)]);
    const wanted = textOption(options, 'report');
    const write =
      wanted === undefined ? undefined : await (await import('./check-report.ts')).prepareReport(wanted);
    const request = {
      contract,
      dataset,
      path,
      format: await formatOf(
        listed.map((f) => f.path),
        path,
        ports.lake,
      ),
      now: instantOf(options),
      ...(environment.platform === 'aws' ? { runId: newId() } : {}),
      samples: write !== undefined && options.samples !== false,
    };
    // what runs in this process ends with it; what runs elsewhere has to be stopped
    const stopping = environment.platform === 'aws' ? interruptible : undefined;
    const inspection = orFail(await inspectData(request, ports, now, stopping));
    const { verdict } = inspection;
    const text = { color: output.color, width: output.width };
    output.data(format === 'json' ? JSON.stringify(verdict, null, 2) : verdictText(verdict, text));
    if (write !== undefined) output.say(`report: ${await write(inspection, contract, dataset)}`);
    return rejectionCode(verdict, failOn);
  } catch (cause) {
    if (!(cause instanceof Interrupted)) throw cause;
    output.say(`${cause.message}: its queries were stopped`);
    return cause.exitCode;
  } finally {
    await ports.close();
  }
};

interface CheckServices extends Pick<Ports, 'engine' | 'catalog' | 'lake'> {
  close(): Promise<void>;
}

/** DuckDB only loads when something has to be scanned, AWS only where an environment asks for it. */
async function openCheck(environment: Environment): Promise<CheckServices> {
  if (environment.platform === 'aws') return (await import('./aws-services.ts')).openAwsCheck(environment);
  const { localLake } = await import('../platform/local/lake.ts');
  const { createDuckDb } = await import('../platform/local/duckdb/create-duckdb.ts');
  const [lake, duck] = [localLake(process.cwd()), createDuckDb({ root: process.cwd() })];
  const close = async (): Promise<void> => {
    await duck.close();
    await lake.close();
  };
  return { engine: duck.engine, catalog: duck.catalog, lake, close };
}

function s3Uri(data: string, environment: string): string {
  if (/^s3:\/\/[^/]+\/./.test(data)) return data.replace(/\/+$/, '');
  const expected = `a place in S3 in environment ${environment}, like s3://bucket/folder`;
  throw new CliFailure([issue('SLU-612', { option: 'DATA', value: data, expected })]);
}

function nothingAt(path: string, shown: string): Issue {
  const isThere = path.startsWith('s3://') || existsSync(path);
  return isThere ? issue('SLU-413', { folder: shown }) : issue('SLU-603', { path: shown });
}

async function contractOf(path: string): Promise<ReadContract> {
  const file = orFail(readTextFile(path));
  const cache = contractCache(process.env, BUILD);
  const known = cache.find(file);
  if (known !== undefined) return known;
  const { readContract } = await import('../core/contract/read.ts');
  const read = orFail(readContract(file.text, file.path));
  cache.keep(file, read);
  return read;
}

/** By their endings; engines write files that have none, which are Parquet if they begin as such. */
async function formatOf(
  files: readonly string[],
  path: string,
  lake: Pick<Lake, 'readRange'>,
): Promise<keyof typeof FORMATS> {
  const hasEnding = (name: string): boolean => /\.[^./]+$/.test(name);
  const bare = files.find((name) => !hasEnding(name));
  const named = files.filter(hasEnding);
  const formats = (['parquet', 'csv', 'json'] as const).filter((f) =>
    named.every((name) => FORMATS[f].test(name)),
  );
  const [only] = formats;
  if (bare === undefined && only !== undefined) return only;
  const head = bare === undefined ? '' : Buffer.from(await lake.readRange(bare, 0, 4)).toString('latin1');
  if (head === 'PAR1' && formats.includes('parquet')) return 'parquet';
  throw new CliFailure([issue('SLU-611', { path })]);
}

function instantOf(options: Record<string, unknown>): string {
  const given = textOption(options, 'now');
  if (given === undefined) return now();
  const micros = parseInstant(given);
  if (micros === undefined) throw new CliFailure([issue('SLU-443', { instant: given })]);
  return instantText(micros);
}
