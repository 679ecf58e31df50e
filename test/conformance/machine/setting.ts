import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import type { RunMessage } from '../../../lib/core/notify/message.ts';
import type { Ledger } from '../../../lib/core/ports.ts';
import { openDynamoLedger } from '../../../lib/platform/aws/open-ledger.ts';
import { Workplace } from '../../cli/sluice.ts';
import { synthesised } from '../../infra/deployed.ts';
import { type Definition, grantedOf, machineOf, type TemplateMachine } from '../../infra/machine-of.ts';
import { makeEnvironment, stackClients } from '../stack/seed.ts';
import { trinoStatement } from '../stack/trino-statement.ts';
import { recordCalls } from './calls.ts';
import { makeListeners } from './listeners.ts';
import { type Execution, execute, type Handler, invoke, loadHandlers } from './world.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
export const DATASET = 'aviation/flights';
export const PIPELINE = 'aviation/flights';

/** Stands between the machine and a function. */
export type Around = (name: string, call: () => Promise<unknown>) => Promise<unknown>;

/** One environment: its template, with everything there that a deployment would have made. */
export interface Setting {
  readonly name: string;
  /** The command line, with this environment's contracts and a local lake of its own. */
  readonly place: Workplace;
  readonly machine: TemplateMachine;
  /** Actions that each function may take. */
  readonly granted: ReadonlyMap<string, ReadonlySet<string>>;
  readonly ledger: Ledger;
  /** `definition`: in the place of the template's; its edges do not count. */
  run(name: string, input: unknown, around?: Around, definition?: Definition): Promise<Execution>;
  /** What EventBridge does when an execution ended badly. */
  ended(execution: string, cause?: Pick<Execution, 'error' | 'cause'>): Promise<unknown>;
  /** Days that readers see. */
  published(): Promise<readonly string[]>;
  /** Messages since it was asked last. */
  heard(): Promise<readonly RunMessage[]>;
}

/** Every edge that any machine went along. */
export const walked = new Set<string>();

const ofEnvironment = (name: string): string => `apiVersion: sluice/v1
name: ${name}
platform: aws
region: us-east-1
lake: s3://sluice-${name}/lake/
results: s3://sluice-${name}/results/
`;

/** Puts something else into a file. */
export type Edit = (text: string) => string;

export interface Edits {
  /** Of the flights, once the template is there. */
  readonly contract?: Edit;
  /** Of the flights, before. */
  readonly pipeline?: Edit;
}

function edited(file: string, edit: Edit = (same) => same): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

/** Its handlers are those that are loaded now: `vi.resetModules()` before, where others were loaded. */
export async function openSetting(name: string, { contract: edit, pipeline }: Edits = {}): Promise<Setting> {
  const address = inject('stack');
  const place = new Workplace();
  const { contracts } = place;
  const file = join(contracts, `${name}.environment.yaml`);
  writeFileSync(file, ofEnvironment(name));
  const raw = join(contracts, 'aviation/flights_raw.odcs.yaml');
  const server = `  - server: ${name}\n    type: s3\n    environment: ${name}\n    location: s3://sluice-${name}/raw/flights-3m.parquet\n    format: parquet\n`;
  writeFileSync(raw, readFileSync(raw, 'utf8').replace('\nschema:', `\n${server}schema:`));
  edited(join(contracts, 'aviation/flights.pipeline.yaml'), pipeline);
  const { templates, problem } = synthesised(contracts, name);
  const template = templates.get(`sluice-${name}-aviation`);
  if (template === undefined) throw new Error(problem ?? [...templates.keys()].join(', '));
  edited(join(contracts, 'aviation/flights.odcs.yaml'), edit);
  const stand = join(place.root, 'stack.json');
  writeFileSync(stand, JSON.stringify(address));
  writeFileSync(file, `${ofEnvironment(name)}endpoints: { file: ${stand} }\n`);
  const machine = machineOf(template);
  recordCalls();
  await makeEnvironment(address, name, ['aviation']);
  await putFlights(`sluice-${name}`);
  const { topicArn, bus, heard } = await makeListeners(address, `sluice-${name}`);
  const results = `s3://sluice-${name}/results/`;
  const handlers = await loadHandlers(machine, {
    contracts,
    workgroup: 'primary',
    results,
    topic: topicArn,
    bus,
  });
  return {
    name,
    place,
    machine,
    granted: grantedOf(template),
    ledger: openDynamoLedger({ ...address, ledgerTable: `sluice-${name}` }),
    run: async (execution, input, around, definition = machine.definition) => {
      const done = await run(definition, handlers, { name: execution, input, around });
      if (definition === machine.definition) for (const edge of done.edges) walked.add(edge);
      return done;
    },
    ended: (execution, cause) => abandon(handlers, name, execution, cause),
    published: () => daysOf(`sluice_${name}_aviation.flights`),
    heard,
  };
}

async function putFlights(Bucket: string): Promise<void> {
  const clients = stackClients(inject('stack'));
  const Body = readFileSync(join(PROJECT, 'node_modules/vega-datasets/data/flights-3m.parquet'));
  await clients.s3.send(new PutObjectCommand({ Bucket, Key: 'raw/flights-3m.parquet', Body }));
  clients.close();
}

/** A state that is larger than 8 KiB is refused. */
const LARGEST_STATE_BYTES = 8192;

async function run(
  definition: Definition,
  handlers: ReadonlyMap<string, Handler>,
  { name, input, around }: { name: string; input: unknown; around: Around | undefined },
): Promise<Execution> {
  const execution = await execute(definition, handlers, {
    name,
    input,
    ...(around === undefined ? {} : { around }),
  });
  if (execution.largestState >= LARGEST_STATE_BYTES)
    throw new Error(`a state of ${execution.largestState} bytes travelled`);
  return execution;
}

function abandon(
  handlers: ReadonlyMap<string, Handler>,
  environment: string,
  execution: string,
  { error, cause }: Pick<Execution, 'error' | 'cause'> = {},
): Promise<unknown> {
  const handler = handlers.get('abandon');
  if (handler === undefined) throw new Error('no function abandons');
  const stateMachineArn = `arn:aws:states:us-east-1:123456789012:stateMachine:sluice-${environment}-aviation-flights`;
  const status = error === undefined ? 'ABORTED' : 'FAILED';
  const thrown = cause === undefined ? null : JSON.stringify({ errorMessage: cause });
  const detail = { name: execution, stateMachineArn, status, error: error ?? null, cause: thrown };
  return invoke('abandon', handler, { detail });
}

async function daysOf(table: string): Promise<readonly string[]> {
  const { trino } = inject('stack').endpoints;
  const sql = `SELECT DISTINCT cast(flight_date AS varchar) FROM hive.${table} ORDER BY 1`;
  try {
    return (await trinoStatement(trino, sql)).map(([day]) => String(day));
  } catch (cause) {
    if (cause instanceof Error && /does not exist/.test(cause.message)) return [];
    throw cause;
  }
}
