import { describe, expect, test } from 'vitest';
import type { Dataset, Rule, Settings } from '../../../lib/core/contract/model.ts';
import { bindChecks, prepareChecks } from '../../../lib/core/gate/bind.ts';
import { SETTINGS } from '../checks/kind-world.ts';

const at = (path: string) => ({ file: 't.odcs.yaml', path });

const ruleOf = (more: Partial<Rule>): Rule => ({
  id: 'r',
  kind: 'rowCount',
  severity: 'error',
  scope: 'partition',
  thresholds: [{ op: 'mustBe', values: ['1'] }],
  arguments: {},
  at: at('rule'),
  ...more,
});

const datasetOf = (rules: readonly Rule[], settings: Partial<Settings> = {}): Dataset => ({
  name: 't',
  physicalName: 't',
  columns: [],
  partitionedBy: [],
  rules,
  settings: { ...SETTINGS, ...settings },
  at: at('dataset'),
});

const refusals = (rules: readonly Rule[], settings?: Partial<Settings>) => {
  const prepared = prepareChecks(datasetOf(rules, settings));
  return prepared.ok ? [] : prepared.error;
};
const refused = (code: string, params: Readonly<Record<string, string>>, path = 'rule') => ({
  code,
  severity: 'error',
  at: at(path),
  params,
});

describe('a rule that no version evaluates yet', () => {
  test.each<[string, Partial<Rule>, Readonly<Record<string, string>>]>([
    ['SLU-306', { kind: 'custom', arguments: { engine: 'soda' } }, { rule: 'r', engine: 'soda' }],
    ['SLU-306', { kind: 'custom' }, { rule: 'r', engine: 'unnamed' }],
    ['SLU-307', { kind: 'relationship' }, { rule: 'r' }],
    [
      'SLU-312',
      { kind: 'nested', arguments: { path: 'a.b', keyword: 'unique' } },
      { path: 'a.b', keyword: 'unique' },
    ],
    ['SLU-312', { kind: 'nested' }, { path: '', keyword: '' }],
    ['SLU-313', { kind: 'unsupportedOption', arguments: { option: 'x' } }, { rule: 'r', option: 'x' }],
    ['SLU-308', { scope: 'table' }, { rule: 'r' }],
    ['SLU-309', { where: 'a > 1' }, { rule: 'r', where: 'a > 1' }],
  ])('%s is refused at its place: %j', (code, more, params) => {
    expect(refusals([ruleOf(more)])).toEqual([refused(code, params)]);
  });

  test('is refused beside what is wrong with it otherwise, and beside every other', () => {
    const lame = ruleOf({ id: 'lame', kind: 'unique', at: at('lame') });
    const bad = ruleOf({ where: 'a > 1; DROP TABLE x' });
    const [where, filter, unique, ...more] = refusals([bad, lame]);
    expect(where).toEqual(refused('SLU-309', { rule: 'r', where: 'a > 1; DROP TABLE x' }));
    expect(filter).toMatchObject({ at: at('rule'), params: { subject: 'rule "r"' } });
    expect(filter?.code).toMatch(/^SLU-3[23]\d$/);
    expect(unique).toEqual(refused('SLU-301', { rule: 'lame', kind: 'unique', dataset: 't' }, 'lame'));
    expect(more).toEqual([]);
  });

  test('has its filter read in its own engine, on its own column', () => {
    const filter = (more: Partial<Rule>) =>
      refusals([ruleOf(more)])
        .slice(1)
        .map((i) => i.code);
    expect(filter({ where: '{column} > 1', column: 'a' })).toEqual([]);
    expect(filter({ where: '{column} > 1' })).toHaveLength(1);
    expect(filter({ where: 'a > 1', engine: 'oracle' })).toEqual(['SLU-333']);
    expect(filter({ scope: 'table', where: 'nonsense nonsense' })).toHaveLength(1);
    expect(filter({ scope: 'table' })).toEqual([]);
    // nothing is said of a filter that is not there
    expect(filter({ scope: 'table', engine: 'oracle' })).toEqual([]);
  });
});

describe('a setting that no version keeps yet', () => {
  test('is refused where it stands, or at the dataset where nobody knows', () => {
    expect(refusals([], { policy: 'QUARANTINE' })).toEqual([refused('SLU-311', { dataset: 't' }, 'dataset')]);
    expect(refusals([], { policy: 'QUARANTINE', at: { 'sluice.policy': at('policy') } })).toEqual([
      refused('SLU-311', { dataset: 't' }, 'policy'),
    ]);
    for (const policy of ['STRICT', 'ALWAYS'] as const) expect(refusals([], { policy })).toEqual([]);
  });
});

test('what can be evaluated is kept apart from what is for people, in the order of the contract', () => {
  const people = ruleOf({ id: 'talk', kind: 'text' });
  const more = ruleOf({ id: 'sla', kind: 'slaForPeople' });
  const prepared = prepareChecks(datasetOf([people, ruleOf({ id: 'n' }), more, ruleOf({ id: 'm' })]));
  if (!prepared.ok) throw new Error('refused');
  expect(prepared.value.forPeople).toEqual([people, more]);
  expect(prepared.value.evaluated.map((c) => c.rule.id)).toEqual(['n', 'm']);
  const bound = bindChecks(prepared.value, { columns: [] });
  expect(bound.map((b) => [b.prepared.rule.id, b.bound.ok])).toEqual([
    ['n', true],
    ['m', true],
  ]);
});
