import { AsyncLocalStorage } from 'node:async_hooks';
import { join, resolve } from 'node:path';
import type { Context } from 'aws-lambda';
import { StateMachine } from 'aws-local-stepfunctions';
import { inject } from 'vitest';
import type { Definition, TemplateMachine } from '../../infra/machine-of.ts';
import type {} from '../stack/global-setup.ts';

const FUNCTIONS = resolve(import.meta.dirname, '../../../functions');

export type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** Whose calls are being made. */
export const calling = new AsyncLocalStorage<string>();

/** Loads the handlers of a machine as the deployment configures them, but for where services answer. */
export async function loadHandlers(
  { environments }: TemplateMachine,
  {
    contracts,
    ...known
  }: { contracts: string; results: string; workgroup: string; topic: string; bus: string },
): Promise<ReadonlyMap<string, Handler>> {
  const { endpoints, credentials, region } = inject('stack');
  const told = JSON.parse(environments.get('begin')?.SLUICE_CONFIG ?? 'null');
  process.env.SLUICE_CONFIG = JSON.stringify({ ...told, region, endpoints, credentials, ...known });
  process.env.SLUICE_CONTRACTS = contracts;
  process.env.POWERTOOLS_DEV = 'true';
  process.env.POWERTOOLS_TRACE_ENABLED = 'false';
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  process.env.POWERTOOLS_SERVICE_NAME = 'sluice';
  const names = [...environments.keys()].filter((name) => /^[a-z]+$/.test(name));
  const loaded = await Promise.all(
    names.map(async (name) => [name, (await import(join(FUNCTIONS, name, 'handler.ts'))).handler] as const),
  );
  return new Map(loaded);
}

const context = (name: string): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: name,
  functionVersion: '1',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  memoryLimitInMB: '1024',
  awsRequestId: crypto.randomUUID(),
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 300_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

/** Calls a function as Lambda does: JSON in, JSON out, an error by its name. */
export async function invoke(name: string, handler: Handler, event: unknown): Promise<unknown> {
  const answer = await calling.run(name, () => handler(structuredClone(event), context(name)));
  return JSON.parse(JSON.stringify(answer ?? null));
}

export interface Execution {
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly error?: string;
  readonly cause?: string;
  readonly output?: unknown;
  /** Every transition, from the interpreter's own log: `a -> b`. */
  readonly edges: readonly string[];
  /** The largest state that travelled, in bytes. */
  readonly largestState: number;
}

export interface ExecutionOptions {
  readonly name: string;
  readonly startedAt?: string;
  readonly input: unknown;
  /** Stands between the machine and a function. */
  readonly around?: (name: string, call: () => Promise<unknown>) => Promise<unknown>;
}

/** Runs a machine to its end, by an interpreter of the Amazon States Language; its waits and pauses are cut short. */
export async function execute(
  definition: Definition,
  handlers: ReadonlyMap<string, Handler>,
  options: ExecutionOptions,
): Promise<Execution> {
  refuseJsonata(definition);
  const { name, input, startedAt = new Date().toISOString(), around = (_, call) => call() } = options;
  const states = allStates(definition);
  const tasks = Object.entries(states).filter(([, s]) => s.Type === 'Task');
  const taskResourceLocalHandlers = Object.fromEntries(
    tasks.map(([state, { Resource = '' }]) => {
      const called = Resource.slice(Resource.lastIndexOf(':') + 1);
      const handler = handlers.get(called);
      if (handler === undefined) throw new Error(`${state} calls ${Resource}, which is no function`);
      return [state, (event: unknown) => around(called, () => invoke(called, handler, event))];
    }),
  );
  const waits = Object.keys(states).filter((state) => states[state]?.Type === 'Wait');
  const pauses = Object.keys(states).filter((state) => ['Task', 'Map'].includes(states[state]?.Type ?? ''));
  const machine = new StateMachine(definition as never, { validationOptions: { checkArn: false } });
  const run = machine.run(input as never, {
    overrides: {
      taskResourceLocalHandlers: taskResourceLocalHandlers as never,
      waitTimeOverrides: Object.fromEntries(waits.map((state) => [state, 100])),
      retryIntervalOverrides: Object.fromEntries(pauses.map((state) => [state, 50])),
    },
    context: { Execution: { Name: name, StartTime: startedAt, Input: input as never } },
  });
  const edges: string[] = [];
  let largestState = 0;
  const logged = (async () => {
    let last: string | undefined;
    for await (const event of run.eventLogs) {
      if (event.type === 'StateEntered') {
        if (last !== undefined) edges.push(`${last} -> ${event.state.name}`);
        last = event.state.name;
        largestState = Math.max(largestState, Buffer.byteLength(JSON.stringify(event.state.input)));
      } else if (event.type === 'MapIterationStarted') last = event.parentState.name;
      else if (event.type === 'StateExited') last = event.state.name;
    }
  })();
  try {
    const output = await run.result;
    await logged;
    return { name, status: 'SUCCEEDED', output, edges, largestState };
  } catch (cause) {
    await logged.catch(() => {});
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const inner: unknown = error.cause ?? error;
    const named = inner instanceof Error ? inner : error;
    return { name, status: 'FAILED', error: named.name, cause: named.message, edges, largestState };
  }
}

/** The interpreter would pass over JSONata in silence. */
function refuseJsonata(definition: Definition): void {
  const found = JSON.stringify(definition).match(/"QueryLanguage":"(?!JSONPath)[^"]*"|"\{%/);
  if (found !== null) throw new Error(`the machine is not in JSONPath: ${found[0]}`);
}

function allStates(definition: Definition): Record<string, Definition['States'][string]> {
  const inner = Object.values(definition.States).flatMap((s) =>
    s.ItemProcessor === undefined ? [] : Object.entries(allStates(s.ItemProcessor)),
  );
  return { ...definition.States, ...Object.fromEntries(inner) };
}
