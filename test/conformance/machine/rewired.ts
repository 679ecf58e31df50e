import { describe, expect, test, vi } from 'vitest';
import { leaseKey } from '../../../lib/steps/state/lease.ts';
import { STEPS } from '../../../lib/steps/step-list.ts';
import type { DefinedState, Definition } from '../../infra/machine-of.ts';
import { DATASET, openSetting, type Setting } from './setting.ts';

const ORDER = ['windows', 'begin', ...STEPS.map((s) => s.name)];

/** Goes through one day; throws where not every step was called in its turn, or readers do not see the day. */
async function goThrough(setting: Setting, definition: Definition, day: string): Promise<void> {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const called: string[] = [];
  const name = `through-${day}`;
  const note = (step: string, call: () => Promise<unknown>): Promise<unknown> => {
    if (called.at(-1) !== step) called.push(step);
    return call();
  };
  const execution = await setting.run(name, { start: day, end: next }, note, definition);
  try {
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(called).toEqual(ORDER);
    expect(await setting.published()).toContain(day);
  } finally {
    await setting.ended(name);
    await freed(setting);
  }
}

/** Whoever holds the dataset. */
async function freed({ ledger }: Setting): Promise<void> {
  const key = leaseKey(DATASET);
  const answer = await ledger.lease(key, 'nobody', 1);
  await ledger.release({ key, owner: answer.held ? answer.by : 'nobody', until: '' });
}

/** The window's states with one of them changed. */
function changed(
  definition: Definition,
  name: string,
  change: (state: DefinedState) => DefinedState,
): Definition {
  const { 'each window': each, ...others } = definition.States;
  const window = each?.ItemProcessor;
  const state = window?.States[name];
  if (each === undefined || window === undefined || state === undefined) throw new Error(`no state ${name}`);
  const States = { ...window.States, [name]: change(state) };
  return {
    ...definition,
    States: { ...others, 'each window': { ...each, ItemProcessor: { ...window, States } } },
  };
}

interface Rewiring {
  readonly what: string;
  readonly rewire: (definition: Definition) => Definition;
}

/** What comes after the step of this place in the list. */
const after = (index: number): string => STEPS[index + 1]?.name ?? 'how did it end?';

/** Each step passes over the one that comes next, or waits for nothing. */
function rewirings(): readonly Rewiring[] {
  return STEPS.flatMap(({ name, waits }, index): readonly Rewiring[] => {
    const beyond = after(index + 1);
    const passesOver: Rewiring = {
      what: `${name} -> ${beyond}`,
      rewire: (definition) => changed(definition, name, (state) => ({ ...state, Next: beyond })),
    };
    const waitsForNothing: Rewiring = {
      what: `is ${name} done? -> ${after(index)}, always`,
      rewire: (definition) =>
        changed(definition, `is ${name} done?`, (state) => ({
          ...state,
          Choices: (state.Choices ?? []).map((choice) => ({ ...choice, Next: after(index) })),
        })),
    };
    return [
      ...(index < STEPS.length - 1 ? [passesOver] : []),
      ...(waits && name !== 'sample' ? [waitsForNothing] : []),
    ];
  });
}

export function whatIsRewired(): void {
  describe('a machine that is wired otherwise', () => {
    test('is noticed, whatever it passes over', async () => {
      vi.resetModules();
      const setting = await openSetting('rewired');
      const { definition } = setting.machine;
      await goThrough(setting, definition, '2001-06-01');
      const unnoticed: string[] = [];
      for (const [index, { what, rewire }] of rewirings().entries()) {
        const day = `2001-06-${String(index + 2).padStart(2, '0')}`;
        await goThrough(setting, rewire(definition), day).then(
          () => unnoticed.push(what),
          () => {},
        );
      }
      expect(unnoticed).toEqual([]);
      expect(rewirings().length).toBeGreaterThan(STEPS.length);
      await goThrough(setting, definition, '2001-06-29');
    }, 600_000);
  });
}
