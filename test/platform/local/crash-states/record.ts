import type { Manifest } from '../../../../lib/core/publish/facts.ts';
import { DATASET } from '../publish-request.ts';
import { type Call, CrashWorld, type Hashed, pointersOf, ROOT, readersSee } from './crash-world.ts';
import type { Event, Image } from './image.ts';
import { MemoryDisk } from './memory-disk.ts';
import type { Scenario } from './scenarios.ts';

/** One publish, and everything that happened on the way. */
export interface Recorded {
  readonly scenario: Scenario;
  readonly from: Image;
  readonly events: readonly Event[];
  readonly calls: readonly Call[];
  /** How many of the calls were made before the publish began. */
  readonly callsBefore: number;
  /** What the publish synced, in order: paths below the root, without what is random in them. */
  readonly syncs: readonly string[];
  /** What the pointers said before and after. */
  readonly pointers: { readonly before: string; readonly after: string };
  readonly hashed: Hashed;
  /** The candidates that it published. */
  readonly manifests: readonly Manifest[];
}

/** Runs the scenario to its end, with every fsync of one path ignored where that is asked. */
export async function record(scenario: Scenario, ignored?: string): Promise<Recorded> {
  const life = { boot: 'first', hashed: new Map<string, string>() };
  const first = new MemoryDisk(scenario.disk);
  await first.mkdir(ROOT, { recursive: true });
  const before = await CrashWorld.start(first, [], { ...life, names: 'before' });
  if (scenario.newLedger !== true) await first.mkdir(`${ROOT}/.sluice`, { recursive: true });
  await scenario.settle?.(before);
  const calls = [...before.calls];
  await before.close();
  const ignores = (path: string): boolean => nameOf(path) === ignored;
  const disk = new MemoryDisk({ ...scenario.disk, from: new Map(first.live), ignores });
  const world = await CrashWorld.start(disk, calls, { ...life, names: 'act' });
  try {
    const manifests = (await scenario.loose?.(world)) ?? [];
    const pointed = pointersOf(await world.ledger.state(DATASET));
    expectSeen(readersSee(disk.live), scenario.before);
    await scenario.act(world, manifests);
    expectSeen(readersSee(disk.live), scenario.after);
    return {
      scenario,
      from: disk.from,
      events: disk.events,
      calls: world.calls,
      callsBefore: calls.length,
      syncs: [...new Set(disk.syncs.map(nameOf))],
      pointers: { before: pointed, after: pointersOf(await world.ledger.state(DATASET)) },
      hashed: life.hashed,
      manifests,
    };
  } finally {
    await world.close();
  }
}

const nameOf = (path: string): string => path.slice(ROOT.length + 1).replace(/\.[0-9a-f]{12}$/, '') || '.';

function expectSeen(seen: string, expected: string): void {
  if (seen !== expected)
    throw new Error(`readers see ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`);
}
