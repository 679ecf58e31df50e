import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, inject, test, vi } from 'vitest';
import { factsOf } from '../../../lib/core/publish/query-facts.ts';
import { Workplace } from '../../cli/sluice.ts';
import { stackClients } from '../stack/seed.ts';
import { startedQueries } from './athena.ts';
import { DATASET, type Edit, type Edits, openSetting, type Setting } from './setting.ts';

const WINDOW = { start: '2001-03-01', end: '2001-03-02' };

/** Functions that read another contract are others: theirs is read once. */
function open(name: string, edits: Edits): Promise<Setting> {
  vi.resetModules();
  return openSetting(name, edits);
}

const warning: Edit = (contract) =>
  contract.replace('mustBeBetween: [-30, 90]', 'mustBeBetween: [-30, -29]\n            severity: warning');
const tight: Edit = (contract) =>
  contract.replace(
    '- { property: sluice.unit, value: partition }',
    '- { property: sluice.unit, value: partition }\n      - { property: sluice.budget, value: { bytesPerRun: 1 } }',
  );
const poisoned: Edit = (contract) => contract.replace('mustBe: 0', 'mustBe: several');

export function otherContracts(): void {
  describe('a contract', () => {
    test('with a rule that only warns: the day is published, and the warning told', async () => {
      const { run, published, heard } = await open('warns', { contract: warning });
      const execution = await run('warns', WINDOW);
      expect(execution.edges).toContain('how did it end? -> passed');
      expect(await published()).toEqual(['2001-03-01']);
      expect(await heard()).toMatchObject([
        {
          decision: 'publishedWithWarnings',
          findings: [{ rule: { id: 'delay-mean', severity: 'warning' } }],
        },
      ]);
    });

    test('with a budget that this would go beyond: refused before any query, and told', async () => {
      const { run, ended, published, heard } = await open('tight', { contract: tight });
      const queries = await startedQueries(async () => {
        const execution = await run('tight', WINDOW);
        expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
        expect(execution.cause).toMatch(/^SLU-310/);
        await ended('tight', execution);
      });
      expect(queries).toEqual([]);
      expect(await published()).toEqual([]);
      const messages = await heard();
      expect(messages).toMatchObject([{ decision: 'failed', owner: { team: 'Aviation data' } }]);
      expect(JSON.stringify(messages[0]?.findings)).toContain('budget');
    });

    test('that cannot be read: nothing begins, and somebody hears why, with its file and line', async () => {
      const { run, ended, published, heard, ledger } = await open('poisoned', { contract: poisoned });
      const queries = await startedQueries(async () => {
        const execution = await run('poisoned', WINDOW);
        expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
        expect(execution.cause).toMatch(/SLU-\d+ .*flights\.odcs\.yaml:\d+: /);
        expect(await ended('poisoned', execution)).toEqual({ abandoned: null });
      });
      expect(queries).toEqual([]);
      expect(await published()).toEqual([]);
      expect(await factsOf(ledger, { kind: 'run', dataset: DATASET })).toEqual([]);
      expect(await heard()).toMatchObject([
        {
          dataset: DATASET,
          decision: 'failed',
          findings: [{ text: expect.stringMatching(/flights\.odcs\.yaml:\d+/) }],
        },
      ]);
    });
  });

  describe('a pipeline', () => {
    test('over files that another job puts down: they are copied, judged and published', async () => {
      const { run, published } = await open('placed', {
        pipeline: (text) =>
          text
            .replace(/^source: .*\n/m, '')
            .replace(
              '{ sql: flights.sql }',
              '{ location: "s3://sluice-placed/job/{yyyy}-{MM}-{dd}/*.parquet" }',
            ),
      });
      await putDays('sluice-placed', ['2001-02-27', '2001-03-01']);
      const execution = await run('placed', { start: '2001-02-27', end: '2001-03-02' });
      expect(execution.edges).toContain('how did it end? -> rejected');
      // the first fails, the second is missing
      expect(await published()).toEqual(['2001-03-01']);
    });
  });
}

/** What a run on this machine wrote of these days, as somebody's job would put it down. */
async function putDays(Bucket: string, days: readonly string[]): Promise<void> {
  const place = new Workplace();
  const { s3, close } = stackClients(inject('stack'));
  const window = ['--start', '2001-02-27', '--end', '2001-03-02'];
  place.sluice('run', DATASET, ...window, '--fail-on', 'never');
  const files = readdirSync(place.root, { recursive: true }).map(String);
  for (const day of days) {
    const file = files.find((f) => f.includes('/runs/') && f.includes(day) && f.endsWith('.parquet'));
    if (file === undefined) throw new Error(`no file of ${day} among ${files.length}`);
    const Body = readFileSync(join(place.root, file));
    await s3.send(new PutObjectCommand({ Bucket, Key: `job/${day}/part-0.parquet`, Body }));
  }
  close();
  place.remove();
}
