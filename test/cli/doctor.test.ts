import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { intentOf } from '../../lib/core/publish/intent.ts';
import { openLedger } from '../../lib/platform/local/ledger.ts';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS);
  place.outcome();
});
afterEach(() => place.remove());

const doctor = (...more: readonly string[]) => place.sluice('doctor', ...more);

/** What a publish leaves that died between its intent and its first change. */
async function leaveOpen(): Promise<void> {
  const ledger = openLedger(join(place.root, '.sluice/ledger.sqlite'));
  const { epoch, projection, pointers } = await ledger.state('small/days');
  const [first] = pointers;
  if (first === undefined) throw new Error('nothing is published');
  const move = {
    partition: first.partition,
    from: first.snapshotId,
    to: null,
    cites: { receiptId: 'x' },
    decision: 'rollback' as const,
  };
  const by = { user: 'test', commit: null, tool: 'test' };
  const request = {
    intentId: 'dead',
    runId: 'dead',
    dataset: 'small/days',
    moves: [move],
    contract: null,
    by,
  };
  const from = { publisher: 'local', epoch, projection: { before: projection, after: 'never' } };
  expect(await ledger.open(intentOf(request, from, '2001-01-01T00:00:00.000Z'))).toBe('opened');
  await ledger.close();
}

test('says healthy where everything is closed, and changes nothing', () => {
  expect(doctor()).toMatchObject({ code: 0, stdout: 'small/days: healthy\n' });
  expect(JSON.parse(doctor('small/days', '--format', 'json').stdout)).toEqual({
    unwritable: [],
    datasets: [{ dataset: 'small/days', findings: [], repaired: [], collectable: 0 }],
  });
});

test('finds a publish that nobody closed, and closes it when told to', async () => {
  await leaveOpen();
  const found = doctor();
  expect(found.code).toBe(1);
  expect(found.stdout).toContain('run dead began to publish 1 partitions at 2001-01-01');
  expect(doctor().code).toBe(1);
  const repaired = doctor('--repair');
  expect(repaired.code).toBe(0);
  expect(repaired.stdout).toContain('1 open publish closed, back: readers saw nothing of it');
  expect(doctor()).toMatchObject({ code: 0, stdout: 'small/days: healthy\n' });
  expect(Object.keys(await place.visible())).toHaveLength(4);
});

test('finds a link that was changed by hand, and repairs it when told to', async () => {
  const link = join(place.root, 'lake/small/days');
  rmSync(link);
  symlinkSync(place.root, link);
  const found = doctor('--format', 'json');
  expect(found.code).toBe(1);
  expect(JSON.parse(found.stdout).datasets).toMatchObject([{ findings: [{ kind: 'drift' }] }]);
  const repaired = doctor('--repair');
  expect(repaired.code).toBe(0);
  expect(repaired.stdout).toContain('readers see again what was published');
  expect(Object.keys(await place.visible())).toHaveLength(4);
});

test('finds folders that this user cannot write', () => {
  const folders = join(place.root, '.sluice/versions');
  mkdirSync(folders, { recursive: true });
  chmodSync(folders, 0o555);
  chmodSync(place.root, 0o755);
  const asNobody = 'exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"';
  chmodSync(join(place.root, '.sluice'), 0o777);
  for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm']) {
    try {
      chmodSync(join(place.root, '.sluice', name), 0o666);
    } catch {
      // a ledger that was closed has one file
    }
  }
  const ended = process.getuid?.() === 0 ? place.within(asNobody, 'doctor') : doctor();
  chmodSync(folders, 0o755);
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stdout).toContain('.sluice/versions: cannot be written by this user');
});

test('is quiet where nothing is gated yet, and refuses a dataset that is not there', () => {
  const nowhere = doctor('--root', join(place.root, 'nowhere'));
  expect(nowhere).toMatchObject({ code: 0, stdout: '' });
  const unknown = doctor('small/nodays');
  expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('SLU-609');
});
