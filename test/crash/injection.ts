import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { partitionKey } from '../../lib/core/values/partition.ts';
import { string } from '../../lib/core/values/scalar.ts';
import { LocalWorld } from '../platform/local/local-world.ts';
import { DATASET } from '../platform/local/publish-request.ts';

/** What happens at the `when`-th such system call of a thread: the process dies, or the call fails. */
export interface Injection {
  readonly call: string;
  readonly when: number;
  readonly what: 'SIGKILL' | 'ENOSPC' | 'EIO' | 'EACCES';
}

export interface Injected {
  /** Whether there was such a call: the process died, or a call failed. */
  readonly hit: boolean;
  /** How the publish ended, as the process said it; empty where it died. */
  readonly end: string;
  readonly reads: number;
  /** What was wrong, in words; empty where everything held. */
  readonly wrong: readonly string[];
}

const DAY = { day: string('2001-01-01') };
const OTHER = { day: string('2001-01-02') };
const CHILD = join(import.meta.dirname, 'child.mjs');

/** Publishes a new snapshot of one of two days while the injection waits for it, and a reader outside looks on. */
export async function inject(injection: Injection, bytes: (value: string) => Uint8Array): Promise<Injected> {
  const world = new LocalWorld();
  const reader = await DuckDBInstance.create();
  const connection = await reader.connect();
  const wrong: string[] = [];
  try {
    const old = await world.candidate(DAY, bytes('old'));
    const stays = await world.candidate(OTHER, bytes('stays'));
    await world.publish([old, stays]);
    const next = await world.candidate(DAY, bytes('new'));
    const request = await world.requestFor([next]);
    let reads = 0;
    const look = async (): Promise<string> => {
      const seen = await valuesSeen(world.link, connection);
      if (seen !== 'new,stays' && seen !== 'old,stays') wrong.push(`a reader saw ${seen}`);
      reads += 1;
      return seen;
    };
    const child = start(injection, JSON.stringify({ root: world.root, request }));
    let running = true;
    const ended = child.then((e) => {
      running = false;
      return e;
    });
    while (running) await look();
    const { died, end, stderr } = await ended;
    const seen = await look();
    if (end === 'committed' && seen !== 'new,stays') wrong.push('it said committed, and readers see the old');
    if (!died && end === '') wrong.push(`the process said nothing: ${stderr}`);

    // the next run: without a person everything is closed, and the work can be done
    const resolved = await world.resolve();
    if (resolved.unknown.length > 0) wrong.push('an intent could not be closed');
    if (resolved.issues.some((i) => i.severity === 'error'))
      wrong.push(resolved.issues.map((i) => i.code).join());
    await agree(world, wrong);
    if (end === 'notCommitted' && (await look()) !== 'old,stays')
      wrong.push('it said not committed, and readers see the new');
    const again = await world.requestFor([next]);
    if (again.moves[0]?.from !== next.sha256) {
      const last = await world.publish([next]);
      if (last.end !== 'committed') wrong.push(`the next run ended ${last.end}`);
    }
    if ((await look()) !== 'new,stays') wrong.push('after the next run readers do not see the new');
    await agree(world, wrong);
    return { hit: died || stderr.includes('INJECTED'), end, reads, wrong };
  } finally {
    connection.closeSync();
    reader.closeSync();
    await world.close();
  }
}

/** What pointers say is what readers see. */
async function agree(world: LocalWorld, wrong: string[]): Promise<void> {
  const { pointers } = await world.ledger.state(DATASET);
  const { partitions } = await world.publisher.observe(DATASET);
  const said = new Map(pointers.map((p) => [partitionKey(p.partition), p.snapshotId]));
  for (const p of partitions)
    if (said.get(partitionKey(p.partition)) !== p.snapshotId) wrong.push('pointers and readers differ');
}

/** Resolves the link once, as the documentation says, and reads all of that version. */
async function valuesSeen(link: string, connection: DuckDBConnection): Promise<string> {
  const files = `read_parquet('${realpathSync(link)}/**/*.parquet', hive_partitioning = true)`;
  const result = await connection.runAndReadAll(`SELECT string_agg(value, ',' ORDER BY value) FROM ${files}`);
  return String(result.getRows()[0]?.[0]);
}

function start({ call, when, what }: Injection, input: string) {
  const fault = what === 'SIGKILL' ? 'signal=SIGKILL' : `error=${what}`;
  const expression = `inject=${call}:${fault}:when=${when}`;
  const args = ['-f', '-qq', '-e', `trace=${call}`, '-e', expression, process.execPath, CHILD];
  return new Promise<{ died: boolean; end: string; stderr: string }>((resolve, reject) => {
    // one thread for files: calls come in their order
    const child = spawn('strace', args, { env: { ...process.env, UV_THREADPOOL_SIZE: '1' } });
    let end = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      end += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ died: signal === 'SIGKILL' || code === 137, end, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
