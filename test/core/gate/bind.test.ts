import { expect, test } from 'vitest';
import { explainKind, prepareCheck } from '../../../lib/core/checks/index.ts';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import { prepareChecks } from '../../../lib/core/gate/bind.ts';
import { datasetOf } from './contract-text.ts';

function refusals(parts: Parameters<typeof datasetOf>[0]) {
  const checks = prepareChecks(datasetOf(parts));
  if (checks.ok) throw new Error('nothing was refused');
  return checks.error.map((i) => ({ code: i.code, params: i.params, path: i.at?.path }));
}

test.each([
  [
    'SLU-306',
    { quality: '[{ id: c, type: custom, engine: soda, implementation: x }]' },
    { rule: 'c', engine: 'soda' },
  ],
  [
    'SLU-308',
    {
      quality:
        '[{ id: r, metric: rowCount, mustBe: 1, customProperties: [{ property: sluice.scope, value: table }] }]',
    },
    { rule: 'r' },
  ],
  [
    'SLU-309',
    {
      quality:
        '[{ id: r, metric: rowCount, mustBe: 1, customProperties: [{ property: sluice.where, value: a > 1 }] }]',
    },
    { rule: 'r', where: 'a > 1' },
  ],
  ['SLU-311', { settings: '[{ property: sluice.policy, value: QUARANTINE }]' }, { dataset: 't' }],
  [
    'SLU-313',
    { properties: '[{ name: a, logicalType: array, logicalTypeOptions: { uniqueItems: true } }]' },
    { rule: 'a.uniqueItems', option: 'uniqueItems' },
  ],
  [
    'SLU-312',
    {
      properties:
        '[{ name: a, logicalType: object, properties: [{ name: b, logicalType: string, required: true }] }]',
    },
    { path: 'a.b', keyword: 'required' },
  ],
])('what no version evaluates yet is refused, never left out: %s', (code, parts, params) => {
  expect(refusals(parts)).toMatchObject([{ code, params }]);
});

test('a filter that is no read-only condition is told so, although no version evaluates it yet', () => {
  const where = 'a > 1; DROP TABLE x';
  const quality = `[{ id: r, metric: rowCount, mustBe: 1, customProperties: [{ property: sluice.where, value: "${where}" }] }]`;
  const codes = refusals({ quality }).map((r) => r.code);
  expect(codes).toHaveLength(2);
  expect(codes[0]).toBe('SLU-309');
  expect(codes[1]).toMatch(/^SLU-3[23]\d$/);
});

test('a refusal points at its place in the contract', () => {
  const [policy] = refusals({ settings: '[{ property: sluice.policy, value: QUARANTINE }]' });
  expect(policy?.path).toContain('customProperties[0]');
});

test('all refusals come in one pass', () => {
  const codes = refusals({
    settings: '[{ property: sluice.policy, value: QUARANTINE }]',
    quality: '[{ id: c, type: custom, engine: soda, implementation: x }]',
  }).map((r) => r.code);
  expect(codes.sort()).toEqual(['SLU-306', 'SLU-311']);
});

test('rules that the standard means for people are listed, not evaluated', () => {
  const checks = prepareChecks(datasetOf({ quality: '[{ id: talk, type: text, description: call us }]' }));
  expect(checks.ok && checks.value.forPeople.map((r) => r.id)).toEqual(['talk']);
  expect(checks.ok && checks.value.evaluated.map((c) => c.rule.id)).not.toContain('talk');
});

test('a rule of no kind is no check, and no name of a kind is explained away', () => {
  const dataset = datasetOf();
  const [rule] = dataset.rules;
  if (rule === undefined) throw new Error('the contract has no rule');
  expect(prepareCheck({ ...rule, kind: 'text' }, dataset)).toBeUndefined();
  expect(explainKind('text')).toBeUndefined();
});

test.each(CHECK_KINDS)('%s says in a line and at length what it means', (kind) => {
  const words = explainKind(kind);
  expect(words?.info).toMatch(/^[a-z].*[^.]$/);
  expect(words?.explanation).toMatch(/^[A-Z`].{60,}\.$/s);
});

test.each(CHECK_KINDS.filter((k) => !['rowCount', 'extraColumns'].includes(k)))(
  'a rule of kind %s that lacks what it needs is an issue, not a crash',
  (kind) => {
    const dataset = datasetOf();
    const at = dataset.at;
    const bare = {
      id: 'bare',
      kind,
      severity: 'error',
      scope: 'partition',
      thresholds: [],
      arguments: {},
      at,
    } as const;
    const prepared = prepareCheck(bare, dataset);
    expect(prepared?.ok).toBe(false);
    if (prepared && !prepared.ok) expect(prepared.error[0]).toMatchObject({ severity: 'error', at });
  },
);
