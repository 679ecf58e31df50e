import { expect, test } from 'vitest';
import type { Finding, Outcome, Probe } from '../../../bin/aws-smoke/probe.ts';
import { exitCodeOf, markdownOf } from '../../../bin/aws-smoke/report.ts';
import { type Asking, runProbes } from '../../../bin/aws-smoke/run-probes.ts';

const finding = (outcome: Outcome): Finding => ({
  ...{ probe: 'p', does: 'asks', expects: 'a | b', outcome, seen: 'a\nb', durationMs: 1 },
});

test.each([
  ['all that was asked holds', ['holds', 'not asked'], [], 0],
  ['something differs', ['holds', 'differs', 'failed'], [], 1],
  ['something failed', ['holds', 'failed'], [], 3],
  ['nothing was asked', ['not asked'], [], 3],
  ['all of it is still there', ['holds'], ['it could not be taken away'], 3],
] as const)('where %s', (_, outcomes, failures, code) => {
  expect(exitCodeOf({ findings: outcomes.map(finding), failures })).toBe(code);
});

test('the table holds one line a probe, those of the pages first', () => {
  const settles = { page: 'docs/aws.md', text: 'One entry changes atomically' };
  const text = markdownOf({
    ...{
      smokeVersion: 1,
      at: '2026-11-21T10:00:00Z',
      version: '0.1.0',
      place: 'AWS',
      region: 'eu-central-1',
    },
    ...{ environment: 'smoke-1a2b3c4d', durationMs: 1, left: ['the key'], failures: [] },
    findings: [finding('differs'), { ...finding('holds'), settles }],
  });
  expect(text.split('\n')).toEqual([
    'Seen on AWS in eu-central-1 on 2026-11-21 with Sluice 0.1.0: 1 of 2 hold.',
    '',
    '| marked [nv] | probe |  | expected | seen |',
    '|---|---|---|---|---|',
    '| docs/aws.md: One entry changes atomically | p | holds | a \\| b | a b |',
    '',
    '| tried besides | probe |  | expected | seen |',
    '|---|---|---|---|---|',
    '| asks | p | differs | a \\| b | a b |',
    '',
    'Left: the key.',
    '',
  ]);
});

/** Probes that look at nothing, so that no world is needed. */
function asking(
  probes: readonly (Partial<Probe> & Pick<Probe, 'name' | 'ask'>)[],
  more: Partial<Asking> = {},
) {
  return runProbes({
    ...{ place: { cannot: {} }, signal: new AbortController().signal, say: () => {} },
    world: undefined as never,
    ...more,
    probes: probes.map((p) => ({ does: '', expects: '', ...p })),
  });
}
const outcomes = async (found: Promise<readonly Finding[]>) => (await found).map((f) => [f.outcome, f.seen]);
const holding = { name: 'one', ask: async () => ({ holds: true, seen: 'yes' }) };

test('an error of one probe is its finding, and what needs it is not asked', async () => {
  const failing = { name: 'two', ask: () => Promise.reject(new TypeError('no answer')) };
  const needing = { ...holding, name: 'three', needs: ['two'] };
  expect(await outcomes(asking([holding, failing, needing]))).toEqual([
    ['holds', 'yes'],
    ['failed', 'TypeError: no answer'],
    ['not asked', 'two did not hold'],
  ]);
});

test('what a place cannot answer, and what comes after Ctrl-C, is not asked, with the reason', async () => {
  const interruption = new AbortController();
  const last = {
    name: 'two',
    ask: async () => {
      interruption.abort();
      return { holds: false, seen: 'no' };
    },
  };
  const found = asking([holding, last, { ...holding, name: 'three' }], {
    place: { cannot: { one: 'no permissions here' } },
    signal: interruption.signal,
  });
  expect(await outcomes(found)).toEqual([
    ['not asked', 'no permissions here'],
    ['differs', 'no'],
    ['not asked', 'it was interrupted'],
  ]);
});

test('nothing is asked of what could not be deployed', async () => {
  expect(await outcomes(asking([holding], { unavailable: 'it could not be deployed' }))).toEqual([
    ['not asked', 'it could not be deployed'],
  ]);
});
