import type { Rule } from '../model.ts';

/** A rule whose id may still be taken by another one of its dataset. */
export type Draft = Rule;

type Given = Pick<Rule, 'id' | 'kind' | 'arguments' | 'at'> & Partial<Rule>;

/** A rule of every partition that blocks, unless something else is said. */
export const draft = (given: Given): Draft => ({
  severity: 'error',
  scope: 'partition',
  thresholds: [],
  ...given,
});
