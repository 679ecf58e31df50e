import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FactQuery, Ledger } from '../../../lib/core/ports.ts';
import type { Fact } from '../../../lib/core/publish/facts.ts';
import { intentOf } from '../../../lib/core/publish/intent.ts';
import { receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { LEDGER_VERSION } from '../../../lib/platform/local/ledger-migrations.ts';
import { clock, DATASET, move, request, snapshot } from '../../core/publish/world.ts';

let folder: string;
let file: string;
let now = 0;
const opened: Ledger[] = [];
const open = (mode: 'read' | 'write' = 'write'): Ledger => {
  const ledger = openLedger(file, { mode, now: () => now });
  opened.push(ledger);
  return ledger;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, '.sluice', 'ledger.sqlite');
  now = 1_000_000;
});
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const source = (id: string, time = '2001-01-01T00:00:00.000Z', partition = ''): Fact => ({
  kind: 'source',
  dataset: DATASET,
  partition,
  id,
  time,
  body: { dataset: DATASET, sourceId: id, files: [] },
});

async function idsOf(ledger: Ledger, query: FactQuery): Promise<string[]> {
  const ids: string[] = [];
  for await (const fact of ledger.query(query)) ids.push(fact.id);
  return ids;
}

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-01', 'b');
const intentAt = (id: string, epoch: string, moves = [move(null, A)]) =>
  intentOf(
    request(id, moves),
    { publisher: 'local', epoch, projection: { before: null, after: `${Number(epoch) + 1}` } },
    clock(),
  );

