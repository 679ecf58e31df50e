import { PlatformError } from '../core/contract/platform-error.ts';
import { DataFileError } from '../platform/local/duckdb/data-file-error.ts';
import { StepFailure, UnknownOutcome } from '../steps/state/failure.ts';
import { CliFailure } from './failure.ts';
import type { Output } from './output.ts';

/** Whatever was thrown, as sentences on stderr and an exit code. */
export function reportFailure(error: unknown, output: Output): number {
  if (process.env.SLUICE_DEBUG === '1' && error instanceof Error) output.say(error.stack ?? '');
  if (error instanceof CliFailure || error instanceof StepFailure || error instanceof UnknownOutcome) {
    output.issues(error.issues);
    return error.exitCode;
  }
  if (error instanceof PlatformError) {
    output.issues([error.issue]);
    return error.exitCode;
  }
  if (error instanceof DataFileError) {
    output.issues(error.issues);
    return 2;
  }
  const why = error instanceof Error ? error.message : String(error);
  output.say(`error: sluice failed: ${why.split('\n')[0]} (SLUICE_DEBUG=1 shows where)`);
  return 3;
}
