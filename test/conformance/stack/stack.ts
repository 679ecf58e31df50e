import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AthenaServer } from './athena/options.ts';
import { startAthena } from './athena/start.ts';
import { freePorts } from './free-ports.ts';
import { type Keeper, type Kept, startKeeper } from './keep/keep.ts';
import { memoryMb } from './memory.ts';
import { type Obtained, obtain } from './obtain/obtain.ts';
import { moto } from './pieces/moto.ts';
import { CREDENTIALS, type Folders, type Piece, REGION } from './pieces/piece.ts';
import { restCatalog } from './pieces/rest-catalog.ts';
import { trino } from './pieces/trino.ts';
import { environmentNames } from './seed.ts';

/** Where each service answers: URLs on 127.0.0.1. */
export interface Endpoints {
  readonly s3: string;
  readonly glue: string;
  readonly dynamodb: string;
  readonly sns: string;
  readonly sqs: string;
  readonly trino: string;
  readonly icebergRest: string;
  readonly athena: string;
}

/** What a client needs to use the stack; plain JSON. */
export interface StackAddress {
  readonly endpoints: Endpoints;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** One running program of the stack. */
export interface RunningPiece {
  readonly name: string;
  readonly pid: number;
  readonly readyAfterMs: number;
}

export interface Stack extends StackAddress {
  readonly pieces: readonly RunningPiece[];
  readonly logs: string;
  /** Has a path removed when the stack ends, however it ends. */
  remove(path: string): void;
  /** Stops everything; the logs stay where `keepLogs` is asked for. */
  stop(options?: { readonly keepLogs?: boolean }): Promise<void>;
}

/** A program that ends is noticed at once; this is for one that hangs, on a machine as busy as it may be. */
const READY_WITHIN_MS = 300_000;
const BETWEEN_PROBES_MS = 200;
const LAST_LINES = 15;

async function piecesOn(obtained: Obtained, folders: Folders): Promise<readonly [Piece, Piece, Piece]> {
  const [motoPort = 0, restPort = 0, trinoPort = 0] = await freePorts(3);
  const aws = moto(obtained.python, motoPort, folders);
  const rest = restCatalog(obtained, { port: restPort, s3: aws.url }, folders);
  const place = { port: trinoPort, s3: aws.url, glue: aws.url, icebergRest: rest.url };
  return [aws, rest, trino(obtained, place, folders)];
}

const lastLines = (log: string): string =>
  readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');

async function ready(piece: Piece, kept: Kept): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  let why: unknown;
  let ended: string | undefined;
  void kept.ended.then((how) => {
    ended = how;
  });
  while (ended === undefined && performance.now() < until) {
    try {
      return await piece.probe();
    } catch (e) {
      why = e;
      await sleep(BETWEEN_PROBES_MS);
    }
  }
  const what = ended === undefined ? `cannot be used after ${READY_WITHIN_MS / 1000} s` : `ended (${ended})`;
  throw new Error(`${piece.name} ${what}; the end of ${piece.job.log}:\n${lastLines(piece.job.log)}`, {
    cause: why,
  });
}

async function startPiece(keeper: Keeper, piece: Piece): Promise<RunningPiece> {
  const began = performance.now();
  const kept = await keeper.start(piece.name, piece.job);
  await ready(piece, kept);
  return { name: piece.name, pid: kept.pid, readyAfterMs: performance.now() - began };
}

/** An Athena API over the others, in this process; besides `primary` it has the workgroup of environment `stack`. */
function startApi(s3Endpoint: string, trinoUrl: string): Promise<AthenaServer> {
  const { workgroup, results } = environmentNames('stack');
  return startAthena({
    ...{ trinoUrl, s3Endpoint, glueEndpoint: s3Endpoint, region: REGION, credentials: { ...CREDENTIALS } },
    workGroups: [{ name: workgroup, outputLocation: results, enforced: true }],
  });
}

/**
 * Starts moto, the Iceberg REST catalog and Trino, all at once, waits until every one of them can be used, and puts
 * the Athena API before them.
 */
export async function startStack(say: (line: string) => void = () => undefined): Promise<Stack> {
  const obtained = await obtain(say);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-stack-'));
  const folders = { data: join(folder, 'data'), logs: join(folder, 'logs') };
  mkdirSync(join(folders.data, 'tmp'), { recursive: true });
  mkdirSync(folders.logs);
  const keeper = startKeeper();
  keeper.remove(folders.data);
  try {
    const [aws, rest, engine] = await piecesOn(obtained, folders);
    const pieces = await Promise.all([aws, rest, engine].map((piece) => startPiece(keeper, piece)));
    const athena = await startApi(aws.url, engine.url);
    return {
      endpoints: {
        ...{ s3: aws.url, glue: aws.url, dynamodb: aws.url, sns: aws.url, sqs: aws.url },
        ...{ trino: engine.url, icebergRest: rest.url, athena: athena.url },
      },
      region: REGION,
      credentials: { ...CREDENTIALS },
      pieces,
      logs: folders.logs,
      remove: keeper.remove,
      async stop({ keepLogs = false } = {}) {
        if (!keepLogs) keeper.remove(folder);
        await athena.close().finally(keeper.stop);
      },
    };
  } catch (e) {
    await keeper.stop();
    throw e;
  }
}

/** One line a piece: how long it took to start, and its memory now and at its most. */
export function describePieces(pieces: readonly RunningPiece[]): readonly string[] {
  return pieces.map(({ name, pid, readyAfterMs }) => {
    const memory = memoryMb(pid);
    const used = memory === undefined ? '' : `, ${memory.now} MB now, ${memory.peak} MB at most`;
    return `${name}: ready after ${(readyAfterMs / 1000).toFixed(1)} s${used}`;
  });
}