describe('facts', () => {
  it('come back as they were written, by kind, dataset, partition and id, in the order of time', async () => {
    const ledger = open();
    const facts = [
      source('c', '2001-01-03T00:00:00.000Z'),
      source('a', '2001-01-01T00:00:00.000Z'),
      source('b', '2001-01-02T00:00:00.000Z', '{"day":"1#2"}'),
      { ...source('other'), dataset: 'x/y' },
    ];
    await ledger.append(facts);
    const query = { kind: 'source', dataset: DATASET } as const;
    expect(await idsOf(ledger, query)).toEqual(['a', 'b', 'c']);
    expect(await idsOf(ledger, { ...query, order: 'newest', limit: 2 })).toEqual(['c', 'b']);
    expect(await idsOf(ledger, { ...query, partition: '{"day":"1#2"}' })).toEqual(['b']);
    expect(await idsOf(ledger, { kind: 'source', id: 'other' })).toEqual(['other']);
    expect(await idsOf(ledger, { kind: 'source' })).toHaveLength(4);
    for await (const fact of ledger.query({ ...query, id: 'b' })) expect(fact).toEqual(facts[2]);
    expect(await ledger.datasets()).toEqual([DATASET, 'x/y']);
  });

  it('are written once; only the rows of a run tell its states one after the other', async () => {
    const ledger = open();
    await ledger.append([source('a'), source('a', '2001-02-02T00:00:00.000Z'), source('a', undefined, 'p')]);
    expect(await idsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual(['a', 'a']);
    const run = (state: 'started' | 'finished', at: string): Fact => ({
      kind: 'run',
      dataset: DATASET,
      partition: '',
      id: 'r1',
      time: at,
      body: {
        runId: 'r1',
        pipeline: 'p',
        dataset: DATASET,
        window: { start: '', end: '' },
        state,
        mode: 'enforce',
        by: { user: 'u', commit: null, tool: 't' },
        at,
      },
    });
    await ledger.append([
      run('started', '2001-01-01T00:00:00.000Z'),
      run('finished', '2001-01-01T00:00:01.000Z'),
    ]);
    expect(await idsOf(ledger, { kind: 'run', dataset: DATASET })).toEqual(['r1', 'r1']);
  });

  it('of more than a page come all, in both orders, with equal times in the order of writing', async () => {
    const ledger = open();
    const ids = Array.from({ length: 1203 }, (_, i) => `f${i}`);
    await ledger.append(ids.map((id) => source(id)));
    expect(await idsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual(ids);
    expect(await idsOf(ledger, { kind: 'source', dataset: DATASET, order: 'newest' })).toEqual(
      ids.toReversed(),
    );
    expect(await idsOf(ledger, { kind: 'source', dataset: DATASET, limit: 501 })).toHaveLength(501);
  });

  it('have the keys that they have in DynamoDB', async () => {
    await open().append([source('a', undefined, '{"day":"1"}')]);
    const db = new DatabaseSync(file);
    expect({ ...db.prepare('SELECT pk, sk FROM facts').get() }).toEqual({
      pk: 'DS#aviation/flights',
      sk: 'SOURCE#{"day":"1"}#2001-01-01T00:00:00.000Z#a',
    });
    db.close();
  });

  it('are all written or none', async () => {
    const ledger = open();
    const body: object = { dataset: DATASET, sourceId: 'b', files: [], notJson: 1n };
    const broken = { ...source('b'), body } as Fact;
    await expect(ledger.append([source('a'), broken])).rejects.toThrow(TypeError);
    expect(await idsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual([]);
  });
});

describe('pointers', () => {
  it('move together with their receipts, and the epoch with them', async () => {
    const ledger = open();
    expect(await ledger.state(DATASET)).toEqual({
      dataset: DATASET,
      epoch: '0',
      projection: null,
      pointers: [],
    });
    const intent = intentAt('i1', '0');
    expect(await ledger.open(intent)).toBe('opened');
    expect(await ledger.openIntents(DATASET)).toEqual([intent]);
    const receipts = receiptsOf(intent, clock());
    expect(await ledger.commit(intent, receipts)).toBe('moved');
    expect(await ledger.state(DATASET)).toEqual({
      dataset: DATASET,
      epoch: '1',
      projection: '1',
      pointers: [
        {
          dataset: DATASET,
          partition: A.partition,
          snapshotId: A.sha256,
          epoch: '1',
          receiptId: receipts[0]?.receiptId,
          manifest: A,
        },
      ],
    });
    expect(await ledger.openIntents(DATASET)).toEqual([]);
    expect(await idsOf(ledger, { kind: 'intent', dataset: DATASET })).toEqual(
      expect.arrayContaining(['i1/open', 'i1/committed']),
    );
    for await (const fact of ledger.query({ kind: 'receipt', dataset: DATASET }))
      expect(fact.body).toEqual(receipts[0]);
  });

  it('go away with a move to nothing', async () => {
    const ledger = open();
    const first = intentAt('i1', '0');
    await ledger.open(first);
    await ledger.commit(first, receiptsOf(first, clock()));
    const second = intentAt('i2', '1', [move(A, null)]);
    await ledger.open(second);
    await ledger.commit(second, receiptsOf(second, clock()));
    expect(await ledger.state(DATASET)).toMatchObject({ epoch: '2', projection: '2', pointers: [] });
  });

  it('do not move for an intent of another epoch, beside an open one, or that is not open', async () => {
    const ledger = open();
    const intent = intentAt('i1', '0');
    expect(await ledger.open(intentAt('i0', '7'))).toMatchObject({ conflict: 'epoch' });
    expect(await ledger.commit(intent, receiptsOf(intent, clock()))).toMatchObject({ conflict: 'notOpen' });
    await ledger.open(intent);
    expect(await ledger.open(intent)).toBe('opened');
    expect(await ledger.open(intentAt('i2', '0', [move(null, B)]))).toMatchObject({ conflict: 'openIntent' });
    expect(await ledger.commit({ ...intent, expectedEpoch: '3' }, [])).toMatchObject({ conflict: 'epoch' });
    expect(await ledger.abandon(intent, 'why')).toBe('abandoned');
    expect(await ledger.abandon(intent, 'why')).toMatchObject({ conflict: 'notOpen' });
    expect(await ledger.commit(intent, receiptsOf(intent, clock()))).toMatchObject({ conflict: 'notOpen' });
    expect(await ledger.state(DATASET)).toMatchObject({ epoch: '1', projection: null, pointers: [] });
  });

  it('survive closing and opening again', async () => {
    const first = open();
    const intent = intentAt('i1', '0');
    await first.open(intent);
    await first.commit(intent, receiptsOf(intent, clock()));
    const state = await first.state(DATASET);
    await first.close();
    expect(await open().state(DATASET)).toEqual(state);
  });
});

describe('a lease', () => {
  it("is one owner's until it ends, is released, or runs out", async () => {
    const ledger = open();
    const answer = await ledger.lease('k', 'one', 1000);
    if (answer.held) throw new Error('held');
    expect(await ledger.lease('k', 'two', 1000)).toEqual({
      held: true,
      by: 'one',
      until: answer.lease.until,
    });
    expect(await ledger.lease('other', 'two', 1000)).toMatchObject({ held: false });
    now += 500;
    expect(await ledger.renew(answer.lease, 1000)).toBe(true);
    now += 999;
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true });
    now += 1;
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: false });
    expect(await ledger.renew(answer.lease, 1000)).toBe(false);
    await ledger.release(answer.lease);
    expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: true, by: 'two' });
    await ledger.release({ key: 'k', owner: 'two', until: '' });
    expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: false });
  });

  it('is kept by its owner who asks again', async () => {
    const ledger = open();
    await ledger.lease('k', 'one', 1000);
    now += 900;
    expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: false });
    now += 900;
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true });
  });

  it('of a process that was killed is free at once; that of a living one is not', async () => {
    const ledger = open();
    const script = `
      const { openLedger } = await import(${JSON.stringify(new URL('../../../lib/platform/local/ledger.ts', import.meta.url).href)});
      await openLedger(${JSON.stringify(file)}).lease('k', 'child', 60000);
      console.log('held');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true, by: 'child' });
    child.kill('SIGKILL');
    await ended;
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: false });
  });

  it('is won by one of several processes that ask at once, which open a ledger that is new', async () => {
    const contenders = Array.from({ length: 4 }, (_, i) => contend(`p${i}`));
    const answers = await Promise.all(contenders.map((c) => c.answer));
    // all live until all have asked: the lease of a dead process would be free
    for (const c of contenders) c.end();
    await Promise.all(contenders.map((c) => c.ended));
    expect(answers.filter((a) => a === 'won')).toHaveLength(1);
    expect(answers.filter((a) => a === 'held')).toHaveLength(3);
  });

  function contend(owner: string): { answer: Promise<string>; end: () => void; ended: Promise<unknown> } {
    const script = `
      const { openLedger } = await import(${JSON.stringify(new URL('../../../lib/platform/local/ledger.ts', import.meta.url).href)});
      const ledger = openLedger(${JSON.stringify(file)});
      const answer = await ledger.lease('dataset/x', ${JSON.stringify(owner)}, 60000);
      const facts = Array.from({ length: 50 }, (_, i) => ({ kind: 'source', dataset: 'a/b', partition: '', id: ${JSON.stringify(owner)} + i, time: '2001-01-01T00:00:00.000Z', body: {} }));
      for (const fact of facts) await ledger.append([fact]);
      await ledger.close();
      console.log(answer.held ? 'held' : 'won');
      process.stdin.resume();
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let err = '';
    child.stderr.on('data', (d) => (err += d));
    const ended = new Promise((resolve) => child.on('close', resolve));
    const answer = new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (d) => resolve(String(d).trim()));
      child.once('close', () => reject(new Error(err)));
    });
    return { answer, end: () => child.stdin.end(), ended };
  }
});

