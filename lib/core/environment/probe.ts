/** What a look at one part of a deployment found. */
export interface Probe {
  /** The part: `workgroup`, `ledger`, a dataset. */
  readonly about: string;
  /** `warning`: it works, and somebody may want to know. `problem`: something is left to do. */
  readonly state: 'ok' | 'warning' | 'problem';
  /** One sentence, without its full stop. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export const ok = (about: string, says: string): Probe => ({ about, state: 'ok', says });

export const warning = (about: string, says: string, remedy: string): Probe => ({
  about,
  state: 'warning',
  says,
  remedy,
});

export const problem = (about: string, says: string, remedy: string): Probe => ({
  about,
  state: 'problem',
  says,
  remedy,
});
