import * as z from 'zod';
import type { Ports } from '../../core/ports.ts';

/**
 * One execution of a deployed pipeline: the windows that it goes through one after another, and how far it is. The
 * state of the machine carries its name and a number; this lies in the lake.
 */
export interface ExecutionPlan {
  readonly pipeline: string;
  /** The instant for which it was planned, ISO 8601 UTC: nothing is judged as of a later one. */
  readonly now: string;
  readonly mode: 'enforce' | 'shadow';
  readonly windows: readonly { readonly start: string; readonly end: string }[];
}

/** The run that is under way. Windows before `index` have ended. */
export interface CurrentRun {
  readonly index: number;
  /** From 1: a window that failed is begun again as another run. */
  readonly attempt: number;
  readonly runId: string;
  readonly ref: string;
  readonly dataset: string;
}

const span = z.object({ start: z.string(), end: z.string() });

const BODIES = {
  plan: z.object({
    pipeline: z.string(),
    now: z.string(),
    mode: z.enum(['enforce', 'shadow']),
    windows: z.array(span),
  }),
  current: z.object({
    index: z.int(),
    attempt: z.int(),
    runId: z.string(),
    ref: z.string(),
    dataset: z.string(),
  }),
} as const;

interface Body {
  readonly plan: ExecutionPlan;
  readonly current: CurrentRun;
}

type Named = Pick<Ports, 'lake'>;

const refOf = (execution: string, body: keyof Body): string => `.sluice/executions/${execution}/${body}.json`;

export async function saveExecution<K extends keyof Body>(
  { lake }: Named,
  execution: string,
  name: K,
  body: Body[K],
): Promise<void> {
  await lake.put(refOf(execution, name), new TextEncoder().encode(JSON.stringify(body)));
}

export async function findPlan({ lake }: Named, execution: string): Promise<ExecutionPlan | undefined> {
  const bytes = await lake.get(refOf(execution, 'plan'));
  return bytes === undefined ? undefined : BODIES.plan.parse(parsed(bytes));
}

export async function findCurrent({ lake }: Named, execution: string): Promise<CurrentRun | undefined> {
  const bytes = await lake.get(refOf(execution, 'current'));
  return bytes === undefined ? undefined : BODIES.current.parse(parsed(bytes));
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
