import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError, internalError, rateExceeded, tooManyQueries } from './api-error.ts';
import { parseRules } from './faults/check.ts';
import type { Effect } from './faults/rules.ts';
import { type Input, parseBody } from './input.ts';
import { batchGetQueryExecution, getQueryExecution } from './operations/get.ts';
import { listOperation } from './operations/list.ts';
import { resultsOperation } from './operations/results.ts';
import { startQueryExecution } from './operations/start.ts';
import { stopQueryExecution } from './operations/stop.ts';
import { getWorkGroup } from './operations/work-group.ts';
import type { World } from './world.ts';

type Operation = (world: World, input: Input) => object | Promise<object>;

const operations = (): ReadonlyMap<string, Operation> =>
  new Map<string, Operation>([
    ['StartQueryExecution', startQueryExecution],
    ['GetQueryExecution', getQueryExecution],
    ['BatchGetQueryExecution', batchGetQueryExecution],
    ['GetQueryResults', resultsOperation()],
    ['StopQueryExecution', stopQueryExecution],
    ['ListQueryExecutions', listOperation()],
    ['GetWorkGroup', getWorkGroup],
  ]);

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(text);
}

/** Rules are added, forgotten with the counts, or the counts read. */
async function control(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (request.method === 'POST') world.faults.add(parseRules(body));
  if (request.method === 'DELETE') {
    world.faults.clear();
    world.faults.resetCounts();
  }
  answer(response, 200, world.faults.counts());
}

/** Effects before the call is acted on: false where the connection is gone. */
async function before(effects: readonly Effect[], response: ServerResponse): Promise<boolean> {
  for (const effect of effects) {
    if (effect.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, effect.ms));
    if (effect.kind === 'throttle') throw effect.of === 'queries' ? tooManyQueries() : rateExceeded();
    if (effect.kind === 'internal') throw internalError();
    if (effect.kind === 'cut' && effect.when === 'before') {
      response.destroy();
      return false;
    }
  }
  return true;
}

/** Effects on an answer that is ready: false where it is not to be sent. */
async function after(
  world: World,
  effects: readonly Effect[],
  result: object,
  response: ServerResponse,
): Promise<boolean> {
  if (effects.some((effect) => effect.kind === 'cut' && effect.when === 'after')) {
    response.destroy();
    return false;
  }
  if (!effects.some((effect) => effect.kind === 'lose')) return true;
  if ('QueryExecutionId' in result) await world.executions.get(String(result.QueryExecutionId))?.done;
  return false;
}

const textAbout = (world: World, input: Input): string | undefined => {
  if (typeof input.QueryString === 'string') return input.QueryString;
  return world.executions.get(String(input.QueryExecutionId))?.request.sql;
};

async function call(
  world: World,
  known: ReadonlyMap<string, Operation>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  const name = /^AmazonAthena\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
  const operation = known.get(name);
  if (!operation) throw new ApiError('UnknownOperationException', '');
  const input = parseBody(body);
  world.faults.count(name);
  const effects = world.faults.onCall(name, textAbout(world, input));
  if (!(await before(effects, response))) return;
  const result = await operation(world, input);
  if (await after(world, effects, result, response)) answer(response, 200, result);
}

/** The HTTP server, not yet listening. */
export function athenaServer(world: World): Server {
  const known = operations();
  return createServer((request, response) => {
    const handled =
      request.url === '/_faults' ? control(world, request, response) : call(world, known, request, response);
    handled.catch((error: unknown) => {
      const shown =
        error instanceof ApiError ? error : new ApiError('InternalServerException', String(error), {}, 500);
      if (!response.destroyed) answer(response, shown.status, shown.body());
    });
  });
}
