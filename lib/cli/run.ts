import { localConfig } from '../platform/local/config.ts';
import { runText } from '../report/run-text.ts';
import { isKeptOut, type RunOutcome } from '../steps/outcome.ts';
import { runPipeline } from '../steps/run-pipeline.ts';
import type { Run } from './commands.ts';
import { FAIL_ON, rejectionCode } from './exit-code.ts';
import { choiceOption, flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { progressOn } from './progress.ts';
import { requestOf } from './request.ts';
import { now, openServices } from './services.ts';

/** Their numbers: a shell shows 128 and the number as the exit code. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

class Interrupted extends Error {
  readonly signal: keyof typeof SIGNALS;

  constructor(signal: keyof typeof SIGNALS) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const failOn = choiceOption(options, 'failOn', '--fail-on', FAIL_ON) ?? 'error';
  const flags = flagsOf(options);
  const mode = choiceOption(options, 'mode', '--mode', ['enforce', 'shadow'] as const);
  const request = requestOf(String(operands[0]), options, mode);
  const { ports, close } = await openServices(flags, output);
  const progress = progressOn(output, request.partitions.length);
  const interruption = new AbortController();
  const interrupt = (signal: keyof typeof SIGNALS): void => interruption.abort(new Interrupted(signal));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const outcome = await runPipeline(request, ports, now, progress.step, interruption.signal);
    progress.end();
    const text = { color: output.color, width: output.width, root: localConfig(flags).root };
    output.data(format === 'json' ? JSON.stringify(outcome, null, 2) : runText(outcome, text));
    return codeOf(outcome, failOn);
  } catch (cause) {
    if (!(cause instanceof Interrupted)) throw cause;
    progress.end();
    output.say(`${cause.message}: what is half written is not visible, and the next run goes on from it`);
    return 128 + SIGNALS[cause.signal];
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
    progress.end();
    await close();
  }
};

function codeOf(outcome: RunOutcome, failOn: (typeof FAIL_ON)[number]): number {
  if (outcome.publish === 'unknown') return 4;
  if (outcome.publish === 'notCommitted') return 3;
  // a team starts in shadow: nothing is kept out, so nothing fails
  if (outcome.mode === 'shadow') return 0;
  const held = outcome.partitions.some((p) => isKeptOut(p.publication));
  // what somebody approved was kept out by the gate once, and is not any more
  const partitions = outcome.verdict.partitions.filter(
    (_, i) => outcome.partitions[i]?.publication !== 'approved',
  );
  return rejectionCode({ ...outcome.verdict, partitions }, failOn, held);
}
