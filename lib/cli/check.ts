import { resolve } from 'node:path';
import { issue } from '../core/contract/issue.ts';
import { instantText, parseInstant } from '../core/values/instant.ts';
import { contractCache, type ReadContract } from '../platform/local/contract-cache.ts';
import { readTextFile } from '../platform/local/folder-registry.ts';
import { verdictText } from '../report/verdict-text.ts';
import { inspectData } from '../steps/check/check-data.ts';
import { chooseSchema } from '../steps/request/resolve-run.ts';
import type { Run } from './commands.ts';
import { FAIL_ON, rejectionCode } from './exit-code.ts';
import { CliFailure, orFail } from './failure.ts';
import { choiceOption, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { now } from './services.ts';
import { BUILD } from './version.ts';

const FORMATS = { parquet: /\.(parquet|pq)$/i, csv: /\.csv$/i, json: /\.(json|jsonl|ndjson)$/i } as const;

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const failOn = choiceOption(options, 'failOn', '--fail-on', FAIL_ON) ?? 'error';
  const { contract, warnings } = await contractOf(textOption(options, 'contract') ?? '');
  if (format === 'text') output.issues(warnings);
  const dataset = orFail(chooseSchema(contract, textOption(options, 'schema')));
  const path = resolve(String(operands[0]));
  const { localLake } = await import('../platform/local/lake.ts');
  const lake = localLake(process.cwd());
  const listed = await lake.list(path);
  if (listed.length === 0) {
    const { existsSync } = await import('node:fs');
    const shown = String(operands[0]);
    throw new CliFailure([
      existsSync(path) ? issue('SLU-413', { folder: shown }) : issue('SLU-603', { path: shown }),
    ]);
  }
  const wanted = textOption(options, 'report');
  const write =
    wanted === undefined ? undefined : await (await import('./check-report.ts')).prepareReport(wanted);
  const { createDuckDb } = await import('../platform/local/duckdb/create-duckdb.ts');
  const duck = createDuckDb({ root: process.cwd() });
  try {
    const request = {
      contract,
      dataset,
      path,
      format: formatOf(
        listed.map((f) => f.path),
        path,
      ),
      now: instantOf(options),
      samples: write !== undefined && options.samples !== false,
    };
    const inspection = orFail(await inspectData(request, { ...duck, lake }, now));
    const { verdict } = inspection;
    const text = { color: output.color, width: output.width };
    output.data(format === 'json' ? JSON.stringify(verdict, null, 2) : verdictText(verdict, text));
    if (write !== undefined) output.say(`report: ${await write(inspection, contract, dataset)}`);
    return rejectionCode(verdict, failOn);
  } finally {
    await duck.close();
    await lake.close();
  }
};

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

function formatOf(files: readonly string[], path: string): keyof typeof FORMATS {
  const formats = (['parquet', 'csv', 'json'] as const).filter((f) =>
    files.every((name) => FORMATS[f].test(name)),
  );
  const [only] = formats;
  if (only === undefined) throw new CliFailure([issue('SLU-611', { path })]);
  return only;
}

function instantOf(options: Record<string, unknown>): string {
  const given = textOption(options, 'now');
  if (given === undefined) return now();
  const micros = parseInstant(given);
  if (micros === undefined) throw new CliFailure([issue('SLU-443', { instant: given })]);
  return instantText(micros);
}
