import { issue } from '../core/contract/issue.ts';
import { mergeWindows } from '../core/pipeline/merge-windows.ts';
import type { Window } from '../core/pipeline/window.ts';
import type { Run } from './commands.ts';
import { drive } from './drive.ts';
import { CliFailure } from './failure.ts';
import { choiceOption, flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { factsOf, withLedger } from './records.ts';
import { requestOf } from './request.ts';

export const run: Run = async (operands, options, output) => {
  chooseFormat(String(options.format));
  const name = String(operands[0]);
  const mode = choiceOption(options, 'mode', '--mode', ['enforce', 'shadow'] as const);
  if (options.changed !== true) return drive([requestOf(name, options, mode)], options, output);
  if (options.start !== undefined || options.end !== undefined) {
    const message =
      '--changed looks at every window that was run before, so it takes no --start and no --end.';
    throw new CliFailure([issue('SLU-601', { message, command: 'run' })]);
  }
  const windows = await windowsRunBefore(name, options);
  if (windows.length === 0) throw new CliFailure([issue('SLU-613', { pipeline: name })]);
  const requests = windows.map((window) => requestOf(name, { ...options, ...window }, mode));
  return drive(requests, options, output, { asList: true });
};

/** Adjoining windows are one: what lies between two that were run was never asked for. */
const windowsRunBefore = (pipeline: string, options: Record<string, unknown>): Promise<readonly Window[]> =>
  withLedger(flagsOf(options), async (ledger) => {
    const windows: Window[] = [];
    for (const dataset of (await ledger?.datasets()) ?? []) {
      const runs = ledger === undefined ? [] : await factsOf(ledger, { kind: 'run', dataset });
      for (const { body } of runs)
        if (body.pipeline === pipeline && body.state === 'finished') windows.push(body.window);
    }
    return mergeWindows(windows);
  });
