import type { AwsConfig } from '../../lib/platform/aws/config.ts';
import { VERSION } from '../../lib/platform/local/version.ts';
import type { Place } from './place.ts';
import type { Probe } from './probe.ts';
import type { Report } from './report.ts';
import { runProbes } from './run-probes.ts';
import type { WorkFolder } from './work-folder.ts';
import { openWorld, uploadFlights } from './world.ts';

export interface Smoke {
  readonly place: Place;
  readonly config: AwsConfig;
  readonly folder: WorkFolder;
  readonly probes: readonly Probe[];
  readonly signal: AbortSignal;
  /** Nothing is taken away. */
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

/** Makes the environment, asks every probe, and takes away what it made, however it ends. */
export async function smoke(of: Smoke): Promise<Report> {
  const { place, config, folder, probes, signal, say } = of;
  const at = new Date().toISOString();
  const startedAt = performance.now();
  const world = openWorld(place, config, folder);
  say(`deploying ${folder.environment}`);
  const undeployed = await trying('it could not be deployed', say, async () => {
    await place.deploy();
    if (!signal.aborted) await uploadFlights(world);
  });
  const asking = { probes, place, world, signal, say };
  const findings = await runProbes(
    undeployed === undefined ? asking : { ...asking, unavailable: undeployed },
  );
  world.close();
  let left: readonly string[] = [`all of ${folder.environment}`];
  const undestroyed = of.keep
    ? undefined
    : await trying('it could not be taken away', say, async () => {
        say(`taking ${folder.environment} away`);
        left = await place.destroy();
      });
  for (const line of left) say(`left: ${line}`);
  const failures = [undeployed, undestroyed].filter((f) => f !== undefined);
  return {
    ...{ smokeVersion: 1, at, version: VERSION, place: place.name, region: config.region },
    environment: folder.environment,
    durationMs: Math.round(performance.now() - startedAt),
    ...{ findings, left, failures },
  };
}

/** Undefined where it went well, else what went wrong. */
async function trying(
  what: string,
  say: Smoke['say'],
  act: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    const failure = `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
    say(failure);
    return failure;
  }
}
