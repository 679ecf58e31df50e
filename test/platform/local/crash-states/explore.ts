import { CrashWorld } from './crash-world.ts';
import { type Event, textOf } from './image.ts';
import { Judge, type State } from './judge.ts';
import { MemoryDisk } from './memory-disk.ts';
import { survivorsOf } from './power-cut.ts';
import type { Recorded } from './record.ts';

export interface Explored {
  /** Moments at which the power was cut. */
  readonly points: number;
  /** Distinct disks and ledgers that were left. */
  readonly states: number;
  /** What was wrong, and in which state. */
  readonly wrong: readonly string[];
}

/** Cuts the power after every event, the last one first, and judges each distinct state that this may leave. */
export async function explore(recorded: Recorded, until?: 'the first wrong state'): Promise<Explored> {
  const { from, events, calls } = recorded;
  const tried = new Tried(recorded, until !== undefined);
  for (let at = events.length; at >= 0; at--) {
    for (const count of callCounts(recorded, at)) {
      await tried.cut(from, events.slice(0, at), calls.slice(0, count));
      if (tried.isOver()) return tried;
    }
  }
  return tried;
}

/**
 * Kills the process after every event; the machine goes on. The next run closes what is open, and publishes the same
 * again; after either the power is cut. What a process saw in memory and built upon must be on the disk by then.
 */
export async function exploreKills(recorded: Recorded): Promise<Explored> {
  const { from, events, calls, scenario, manifests } = recorded;
  const tried = new Tried(recorded, false);
  for (let at = events.length; at >= 0; at--) {
    for (const count of callCounts(recorded, at)) {
      const disk = new MemoryDisk({ ...scenario.disk, from, events: events.slice(0, at) });
      const world = await CrashWorld.start(disk, calls.slice(0, count), {
        names: 'second',
        boot: 'first',
        hashed: new Map(recorded.hashed),
      });
      try {
        await world.resolve();
        await tried.cut(from, disk.events, world.calls);
        const request = await world.request(manifests);
        if (request.moves.every((m) => m.from === m.to?.sha256)) continue;
        await world.publish(request);
        await tried.cut(from, disk.events, world.calls);
      } finally {
        await world.close();
      }
    }
  }
  return tried;
}

class Tried implements Explored {
  points = 0;
  states = 0;
  readonly wrong: string[] = [];
  private readonly seen = new Set<string>();
  private readonly judge: Judge;

  private readonly stops: boolean;

  constructor(recorded: Recorded, stops: boolean) {
    this.judge = new Judge(recorded);
    this.stops = stops;
  }

  isOver(): boolean {
    return this.stops && this.wrong.length > 0;
  }

  async cut(from: State['image'], events: readonly Event[], calls: State['calls']): Promise<void> {
    this.points += 1;
    for (const image of survivorsOf(from, events)) {
      if (this.isOver()) return;
      const state = { image, calls };
      const key = `${calls.map((c) => c.method).join()}\n${textOf(image)}`;
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      this.states += 1;
      for (const words of await this.judge.wrongIn(state)) {
        this.wrong.push(`${words}, where the power was cut after event ${events.length} and left\n${key}`);
      }
    }
  }
}

/** How many calls the ledger remembers: those that had returned, and perhaps the one that was on its way. */
function callCounts({ events, callsBefore }: Recorded, at: number): readonly number[] {
  const past = events.slice(0, at);
  const reached = (phase: 'began' | 'returned'): number =>
    past.filter((e) => e.type === 'ledger' && e.phase === phase).length;
  return [...new Set([callsBefore + reached('returned'), callsBefore + reached('began')])];
}
