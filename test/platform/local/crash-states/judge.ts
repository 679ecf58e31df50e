import { DATASET } from '../publish-request.ts';
import { type Call, CrashWorld, folderExists, pointersOf, ROOT, readersSee } from './crash-world.ts';
import { type Image, textOf } from './image.ts';
import { MemoryDisk } from './memory-disk.ts';
import type { Recorded } from './record.ts';

/** A disk after a power cut, and the calls that the ledger on it remembers. */
export interface State {
  readonly image: Image;
  readonly calls: readonly Call[];
}

type Expect = (what: string, found: unknown, allowed: readonly unknown[]) => void;

/** Knows one publish, and says what of the law a state breaks that cutting it off left behind. */
export class Judge {
  private readonly recorded: Recorded;
  /** What the next publish starts from, where it was tried already. */
  private readonly goesOn = new Set<string>();

  constructor(recorded: Recorded) {
    this.recorded = recorded;
  }

  /** Before and after the next run, in words; empty where the law holds. */
  async wrongIn({ image, calls }: State): Promise<readonly string[]> {
    const wrong: string[] = [];
    const expect: Expect = (what, found, allowed) => {
      if (!allowed.includes(found)) wrong.push(`${what}: ${JSON.stringify(found)}`);
    };
    const { scenario, callsBefore } = this.recorded;
    const { before, after } = scenario;
    const lost = !folderExists(image, `${ROOT}/.sluice`);
    const own = calls.slice(callsBefore).map((c) => c.method);
    if (lost && own.includes('commit')) wrong.push('the ledger is lost, with a commit in it');
    const mayBe = own.includes('commit') ? [after] : own.at(-1) === 'open' ? [before, after] : [before];
    expect('readers see', readersSee(image), mayBe);
    const disk = new MemoryDisk({ ...scenario.disk, from: image });
    const world = await CrashWorld.start(disk, lost ? [] : calls, {
      names: 'next',
      boot: 'second',
      hashed: new Map(this.recorded.hashed),
    });
    try {
      await this.recover(world, expect);
      await this.retry(world, expect);
      await this.goOn(world, expect);
    } finally {
      await world.close();
    }
    return wrong;
  }

  /** What the next run does first: what is open is closed, what readers see is what the pointers say. */
  private async recover(world: CrashWorld, expect: Expect): Promise<void> {
    const { scenario, pointers } = this.recorded;
    const seen = readersSee(world.disk.live);
    const { unknown, issues } = await world.resolve();
    expect('intents left open', unknown.length, [0]);
    const unexpected = issues.filter((i) => !(scenario.repairs && i.code === 'SLU-504'));
    expect('issues', unexpected.map((i) => i.code).join(), ['']);
    const recovered = readersSee(world.disk.live);
    expect('after recovery readers see', recovered, [scenario.repairs ? scenario.after : seen]);
    const should = recovered === scenario.after ? pointers.after : pointers.before;
    expect('pointers', pointersOf(await world.ledger.state(DATASET)), [should]);
  }

  /** The very candidate that was cut off: published whole, or refused because its bytes are gone. */
  private async retry(world: CrashWorld, expect: Expect): Promise<void> {
    const { scenario, manifests } = this.recorded;
    if (manifests.length === 0 || readersSee(world.disk.live) === scenario.after) return;
    const { end } = await world.publish(await world.request(manifests));
    expect('the retry ends', end, ['committed', 'notCommitted']);
    const shown = end === 'committed' ? scenario.after : scenario.before;
    expect(`after a retry that ${end} readers see`, readersSee(world.disk.live), [shown]);
  }

  /** What was published is there to go back to after the folders of old runs were collected. */
  private async collect(world: CrashWorld, expect: Expect): Promise<void> {
    await world.disk.rm(`${ROOT}/.sluice/runs`, { recursive: true });
    for await (const fact of world.ledger.query({ kind: 'receipt', dataset: DATASET })) {
      const manifest = fact.kind === 'receipt' ? fact.body.manifest : null;
      const missing = manifest === null ? [] : await world.publisher.missing(manifest);
      expect(`files of receipt ${fact.id.slice(0, 8)} that are lost`, missing.length, [0]);
    }
  }

  /** What candidates were left behind makes no difference from here on. */
  private async goOn(world: CrashWorld, expect: Expect): Promise<void> {
    const published = textOf(world.disk.live)
      .split('\n')
      .filter((line) => !line.includes('/.sluice/runs/'));
    const key = [...world.calls.map((c) => c.method), ...published].join('\n');
    if (this.goesOn.has(key)) return;
    this.goesOn.add(key);
    await this.collect(world, expect);
    await this.publishNext(world, expect);
  }

  /** Another day, written anew. */
  private async publishNext(world: CrashWorld, expect: Expect): Promise<void> {
    const shown = readersSee(world.disk.live);
    const end = await world.publish(await world.request([await world.candidate('9', 'next')]));
    expect('the next publish ends', end.end, ['committed']);
    const expected = shown === 'nothing' || shown === '' ? 'day=9: next' : `${shown}\nday=9: next`;
    expect('after the next publish readers see', readersSee(world.disk.live), [expected]);
    expect('open intents', (await world.ledger.openIntents(DATASET)).length, [0]);
  }
}
