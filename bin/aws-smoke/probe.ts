import type { World } from './world.ts';

/** A sentence of a page that is marked [nv]: what only an account can settle. */
export interface Mark {
  /** `docs/aws.md`. */
  readonly page: string;
  /** The words right before the mark, as many as are needed to know it. */
  readonly text: string;
}

/** What was seen, with its numbers, and whether it is what the pages say. */
export interface Seen {
  readonly holds: boolean;
  readonly seen: string;
  readonly numbers?: Readonly<Record<string, number | string>>;
}

/** One question to a platform. */
export interface Probe {
  readonly name: string;
  readonly settles?: Mark;
  readonly does: string;
  readonly expects: string;
  /** Without these having held there is nothing to ask. */
  readonly needs?: readonly string[];
  ask(world: World): Promise<Seen>;
}

export type Outcome = 'holds' | 'differs' | 'not asked' | 'failed';

/** What became of a probe. `failed`: it ended in an error before it could see anything. */
export interface Finding {
  readonly probe: string;
  readonly settles?: Mark;
  readonly does: string;
  readonly expects: string;
  readonly outcome: Outcome;
  /** What was seen, or why it was not. */
  readonly seen: string;
  readonly numbers?: Readonly<Record<string, number | string>>;
  readonly durationMs: number;
}
