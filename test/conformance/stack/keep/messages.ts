/** What is said to the keeper, one JSON object a line. The end of the stream means: stop everything. */
export type ToKeeper =
  | { readonly do: 'start'; readonly name: string; readonly job: Job }
  /** Removed once everything has stopped. */
  | { readonly do: 'remove'; readonly path: string };

/** What the keeper answers. */
export type FromKeeper =
  | { readonly is: 'started'; readonly name: string; readonly pid: number }
  | { readonly is: 'ended'; readonly name: string; readonly how: string };

/** A program with its arguments; what it prints goes to the log. */
export interface Job {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly log: string;
}
