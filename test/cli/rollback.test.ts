import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
let runIds: readonly string[];

/** The second day is published twice, with 3 rows and then with 5. */
beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS.slice(0, 2), 'a');
  const first = place.outcome('--end', '2001-01-03');
  await place.write([{ day: '2001-01-02', rows: 2 }], 'b');
  const second = place.outcome('--start', '2001-01-02', '--end', '2001-01-03');
  runIds = [first.runId, second.runId];
});
afterEach(() => place.remove());

const TWICE = 'day=2001-01-02';
const ONCE = 'day=2001-01-01';

interface ReceiptShown {
  readonly kind: string;
  readonly receiptId: string;
  readonly decision: string;
  readonly snapshotId: string | null;
}

function receipts(partition: string): readonly ReceiptShown[] {
  const { stdout } = place.sluice('history', 'small/days', '--partition', partition, '--format', 'json');
  return (JSON.parse(stdout) as ReceiptShown[]).filter((f) => f.kind === 'receipt');
}

test('back to the snapshot before: readers see it, history says who, and the same run does not undo it', async () => {
  const back = place.sluice('rollback', 'small/days', '--partition', TWICE);
  expect(back.code).toBe(0);
  expect(back.stdout).toMatch(
    /^small\/days: day=2001-01-02 back to snapshot [0-9a-f]{12} \(receipt [0-9a-f]{12}\)\n$/,
  );
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 3 });
  expect(receipts(TWICE).map((r) => r.decision)).toEqual(['rollback', 'publish', 'publish']);
  const again = place.outcome('--start', '2001-01-02', '--end', '2001-01-03');
  expect(again.summary).toMatchObject({ published: 0, unchanged: 1 });
  expect(again.partitions).toMatchObject([{ publication: 'rolledBack' }]);
  expect(place.run('--start', '2001-01-02', '--end', '2001-01-03').stdout).toContain(
    'was rolled back, and is left so',
  );
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 3 });
});

test('a changed contract publishes again what was rolled back', async () => {
  place.sluice('rollback', 'small/days', '--partition', TWICE);
  place.contract([], 120);
  const again = place.outcome('--start', '2001-01-02', '--end', '2001-01-03');
  expect(again.summary).toMatchObject({ published: 1, queries: 0 });
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 5 });
});

test('a second rollback goes forward again', async () => {
  place.sluice('rollback', 'small/days', '--partition', TWICE);
  expect(place.sluice('rollback', 'small/days', '--partition', TWICE).code).toBe(0);
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 5 });
});

test('by the beginning of a receipt, with the new receipts as JSON', async () => {
  const [, first] = receipts(TWICE);
  const id = (first?.receiptId ?? '').slice(0, 10);
  const back = place.sluice('rollback', 'small/days', '--receipt', id, '--format', 'json');
  expect(JSON.parse(back.stdout)).toMatchObject({
    dataset: 'small/days',
    receipts: [
      { decision: 'rollback', cites: { receiptId: first?.receiptId }, snapshotId: first?.snapshotId },
    ],
  });
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 3 });
});

test('all that a run published', async () => {
  expect(place.sluice('rollback', 'small/days', '--run', runIds[1] ?? '').code).toBe(0);
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 3 });
});

test('a partition with nothing before is withdrawn only when told so', async () => {
  const refused = place.sluice('rollback', 'small/days', '--partition', ONCE);
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('SLU-545');
  expect(refused.stderr).toContain('--withdraw');
  const told = place.sluice('rollback', 'small/days', '--partition', ONCE, '--withdraw');
  expect(told.stdout).toMatch(/day=2001-01-01 withdrawn, readers see it no more/);
  expect(await place.visible()).toEqual({ '2001-01-02': 5 });
});

test.each([
  ['neither a receipt nor a partition nor a run', [], 'SLU-601'],
  ['two of them', ['--partition', TWICE, '--receipt', 'a'], 'SLU-601'],
  ['a receipt that is not there', ['--receipt', 'nothing'], 'SLU-542'],
  ['an empty receipt', ['--receipt', ''], 'SLU-542'],
  ['a partition that was never published', ['--partition', 'day=1999-01-01'], 'SLU-540'],
  ['a run that published nothing', ['--run', 'nothing'], 'SLU-540'],
])('is refused for %s, and nothing moves', async (_, options, code) => {
  const ended = place.sluice('rollback', 'small/days', ...options);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(code);
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 5 });
});

/** The second day with so many rows more, published. */
async function publishMore(rows: number): Promise<void> {
  await place.write([{ day: '2001-01-02', rows }], 'b');
  expect(place.outcome('--start', '2001-01-02', '--end', '2001-01-03').summary.published).toBe(1);
}

const publicationOfTwice = (): string | undefined =>
  place.outcome('--start', '2001-01-02', '--end', '2001-01-03').partitions[0]?.publication;

test('what was taken back stays so when its candidate was removed since', async () => {
  expect(place.sluice('rollback', 'small/days', '--partition', TWICE).code).toBe(0);
  expect(place.sluice('gc', 'small/days', '--keep', '1').code).toBe(0);
  expect(publicationOfTwice()).toBe('rolledBack');
  expect((await place.visible())['2001-01-02']).toBe(3);
});

test('two rollbacks in a row are both remembered', async () => {
  const first = receipts(TWICE).at(-1)?.receiptId ?? '';
  await publishMore(4);
  expect(place.sluice('rollback', 'small/days', '--partition', TWICE).code).toBe(0);
  expect(publicationOfTwice()).toBe('rolledBack');
  expect(place.sluice('rollback', 'small/days', '--receipt', first, '--force').code).toBe(0);
  expect(publicationOfTwice()).toBe('rolledBack');
  expect((await place.visible())['2001-01-02']).toBe(3);
  // a contract that demands something else is another judgement
  place.contract([], 99);
  expect(publicationOfTwice()).toBe('published');
});

test('a rollback of a day that has not ended outlasts the next run', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const run = () => place.outcome('--start', today, '--end', tomorrow).partitions[0]?.publication;
  await place.write([{ day: today, rows: 3 }], 'today');
  expect(run()).toBe('published');
  await place.write([{ day: today, rows: 4 }], 'today');
  expect(run()).toBe('published');
  expect(place.sluice('rollback', 'small/days', '--partition', `day=${today}`).code).toBe(0);
  expect(run()).toBe('rolledBack');
});
