import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;

beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS);
});
afterEach(() => place.remove());

test('a rule for another engine is refused by run, plan, check and adopt, with its line, and is valid all the same', () => {
  place.edit(
    'small/days.odcs.yaml',
    /(id: mean, type: sql,)/,
    '$1 customProperties: [{ property: sluice.engine, value: athena }],',
  );
  const contract = join(place.folder, 'days.odcs.yaml');
  for (const args of [
    ['run', 'small/days'],
    ['plan', 'small/days'],
    ['check', place.source, '--contract', contract],
    ['adopt', 'small/days', place.source],
  ]) {
    const { code, stderr } = place.sluice(...args);
    expect(stderr).toMatch(/error SLU-317: Rule "mean" is written for athena[\s\S]*days\.odcs\.yaml:17:\d+/);
    expect(code, args[0]).toBe(2);
  }
  expect(existsSync(join(place.root, '.sluice/runs'))).toBe(false);
  expect(place.sluice('validate', place.folder).code).toBe(0);
});

test('a pipeline for another engine is refused before anything runs, where it says so', () => {
  place.edit('small/days.pipeline.yaml', 'sql: days.sql', 'sql: days.sql, engine: trino');
  for (const command of ['run', 'plan']) {
    const { code, stderr } = place.sluice(command, 'small/days');
    expect(stderr).toMatch(
      /error SLU-318: Pipeline small\/days has SQL for trino[\s\S]*days\.pipeline\.yaml:4:\d+/,
    );
    expect(code).toBe(2);
  }
  expect(place.sluice('validate', place.folder).code).toBe(0);
});
