/** Their numbers: a shell shows 128 and the number as the exit code. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof SIGNALS) {
    super(`interrupted by ${signal}`);
    this.exitCode = 128 + SIGNALS[signal];
  }
}

/** Lets the work bring itself to an end when somebody presses Ctrl-C; a second time ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (signal: keyof typeof SIGNALS): void => interruption.abort(new Interrupted(signal));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await work(interruption.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}
