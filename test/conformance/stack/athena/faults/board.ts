import type { Failure } from '../execution.ts';
import type { Counts, Effect, FaultRule } from './rules.ts';

/** Faults of a query that starts. */
export interface ExecutionFaults {
  readonly queuedMs: number;
  readonly runningMs: number;
  readonly failBefore?: Failure;
  readonly failAfter?: Failure;
}

/** Rules that wait for their call, and the counts. */
export interface FaultBoard {
  add(rules: readonly FaultRule[]): void;
  clear(): void;
  /** Effects on the call itself; each rule that fits is used up once. */
  onCall(operation: string, sql: string | undefined): readonly Effect[];
  onStart(sql: string): ExecutionFaults;
  count(operation: string): void;
  started(id: string, sql: string): void;
  counts(): Counts;
  resetCounts(): void;
}

interface Armed {
  readonly rule: FaultRule;
  skip: number;
  left: number;
}

type QueryEffect = Extract<Effect, { readonly kind: 'fail' | 'hold' }>;
const isOfQuery = (effect: Effect): effect is QueryEffect => effect.kind === 'fail' || effect.kind === 'hold';

const fits = (rule: FaultRule, operation: string, sql: string | undefined): boolean =>
  (rule.operation === undefined || rule.operation === operation) &&
  (rule.sql === undefined || (sql !== undefined && new RegExp(rule.sql, 'i').test(sql)));

function use(armed: Armed): boolean {
  if (armed.skip > 0) {
    armed.skip--;
    return false;
  }
  return armed.left-- > 0;
}

const failureOf = (effects: readonly Effect[], when: 'before' | 'after'): Failure | undefined => {
  const found = effects.find((effect) => effect.kind === 'fail' && effect.when === when);
  if (found?.kind !== 'fail') return undefined;
  const { category, type, retryable, reason } = found;
  return { category, type, retryable, reason };
};

const heldMs = (effects: readonly Effect[], state: 'QUEUED' | 'RUNNING'): number =>
  effects.reduce((ms, effect) => (effect.kind === 'hold' && effect.state === state ? ms + effect.ms : ms), 0);

export function faultBoard(): FaultBoard {
  let rules: Armed[] = [];
  const calls = new Map<string, number>();
  const queries: { readonly id: string; readonly sql: string }[] = [];
  const taken = (operation: string, sql: string | undefined, ofQuery: boolean): readonly Effect[] => {
    const found = rules.filter(
      ({ rule }) => isOfQuery(rule.effect) === ofQuery && fits(rule, operation, sql),
    );
    const used = found.filter(use).map(({ rule }) => rule.effect);
    rules = rules.filter(({ left }) => left > 0);
    return used;
  };
  return {
    add: (added) => {
      for (const rule of added) rules.push({ rule, skip: rule.skip ?? 0, left: rule.times ?? 1 });
    },
    clear: () => {
      rules = [];
    },
    onCall: (operation, sql) => taken(operation, sql, false),
    onStart(sql) {
      const effects = taken('StartQueryExecution', sql, true);
      const failBefore = failureOf(effects, 'before');
      const failAfter = failureOf(effects, 'after');
      return {
        queuedMs: heldMs(effects, 'QUEUED'),
        runningMs: heldMs(effects, 'RUNNING'),
        ...(failBefore ? { failBefore } : {}),
        ...(failAfter ? { failAfter } : {}),
      };
    },
    count: (operation) => {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
    },
    started: (id, sql) => {
      queries.push({ id, sql });
    },
    counts: () => ({ calls: Object.fromEntries(calls), started: [...queries] }),
    resetCounts: () => {
      calls.clear();
      queries.length = 0;
    },
  };
}
