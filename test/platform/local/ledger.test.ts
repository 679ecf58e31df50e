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
import type { Ledger } from '../../../lib/core/ports.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { LEDGER_VERSION } from '../../../lib/platform/local/ledger-migrations.ts';
import { ledgerConforms } from '../../conformance/ports/ledger.ts';
import { idsOf, source } from '../../conformance/ports/ledger-facts.ts';
import { ledgerRaces } from '../../conformance/ports/ledger-races.ts';
import { ledgerEqualsModel } from '../../conformance/ports/ledger-random.ts';
import { localLedger } from '../../conformance/ports/local-world.ts';
import { DATASET } from '../../core/publish/world.ts';

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

describe('the local ledger', () => {
  ledgerConforms(localLedger);
  ledgerRaces(localLedger);
  ledgerEqualsModel(localLedger);
});

it('facts have the keys that they have in DynamoDB', async () => {
  await open().append([source('a', undefined, '{"day":"1"}')]);
  const db = new DatabaseSync(file);
  expect({ ...db.prepare('SELECT pk, sk FROM facts').get() }).toEqual({
    pk: 'DS#aviation/flights',
    sk: 'SOURCE#{"day":"1"}#2001-01-01T00:00:00.000Z#a',
  });
  db.close();
});

describe('a lease', () => {
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
