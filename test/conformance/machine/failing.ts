import { BatchCreatePartitionCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, inject, test } from 'vitest';
import { factsOf } from '../../../lib/core/publish/query-facts.ts';
import { leaseKey } from '../../../lib/steps/state/lease.ts';
import { stackClients } from '../stack/seed.ts';
import { whileAthena } from './athena.ts';
import { interfering, type Request } from './calls.ts';
import { type Around, DATASET, type Setting } from './setting.ts';

const fault = (name: string, message: string): Error => Object.assign(new Error(message), { name });

/** Throws once, after this function did its work. */
const onceAfter = (step: string, thrown: Error, when: () => boolean = () => true): Around => {
  let done = false;
  return async (name, call) => {
    const answer = await call();
    if (name !== step || done || !when()) return answer;
    done = true;
    throw thrown;
  };
};

export function whatFails(given: () => Setting): void {
  describe('a failure', () => {
    test('of whoever started it: no window is said', async () => {
      const { run } = given();
      const execution = await run('no-window', { start: '2001-02-26' });
      expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
      expect(execution.cause).toMatch(/SLU-208/);
    });

    test('of every function once, after its work: each is called again, and nothing is done twice', async () => {
      const { run, ledger } = given();
      const died = new Set<string>();
      const execution = await run('dying', { start: '2001-03-02', end: '2001-03-03' }, async (name, call) => {
        const answer = await call();
        if (died.has(name)) return answer;
        died.add(name);
        throw fault('Lambda.Unknown', 'the answer is lost');
      });
      expect(execution.status).toBe('SUCCEEDED');
      expect(died.size).toBe(10);
      const receipts = (await factsOf(ledger, { kind: 'receipt', dataset: DATASET })).filter(
        (r) => r.body.partition.flight_date === '2001-03-02',
      );
      expect(receipts).toHaveLength(1);
    });

    test('of a query on the side of Athena: it is asked again, in a run of its own', async () => {
      const { run, published } = given();
      const failed = onceAfter('measure', fault('QueryFailed', 'INTERNAL_ERROR_QUERY_ENGINE'));
      const execution = await run('anew', { start: '2001-03-07', end: '2001-03-08' }, failed);
      expect(execution.status).toBe('SUCCEEDED');
      expect(execution.edges.filter((e) => e === 'begin -> ended before?')).toHaveLength(2);
      expect(await published()).toContain('2001-03-07');
    });

    test('of a query, for good: the run fails by its own name, and the next one publishes', async () => {
      const { run, ended, published, heard } = given();
      await heard();
      const window = { start: '2001-03-08', end: '2001-03-09' };
      const effect = {
        kind: 'fail',
        when: 'before',
        category: 1,
        type: 1,
        retryable: true,
        reason: 'Query exhausted resources at this scale factor',
      } as const;
      const rules = [{ operation: 'StartQueryExecution', sql: '^INSERT INTO', times: 20, effect }];
      await whileAthena(rules, async () => {
        const execution = await run('query-fails', window);
        expect(execution).toMatchObject({ status: 'FAILED', error: 'QueryFailed' });
        expect(execution.cause).toContain('exhausted resources');
        await ended('query-fails', execution);
      });
      expect(await published()).not.toContain('2001-03-08');
      expect(await heard()).toMatchObject([{ decision: 'failed', findings: [{ decision: 'failed' }] }]);
      expect(await run('query-fails-no-more', window)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await published()).toContain('2001-03-08');
      expect(await heard()).toMatchObject([{ decisions: ['resolved', 'published'] }]);
    });

    test('of Athena to take more: it is asked again until it does', async () => {
      const { run, published } = given();
      const effect = { kind: 'throttle', of: 'queries' } as const;
      const calls = await whileAthena(
        [{ operation: 'StartQueryExecution', times: 3, effect }],
        async () => void (await run('throttled', { start: '2001-03-09', end: '2001-03-10' })),
      );
      expect(calls.StartQueryExecution).toBeGreaterThanOrEqual(4);
      expect(await published()).toContain('2001-03-09');
    });

    test('of a function that always runs out of time: what it held is free, and somebody hears of it', async () => {
      const { run, ended, published, heard } = given();
      await heard();
      const window = { start: '2001-03-10', end: '2001-03-11' };
      const execution = await run('out-of-time', window, async (name, call) => {
        const answer = await call();
        if (name === 'transform') throw fault('Sandbox.Timedout', 'Task timed out after 300.00 seconds');
        return answer;
      });
      expect(execution).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
      await ended('out-of-time', execution);
      expect(await heard()).toMatchObject([
        { decision: 'failed', findings: [{ text: expect.stringContaining('Task timed out') }] },
      ]);
      expect(await run('in-time', window)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await published()).toContain('2001-03-10');
    });

    test('to wait for a query any longer: somebody stops it, nothing runs on, its dataset is free', async () => {
      const { run, ended, published } = given();
      const window = { start: '2001-03-05', end: '2001-03-06' };
      const stopped = await run(
        'stopped',
        window,
        onceAfter('measure', fault('Aborted', 'somebody stopped it')),
      );
      expect(stopped.status).toBe('FAILED');
      expect(await ended('stopped')).toMatchObject({ abandoned: expect.stringMatching(/^\d{8}T/) });
      expect(await run('after-stopped', window)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await published()).toContain('2001-03-05');
    });

    test('to get the dataset, which another run holds: it waits for it', async () => {
      const { run, ledger, published } = given();
      const held = await ledger.lease(leaseKey(DATASET), 'somebody else', 60_000);
      expect(held).toMatchObject({ held: false });
      const refused: string[] = [];
      const execution = await run(
        'waiting',
        { start: '2001-03-11', end: '2001-03-12' },
        async (name, call) => {
          try {
            return await call();
          } catch (cause) {
            refused.push(`${name} ${cause instanceof Error ? cause.name : ''}`);
            await ledger.release({ key: leaseKey(DATASET), owner: 'somebody else', until: '' });
            throw cause;
          }
        },
      );
      expect(refused).toEqual(['begin LeaseHeld']);
      expect(execution.status).toBe('SUCCEEDED');
      expect(await published()).toContain('2001-03-11');
    });

    test('to tell anybody: the decision stands, and the next run tells it', async () => {
      const { run, published, heard } = given();
      await heard();
      const silent = ({ service }: Request, send: () => Promise<unknown>): Promise<unknown> =>
        service === 'SNS' ? Promise.reject(fault('AuthorizationError', 'not allowed')) : send();
      await interfering(silent, async () => {
        const execution = await run('untold', { start: '2001-03-12', end: '2001-03-13' });
        expect(execution.status).toBe('SUCCEEDED');
      });
      expect(await published()).toContain('2001-03-12');
      expect(await heard()).toEqual([]);
      await run('told', { start: '2001-03-13', end: '2001-03-14' });
      expect((await heard()).map((m) => m.counts)).toEqual([{ published: 1 }, { published: 1 }]);
    });
  });

  describe('a publish', () => {
    test('that shows something else than was judged is given up; the same execution goes on without it', async () => {
      const { run, published } = given();
      const { s3, close } = stackClients(inject('stack'));
      let stray: { readonly Bucket: string; readonly Key: string } | undefined;
      const execution = await interfering(
        async ({ by, command, input }, send) => {
          const answer = await send();
          if (by !== 'publish' || command !== 'BatchCreatePartition' || stray !== undefined) return answer;
          const [, Bucket = '', folder] = /s3:\/\/([^/]+)\/([^"]+)/.exec(JSON.stringify(input)) ?? [];
          stray = { Bucket, Key: `${folder}/somebody-elses.parquet` };
          await s3.send(new PutObjectCommand({ ...stray, Body: 'no parquet' }));
          return answer;
        },
        () =>
          run('conflict', { start: '2001-03-14', end: '2001-03-15' }, async (name, call) => {
            if (name === 'begin' && stray !== undefined) await s3.send(new DeleteObjectCommand(stray));
            return call();
          }),
      );
      close();
      expect(execution.edges).toContain('how did it end? -> not committed');
      expect(execution.status).toBe('SUCCEEDED');
      expect(await published()).toContain('2001-03-14');
    });

    test('that meets an entry which somebody made meanwhile puts its own in its place', async () => {
      const { run, published, name } = given();
      const table = { DatabaseName: `sluice_${name}_aviation`, TableName: 'flights' };
      const { glue, close } = stackClients(inject('stack'));
      let isThere = false;
      const execution = await interfering(
        async ({ by, command }, send) => {
          if (by !== 'publish' || command !== 'BatchCreatePartition' || isThere) return send();
          isThere = true;
          const { Table } = await glue.send(
            new GetTableCommand({ DatabaseName: table.DatabaseName, Name: table.TableName }),
          );
          const entry = { Values: ['2001-03-17'], StorageDescriptor: Table?.StorageDescriptor };
          await glue.send(new BatchCreatePartitionCommand({ ...table, PartitionInputList: [entry] }));
          return send();
        },
        () => run('taken', { start: '2001-03-17', end: '2001-03-18' }),
      );
      close();
      expect(isThere).toBe(true);
      expect(execution.status).toBe('SUCCEEDED');
      expect(await published()).toContain('2001-03-17');
    });

    test('whose outcome nobody can read is unknown; the next run finds out and goes on', async () => {
      const { run, published } = given();
      let isBlind = false;
      const execution = await interfering(
        async ({ by, command }, send) => {
          if (by === 'publish' && command === 'BatchCreatePartition') {
            isBlind = true;
            return send();
          }
          if (by === 'publish' && isBlind && command === 'GetPartitions')
            throw fault('AccessDeniedException', 'not allowed for a moment');
          return send();
        },
        () =>
          run('unknown', { start: '2001-03-15', end: '2001-03-16' }, async (name, call) => {
            if (name === 'begin') isBlind = false;
            return call();
          }),
      );
      expect(execution.edges).toContain('how did it end? -> outcome unknown');
      expect(execution.status).toBe('SUCCEEDED');
      expect(await published()).toContain('2001-03-15');
    });
  });
}
