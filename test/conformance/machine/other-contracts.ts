import { describe, expect, test, vi } from 'vitest';
import { factsOf } from '../../../lib/core/publish/query-facts.ts';
import { startedQueries } from './athena.ts';
import { DATASET, type Edit, openSetting, type Setting } from './setting.ts';

const WINDOW = { start: '2001-03-01', end: '2001-03-02' };

/** Functions that read another contract are others: theirs is read once. */
function open(name: string, edit: Edit): Promise<Setting> {
  vi.resetModules();
  return openSetting(name, edit);
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
      const { run, published, heard } = await open('warns', warning);
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
      const { run, ended, published, heard } = await open('tight', tight);
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
      const { run, ended, published, heard, ledger } = await open('poisoned', poisoned);
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
}
