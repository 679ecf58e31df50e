import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(() => place.remove());

const versions = (): readonly string[] =>
  readdirSync(join(place.root, '.sluice/versions/small/days')).filter((n) => !n.endsWith('.json'));
const attemptOf = ({ runId }: RunOutcome): string => join(place.root, '.sluice/runs/small/days', runId, '1');

/** A run in which the first day has so many rows. */
async function runWith(rows: number): Promise<RunOutcome> {
  await place.write([{ day: '2001-01-01', rows }, ...FOUR_DAYS.slice(1)]);
  return place.outcome();
}

/** As if everything so far had happened two days earlier. */
function twoDaysLater(): void {
  const ledger = new DatabaseSync(join(place.root, '.sluice/ledger.sqlite'));
  const columns = ledger
    .prepare("SELECT name FROM pragma_table_info('facts')")
    .all()
    .map((c) => c.name);
  expect(columns).toContain('time');
  ledger.exec(
    "UPDATE facts SET time = strftime('%Y-%m-%dT%H:%M:%fZ', time, '-2 days'), " +
      "body = CASE WHEN json_extract(body, '$.committedAt') IS NULL THEN body ELSE json_set(body, '$.committedAt', " +
      "strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(body, '$.committedAt'), '-2 days')) END",
  );
  ledger.close();
}

test('after a run only what the retention keeps is there, and what readers see is whole', async () => {
  place.contract(['{ property: sluice.retention, value: { versions: 2, duration: P1D } }']);
  const outcomes = [await runWith(3), await runWith(4), await runWith(5)];
  expect(versions()).toEqual(['1', '2', '3']);
  twoDaysLater();
  outcomes.push(await runWith(6));
  // 4 is shown, 3 is the other of the newest two, and was replaced just now
  expect(versions()).toEqual(['3', '4']);
  // the first run wrote what three of the days still show
  expect(outcomes.map((o) => existsSync(attemptOf(o)))).toEqual([true, false, true, true]);
  expect(await place.visible()).toMatchObject({ '2001-01-01': 6, '2001-01-04': 3 });
  // its verdict outlives its candidate
  expect(place.sluice('show', outcomes[1]?.runId ?? '', '--format', 'json').stdout).toContain(
    'value.minimum',
  );
  expect(place.outcome().summary).toMatchObject({ unchanged: 4, queries: 0 });
  expect(place.sluice('rollback', 'small/days', '--partition', 'day=2001-01-01').code).toBe(0);
  expect((await place.visible())['2001-01-01']).toBe(5);
});

test('what was replaced a moment ago stays for those who still read it', async () => {
  place.contract(['{ property: sluice.retention, value: { versions: 1, duration: PT1H } }']);
  for (const rows of [3, 4, 5]) await runWith(rows);
  expect(versions()).toEqual(['1', '2', '3']);
});

test('a run whose folder is gone is shown by its counts', async () => {
  const { runId } = await runWith(3);
  rmSync(join(place.root, '.sluice/runs/small/days', runId), { recursive: true });
  const shown = place.sluice('show', runId);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('4 published, 0 rejected');
});

test('a retention that is no length of time is refused with its place', () => {
  place.contract(['{ property: sluice.retention, value: { duration: a week } }']);
  const ended = place.sluice('validate', join(place.folder, 'days.odcs.yaml'));
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('days.odcs.yaml:');
  expect(ended.stderr).toContain('ISO 8601');
});
