import { addGranularity, parseGranularity } from '../core/pipeline/granularity.ts';
import { plural } from '../report/printable.ts';
import { runText } from '../report/run-text.ts';
import { runPipeline } from '../steps/run-pipeline.ts';
import { datasetOf } from '../steps/state/dataset.ts';
import { StepFailure } from '../steps/state/failure.ts';
import { isKeptOut, type RunOutcome } from '../steps/state/outcome.ts';
import type { RunRequest } from '../steps/state/request.ts';
import { collectOld } from './collect-old.ts';
import { environmentOf, readersOf } from './environments.ts';
import { FAIL_ON, rejectionCode } from './exit-code.ts';
import { Interrupted, interruptible } from './interruption.ts';
import { openPlatform } from './open-platform.ts';
import { choiceOption, flagsOf, textOption } from './options.ts';
import { chooseFormat, type Output } from './output.ts';
import { progressOn } from './progress.ts';
import { reportFailure } from './report-failure.ts';
import { type LocalServices, now, type Services } from './services.ts';

type Options = Record<string, unknown>;

/** Does what the requests ask for, one after another, and shows each outcome. The worst of them is the exit code. */
export async function drive(
  requests: readonly RunRequest[],
  options: Options,
  output: Output,
  { asList = false }: { readonly asList?: boolean } = {},
): Promise<number> {
  const format = chooseFormat(String(options.format));
  const failOn = choiceOption(options, 'failOn', '--fail-on', FAIL_ON) ?? 'error';
  const wanted = textOption(options, 'report');
  const write =
    wanted === undefined
      ? undefined
      : await (await import('./run-report.ts')).prepareReport(wanted, requests.length);
  const flags = flagsOf(options);
  const environment = environmentOf(flags);
  const services = await openPlatform(flags, output, requests);
  const outcomes: RunOutcome[] = [];
  let unwritten = 0;
  let failed = 0;
  try {
    for (const request of requests) {
      const outcome = await driveOne(request, services, output).catch((cause: unknown) => {
        // what is wrong with one of several windows does not keep the others from being looked at
        if (!(cause instanceof StepFailure) || requests.length === 1) throw cause;
        output.issues(cause.issues);
        failed = Math.max(failed, cause.exitCode);
      });
      if (outcome === undefined) continue;
      outcomes.push(outcome);
      const report = (await write?.(outcome, services.ports)) ?? {};
      if (format === 'text') {
        const page = report.path === undefined ? {} : { report: report.path };
        const where = { ...readersOf(environment, flags, outcome.dataset), ...page };
        output.data(runText(outcome, { color: output.color, width: output.width, ...where }));
      }
      // the run has decided, with or without a page of it
      if (report.failed !== undefined) unwritten = reportFailure(report.failed, output);
      if ('lake' in services) await cleanUp(request, services, output);
    }
    if (format === 'json') output.data(JSON.stringify(asList ? outcomes : outcomes[0], null, 2));
    return Math.max(failed, ...outcomes.map((o) => codeOf(o, failOn))) || unwritten;
  } catch (cause) {
    if (!(cause instanceof Interrupted)) throw cause;
    output.say(`${cause.message}: what is half written is not visible, and the next run goes on from it`);
    return cause.exitCode;
  } finally {
    await services.close();
  }
}

async function driveOne(request: RunRequest, { ports }: Services, output: Output): Promise<RunOutcome> {
  const progress = progressOn(output, request.partitions.length);
  try {
    return await interruptible((signal) => runPipeline(request, ports, now, progress.step, signal));
  } finally {
    progress.end();
  }
}

/** What the contract's retention lets go. A run that ended is not failed by what could not be removed. */
async function cleanUp(request: RunRequest, services: LocalServices, output: Output): Promise<void> {
  const { versions, duration } = datasetOf(request).settings.retention;
  try {
    const granularity = parseGranularity(duration) ?? { count: 1, unit: 'day' };
    const since = new Date(addGranularity(Date.parse(now()), granularity, -1)).toISOString();
    const { items } = await collectOld(request.dataset, { versions, since }, services);
    if (items.length > 0) output.say(`${plural(items.length, 'old folder')} removed (sluice.retention)`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    output.say(`old versions were not removed: ${why}`);
  }
}

function codeOf(outcome: RunOutcome, failOn: (typeof FAIL_ON)[number]): number {
  if (outcome.publish === 'unknown') return 4;
  if (outcome.publish === 'notCommitted') return 3;
  // a team starts in shadow, or with what is there: nothing is kept out, so nothing fails
  if (outcome.mode !== 'enforce') return 0;
  const held = outcome.partitions.some((p) => isKeptOut(p.publication));
  // what somebody approved was kept out by the gate once, and is not any more
  const partitions = outcome.verdict.partitions.filter(
    (_, i) => outcome.partitions[i]?.publication !== 'approved',
  );
  return rejectionCode({ ...outcome.verdict, partitions }, failOn, held);
}
