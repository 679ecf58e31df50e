import { issue } from '../core/contract/issue.ts';
import { distinctWindows, mergeWindows } from '../core/pipeline/merge-windows.ts';
import { whyWhole } from '../core/pipeline/split-window.ts';
import type { Window } from '../core/pipeline/window.ts';
import { factsOf } from '../core/publish/query-facts.ts';
import { datasetOf } from '../steps/state/dataset.ts';
import type { Run } from './commands.ts';
import { drive } from './drive.ts';
import { CliFailure } from './failure.ts';
import { choiceOption, flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { withLedger } from './records.ts';
import { requestOf, requestsOf } from './request.ts';

export const run: Run = async (operands, options, output) => {
  chooseFormat(String(options.format));
  const name = String(operands[0]);
  const mode = choiceOption(options, 'mode', '--mode', ['enforce', 'shadow'] as const);
  if (options.changed !== true) {
    const requests = requestsOf(name, options, mode);
    return drive(requests, options, output, { asList: requests.length > 1 });
  }
  if (options.start !== undefined || options.end !== undefined) {
    const message =
      '--changed looks at every window that was run before, so it takes no --start and no --end.';
    throw new CliFailure([issue('SLU-601', { message, command: 'run' })]);
  }
  const windows = await windowsRunBefore(name, options, mode);
  if (windows.length === 0) throw new CliFailure([issue('SLU-613', { pipeline: name })]);
  const requests = windows.flatMap((window) => requestsOf(name, { ...options, ...window }, mode));
  return drive(requests, options, output, { asList: true });
};

/**
 * Adjoining windows are one, what lies between two was never asked for; unless a window is more than its partitions:
 * decided as a whole, named by the location, or all that a table without partitions consists of.
 */
async function windowsRunBefore(
  pipeline: string,
  options: Record<string, unknown>,
  mode: 'enforce' | 'shadow' | undefined,
): Promise<readonly Window[]> {
  const windows = await withLedger(flagsOf(options), async (ledger) => {
    const found: Window[] = [];
    for (const dataset of (await ledger?.datasets()) ?? []) {
      const runs = ledger === undefined ? [] : await factsOf(ledger, { kind: 'run', dataset });
      for (const { body } of runs)
        if (body.pipeline === pipeline && body.state === 'finished') found.push(body.window);
    }
    return found;
  });
  const [first] = windows;
  if (first === undefined) return [];
  const request = requestOf(pipeline, { ...options, ...first }, mode);
  const { candidate } = request;
  const location = candidate.by === 'location' ? candidate.location : undefined;
  return whyWhole(datasetOf(request), location) !== undefined
    ? distinctWindows(windows)
    : mergeWindows(windows);
}