describe('a ledger file', () => {
  const codeOf = (act: () => unknown): unknown => {
    try {
      act();
    } catch (cause) {
      const { issue, exitCode, message } = cause as {
        issue: { code: string };
        exitCode: number;
        message: string;
      };
      expect(message).not.toBe('');
      return [issue.code, exitCode];
    }
    return 'opened';
  };

  it('of a newer version is refused, for reading too, and not touched', async () => {
    await open().close();
    const db = new DatabaseSync(file);
    db.exec(`PRAGMA user_version = ${LEDGER_VERSION + 1}`);
    db.close();
    const before = readFileSync(file);
    expect(codeOf(() => open())).toEqual(['SLU-510', 2]);
    expect(codeOf(() => open('read'))).toEqual(['SLU-510', 2]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("that is no database, or another program's, is refused and not touched", () => {
    mkdirSync(join(folder, '.sluice'));
    writeFileSync(file, 'date,delay\n'.repeat(200));
    const before = readFileSync(file);
    expect(codeOf(() => open())).toEqual(['SLU-511', 2]);
    expect(codeOf(() => open('read'))).toEqual(['SLU-511', 2]);
    expect(readFileSync(file).equals(before)).toBe(true);
    rmSync(file);
    const db = new DatabaseSync(file);
    db.exec('CREATE TABLE theirs (a)');
    db.close();
    expect(codeOf(() => open())).toEqual(['SLU-511', 2]);
  });

  it('cut in half is refused', async () => {
    const ledger = open();
    await ledger.append(Array.from({ length: 2000 }, (_, i) => source(`f${i}`)));
    await ledger.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    const half = codeOf(() => open());
    const failure =
      half === 'opened'
        ? await idsOf(open(), { kind: 'source' }).then(
            () => 'read',
            (e) => [e.issue.code, e.exitCode],
          )
        : half;
    expect(failure).toEqual(['SLU-513', 2]);
  });

  it('in the place of a folder, or below a file, is refused in one sentence', () => {
    mkdirSync(file, { recursive: true });
    expect(codeOf(() => open())).toEqual(['SLU-512', 2]);
    file = join(folder, 'plain', 'ledger.sqlite');
    writeFileSync(join(folder, 'plain'), '');
    expect(codeOf(() => open())).toEqual(['SLU-524', 2]);
  });

  it('on a full disk says so, and keeps what was there', async () => {
    const ledger = open();
    await ledger.append([source('a')]);
    await ledger.close();
    const db = new DatabaseSync(file);
    const { page_count: pages } = db.prepare('PRAGMA page_count').get() ?? {};
    db.close();
    const script = `
      const { DatabaseSync } = await import('node:sqlite');
      const exec = DatabaseSync.prototype.exec;
      DatabaseSync.prototype.exec = function (sql) { exec.call(this, sql); if (sql.includes('synchronous')) exec.call(this, 'PRAGMA max_page_count = ${Number(pages)}'); };
      const { openLedger } = await import(${JSON.stringify(new URL('../../../lib/platform/local/ledger.ts', import.meta.url).href)});
      const ledger = openLedger(${JSON.stringify(file)});
      const facts = Array.from({ length: 5000 }, (_, i) => ({ kind: 'source', dataset: 'a/b', partition: '', id: 'x' + i, time: 't', body: {} }));
      await ledger.append(facts).catch((e) => console.log(e.issue.code, e.exitCode, e.message));
      await ledger.close();
    `;
    const out = await new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (d) => (text += d));
      child.on('close', () => resolve(text));
    });
    expect(out).toBe(`SLU-520 2 The disk is full: ${file} could not be written.\n`);
    expect(await idsOf(open(), { kind: 'source' })).toEqual(['a']);
  });

  it('is not made by opening for reading, and nothing is left beside an existing one', async () => {
    const empty = open('read');
    expect(await empty.datasets()).toEqual([]);
    expect(await empty.state(DATASET)).toMatchObject({ epoch: '0' });
    await empty.close();
    expect(existsSync(join(folder, '.sluice'))).toBe(false);
    const writer = open();
    await writer.append([source('a')]);
    await writer.close();
    const reader = open('read');
    expect(await idsOf(reader, { kind: 'source' })).toEqual(['a']);
    await expect(reader.append([source('b')])).rejects.toMatchObject({ issue: { code: 'SLU-521' } });
    await reader.close();
    expect(readdirSync(join(folder, '.sluice'))).toEqual(['ledger.sqlite']);
  });

  it('is read while another process writes it', async () => {
    const writer = open();
    await writer.append([source('a')]);
    const reader = open('read');
    await writer.append([source('b')]);
    expect(await idsOf(reader, { kind: 'source' })).toEqual(['a', 'b']);
  });

  it('that may only be read is read', async () => {
    const writer = open();
    await writer.append([source('a')]);
    await writer.close();
    chmodSync(file, 0o444);
    expect(await idsOf(open('read'), { kind: 'source' })).toEqual(['a']);
  });
});
