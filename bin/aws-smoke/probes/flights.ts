import { join } from 'node:path';
import { databaseOf } from '../../../lib/core/environment/environment.ts';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import { NULL } from '../../../lib/core/values/scalar.ts';
import { placeOf, uriOf } from '../../../lib/platform/aws/lake/place.ts';
import {
  type CanonicalVerdict,
  canonicalVerdict,
  differences,
} from '../../../lib/report/canonical-verdict.ts';
import { runFolder } from '../../../lib/steps/state/bodies.ts';
import type { RunOutcome } from '../../../lib/steps/state/outcome.ts';
import { countingQueries, rowsOf } from '../ask-athena.ts';
import { localRows, totalsOf } from '../duckdb.ts';
import type { Ended } from '../place.ts';
import type { Probe } from '../probe.ts';
import { newestOutcome, sluiceJson } from '../sluice.ts';
import { DEAR_PIPELINE, FLIGHTS_PIPELINE } from '../work-folder.ts';
import { DAYS, type World } from '../world.ts';

const DATASET = FLIGHTS_PIPELINE;

/** Where readers of Athena find the flights. */
export const flightsTable = ({ context: { config } }: World): string =>
  `"${databaseOf(config, 'aviation')}"."flights"`;

const dayOf = ({ partition }: RunOutcome['partitions'][number]): string =>
  String(Object.values(partition)[0]);

const decided = ({ partitions }: RunOutcome): string =>
  partitions.map((p) => `${dayOf(p)} ${p.publication}`).join(', ');

export const howItEnded = ({ status, error, cause }: Ended): string =>
  [status, error, cause?.slice(0, 300)].filter((part) => part !== undefined && part !== '').join(': ');

const threeDays: Probe = {
  name: 'three-days',
  does: 'starts the state machine for three days, of which one is to be rejected',
  expects: 'the same days are published and rejected as on this machine',
  async ask(world) {
    const ended = await world.execute({ pipeline: FLIGHTS_PIPELINE, input: DAYS });
    if (ended.status !== 'SUCCEEDED') return { holds: false, seen: howItEnded(ended) };
    const [here, there] = [await world.local(), await newestOutcome(world.folder, DATASET)];
    const { published, rejected } = there.summary;
    return {
      holds: decided(here) === decided(there) && published === 2 && rejected === 1,
      seen: decided(there),
      numbers: { published, rejected },
    };
  },
};

/**
 * Without the files' own names of their types, which come from whoever wrote the candidate: Trino writes a timestamp as
 * INT96, DuckDB as INT64.
 */
function comparable(verdict: Verdict): CanonicalVerdict {
  const partitions = verdict.partitions.map((partition) => ({
    ...partition,
    checks: partition.checks.map((c) => (c.kind === 'columnType' ? { ...c, measured: NULL } : c)),
  }));
  return canonicalVerdict({ ...verdict, partitions });
}

/** Every rule on what a run wrote, also those that nobody asks once the footers have rejected a day. */
function check(candidate: string, where: readonly string[], { folder }: World): Promise<Verdict> {
  const contract = join(folder.contracts, 'aviation/flights.odcs.yaml');
  return sluiceJson(folder, ['check', candidate, '--contract', contract, ...where]);
}

const sameVerdict: Probe = {
  name: 'same-verdict',
  needs: ['three-days'],
  does: 'judges what was written once more with every rule (`sluice check`), and compares the canonical verdict with that of DuckDB on this machine',
  expects: 'no difference, but for how the files call their types',
  async ask(world) {
    const { folder, context } = world;
    const [here, there] = [await world.local(), await newestOutcome(folder, DATASET)];
    const written = ({ runId }: RunOutcome): string => `${runFolder(DATASET, runId)}/1`;
    const remote = uriOf(placeOf(written(there), context.config));
    const [local, judged] = [
      await check(join(folder.localRoot, written(here)), [], world),
      await check(remote, ['--env', folder.environment], world),
    ];
    const found = differences(comparable(local), comparable(judged));
    const checks = judged.partitions.flatMap((p) => p.checks);
    const asked = checks.filter((c) => c.outcome !== 'notEvaluated').length;
    const same = `${asked} of ${checks.length} checks were evaluated, all as on this machine`;
    return {
      holds: found.length === 0 && asked === checks.length && judged.partitions.length === 3,
      seen: found.length === 0 ? same : JSON.stringify(found[0]),
      numbers: { checks: checks.length, evaluated: asked, differences: found.length },
    };
  },
};

const sameRows: Probe = {
  name: 'same-rows',
  needs: ['three-days'],
  does: 'sums up what readers see, with a SELECT on Athena and with DuckDB on this machine',
  expects: 'the same totals for each day',
  async ask(world) {
    await world.local();
    const here = await localRows(world.folder, DATASET);
    const there = (await rowsOf(world.ask(totalsOf(flightsTable(world))))).map((row) => row.map(String));
    const rows = there.reduce((sum, [, count]) => sum + Number(count), 0);
    return {
      holds: JSON.stringify(here) === JSON.stringify(there) && there.length === 2,
      seen: there.map((row) => row.join(' ')).join('; '),
      numbers: { days: there.length, rows },
    };
  },
};

const again: Probe = {
  name: 'again',
  needs: ['three-days'],
  does: 'starts the machine for the same days a second time',
  expects: 'no query is sent',
  async ask(world) {
    const start = () => world.execute({ pipeline: FLIGHTS_PIPELINE, input: DAYS });
    const { ended, sent } = await countingQueries(world.context, start);
    const seen = `${howItEnded(ended)} (${sent} queries)`;
    return { holds: ended.status === 'SUCCEEDED' && sent === 0, seen, numbers: { queries: sent } };
  },
};

const budget: Probe = {
  name: 'budget',
  does: 'starts a pipeline whose contract allows a run one byte',
  expects: 'the run is refused (SLU-310) before it sends a query',
  async ask(world) {
    const start = () => world.execute({ pipeline: DEAR_PIPELINE, input: DAYS });
    const { ended, sent } = await countingQueries(world.context, start);
    const refused = ended.status === 'FAILED' && /SLU-310/.test(ended.cause ?? '');
    return {
      holds: refused && sent === 0,
      seen: `${howItEnded(ended)} (${sent} queries)`,
      numbers: { queries: sent },
    };
  },
};

/** A run as it is meant to be. */
export const FLIGHTS_PROBES: readonly Probe[] = [threeDays, sameVerdict, sameRows, again, budget];
