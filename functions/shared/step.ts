import * as z from 'zod';
import type { Step } from '../../lib/steps/state/state.ts';
import { lambda } from './lambda.ts';

export const now = (): string => new Date().toISOString();

/** What travels between the steps: names of things, and how often this one waited. */
export const stepState = z.object({
  runId: z.string(),
  ref: z.string(),
  next: z.enum(['go', 'wait']),
  polls: z.int().default(0),
});

export type Travelling = z.output<typeof stepState>;

/** The first looks are quick, for most queries take seconds; later ones are half a minute apart. */
export const waitSecondsAfter = (polls: number): number => Math.min(30, Math.ceil(2 ** (polls / 2)));

/** A step behind a handler, with its ports. */
export const stepHandler = <P>(step: Step<P>, ports: () => P) =>
  lambda(stepState, (event) => callStep(step, event, ports()));

/** What the step answers, and how long the machine waits before it calls again. */
export async function callStep<P>(step: Step<P>, { polls, ...state }: Travelling, ports: P) {
  const { runId, ref, next } = await step(state, ports, now);
  if (next === 'go') return { runId, ref, next };
  return { runId, ref, next, polls: polls + 1, waitSeconds: waitSecondsAfter(polls) };
}
