import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../../lib/core/contract/platform-error.ts';
import type { Intent, Manifest } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { pinManifest } from '../../../lib/core/publish/manifest.ts';
import { prepareRollback } from '../../../lib/core/publish/rollback.ts';
import {
  hivePath,
  type PartitionId,
  partitionKey,
  partitionValues,
} from '../../../lib/core/values/partition.ts';
import { NULL, string } from '../../../lib/core/values/scalar.ts';
import { LocalWorld } from './local-world.ts';
import { DATASET } from './publish-request.ts';

let world: LocalWorld;
beforeEach(() => {
  world = new LocalWorld();
});
afterEach(() => world.close());

const day = (text: string): PartitionId => ({ flight_date: string(text) });
const D1 = day('2001-01-01');
const D2 = day('2001-01-02');
const committed = { end: 'committed' };

/** Snapshot ids by partition, from the publisher and from the ledger. */
async function seen() {
  const { partitions } = await world.publisher.observe(DATASET);
  return new Map(partitions.map((p) => [partitionKey(p.partition), p.snapshotId]));
}
async function pointed() {
  const { pointers } = await world.ledger.state(DATASET);
  return new Map(pointers.map((p) => [partitionKey(p.partition), p.snapshotId]));
}
async function expectSettled() {
  expect(await seen()).toEqual(await pointed());
  expect(await world.ledger.openIntents(DATASET)).toEqual([]);
}
const currentFolder = () => world.publisher.publishedPath(DATASET);

describe('a publish', () => {
  it('makes a new version of hard links, and one relative link to it', async () => {
    const [one, two] = [await world.candidate(D1, 'one'), await world.candidate(D2, 'two')];
    expect(await world.publish([one, two])).toMatchObject(committed);
    expect(readlinkSync(world.link)).toBe('../../.sluice/versions/aviation/flights/1');
    const path = join(world.link, 'flight_date=2001-01-01', one.files[0]?.path.split('/').at(-1) ?? '');
    expect(readFileSync(path, 'utf8')).toBe('one');
    expect(statSync(path).ino).toBe(statSync(join(world.root, one.files[0]?.path ?? '')).ino);
    await expectSettled();
  });

  it('carries over what does not move, even when its candidate is gone, and keeps the old version', async () => {
    const one = await world.candidate(D1, 'one');
    await world.publish([one]);
    const before = await currentFolder();
    rmSync(join(world.root, '.sluice', 'runs'), { recursive: true });
    const two = await world.candidate(D2, 'two');
    expect(await world.publish([two])).toMatchObject(committed);
    expect(await currentFolder()).not.toBe(before);
    expect(readdirSync(before)).toEqual(['flight_date=2001-01-01']);
    expect(readdirSync(world.link).sort()).toEqual(['flight_date=2001-01-01', 'flight_date=2001-01-02']);
    await expectSettled();
  });

  it('replaces all files of a partition that moves', async () => {
    await world.publish([await world.candidate(D1, 'old')]);
    await world.publish([await world.candidate(D1, 'new')]);
    const folder = join(world.link, 'flight_date=2001-01-01');
    expect(readdirSync(folder).map((f) => readFileSync(join(folder, f), 'utf8'))).toEqual(['new']);
    await expectSettled();
  });

  it('publishes an unpartitioned dataset into the version folder itself', async () => {
    const manifest = await world.candidate({}, 'all');
    expect(await world.publish([manifest])).toMatchObject(committed);
    expect(readdirSync(world.link)).toEqual([manifest.files[0]?.path.split('/').at(-1)]);
    await expectSettled();
  });

  it('goes on with a version folder that an earlier attempt left half built', async () => {
    const half = join(world.root, '.sluice/versions', DATASET, '1');
    mkdirSync(join(half, 'flight_date=1999-01-01'), { recursive: true });
    writeFileSync(join(half, 'flight_date=1999-01-01', 'x.parquet'), 'x');
    expect(await world.publish([await world.candidate(D1, 'one')])).toMatchObject(committed);
    await expectSettled();
  });

  it.each<[string, (path: string) => void]>([
    ['was changed', (path) => writeFileSync(path, 'changed after it was judged')],
    ['was changed to the same size', (path) => writeFileSync(path, 'onE')],
    ['is gone', (path) => unlinkSync(path)],
  ])('is given up when a candidate file %s, and nothing is left of it', async (_, damage) => {
    const one = await world.candidate(D1, 'one');
    damage(join(world.root, one.files[0]?.path ?? ''));
    const end = await world.publish([one]);
    expect(end).toMatchObject({ end: 'notCommitted', cause: { issue: { code: 'SLU-532' }, exitCode: 2 } });
    expect(existsSync(world.link)).toBe(false);
    expect(existsSync(join(world.root, '.sluice/versions', DATASET, '1'))).toBe(false);
    expect(await world.resolve()).toMatchObject({ closed: [], issues: [] });
  });

  it('refuses a manifest whose files are not those of its id', async () => {
    const one = await world.candidate(D1, 'one');
    const end = await world.publish([{ ...one, sha256: 'f'.repeat(64) }]);
    expect(end).toMatchObject({ end: 'notCommitted', cause: { issue: { code: 'SLU-532' } } });
  });

  it('refuses two partitions that would lie in one folder, and two files of one name', async () => {
    const [empty, none] = [
      await world.candidate(day(''), 'a'),
      await world.candidate({ flight_date: NULL }, 'b'),
    ];
    expect(await world.publish([empty, none])).toMatchObject({
      end: 'notCommitted',
      cause: { issue: { code: 'SLU-536' } },
    });
    const twins = await world.candidateAt(
      D1,
      [
        ['.sluice/runs/a/f.parquet', '1'],
        ['.sluice/runs/b/f.parquet', '2'],
      ],
      'r',
    );
    expect(await world.publish([twins])).toMatchObject({ cause: { issue: { code: 'SLU-536' } } });
  });

  it('says in one sentence that a partition value is too long for the file system', async () => {
    const body = Buffer.from('x');
    const path = '.sluice/runs/long.parquet';
    const manifest = await world.candidateAt(day('x'.repeat(300)), [[path, body]], 'r');
    expect(await world.publish([manifest])).toMatchObject({
      end: 'notCommitted',
      cause: { issue: { code: 'SLU-525' }, exitCode: 2 },
    });
    expect(await world.ledger.openIntents(DATASET)).toEqual([]);
  });

  it('copies where a hard link is impossible', async () => {
    const other = '/dev/shm';
    if (!existsSync(other) || statSync(other).dev === statSync(world.root).dev) return;
    const folder = join(other, `sluice-${process.pid}`);
    mkdirSync(folder);
    try {
      const path = join(folder, 'r-0.parquet');
      writeFileSync(path, 'far away');
      const files = (await world.lake.pin([path])).map((f) => ({ ...f, rows: '1' }));
      const manifest = pinManifest({ runId: 'r', attempt: 1, dataset: DATASET, partition: D1, files });
      expect(await world.publish([manifest])).toMatchObject(committed);
      expect(readFileSync(join(world.link, 'flight_date=2001-01-01', 'r-0.parquet'), 'utf8')).toBe(
        'far away',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
    await expectSettled();
  });

  it('refuses to make a version that another publish made: the ledger is older than the lake', async () => {
    const record = join(world.root, '.sluice/versions', DATASET, '1.json');
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(record, JSON.stringify({ recordVersion: 1, intentId: 'other', partitions: [] }));
    expect(await world.publish([await world.candidate(D1, 'one')])).toMatchObject({
      end: 'notCommitted',
      cause: { issue: { code: 'SLU-535' } },
    });
  });

  it('fails with a sentence when a file stands where a folder belongs, and leaves no intent open', async () => {
    writeFileSync(join(world.root, 'lake'), '');
    const one = await world.candidate(D1, 'one');
    expect(await world.publish([one])).toMatchObject({
      end: 'notCommitted',
      cause: { issue: { code: 'SLU-524' }, exitCode: 2 },
    });
    expect(await world.ledger.openIntents(DATASET)).toEqual([]);
  });

  it('keeps hostile partition values apart and reads them back', async () => {
    const character = fc.constantFrom(...'aZ0 /%=.#?*{}[]:\\"\'\n\t_-ÄÖ日本😀ü');
    const value = fc.string({ unit: character, minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(value, fc.option(value)), {
          minLength: 1,
          maxLength: 5,
          selector: (v) => JSON.stringify(v),
        }),
        async (values) => {
          const fresh = new LocalWorld();
          try {
            const ids = values.map(
              ([a, b]): PartitionId => ({ 'a b/ü': string(a), k: b === null ? NULL : string(b) }),
            );
            const manifests: Manifest[] = [];
            for (const id of ids) manifests.push(await fresh.candidate(id, JSON.stringify(id)));
            expect(await fresh.publish(manifests)).toMatchObject(committed);
            // Without the record the folders alone must tell the same.
            unlinkSync(join(fresh.root, '.sluice/versions', DATASET, '1.json'));
            const { partitions } = await fresh.publisher.observe(DATASET);
            const expected = manifests.map((m) => [partitionKey(m.partition), m.sha256]);
            expect(partitions.map((p) => [partitionKey(p.partition), p.snapshotId]).sort()).toEqual(
              expected.sort(),
            );
          } finally {
            await fresh.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('the swap', () => {
  const change = () => {
    rmSync(world.link, { force: true });
    mkdirSync(dirname(world.link), { recursive: true });
    symlinkSync('../../.sluice/versions/aviation/flights/77', world.link);
  };
  async function intentNow(): Promise<Intent> {
    const request = await world.requestFor([await world.candidate(D1, 'one')]);
    const projection = await world.publisher.project(DATASET, '1');
    return { ...request, publisher: 'local', expectedEpoch: '0', projection, openedAt: world.clock() };
  }

  it('does not replace a link that changed since the intent was opened', async () => {
    const intent = await intentNow();
    change();
    const apply = world.publisher.apply(intent, await world.ledger.state(DATASET));
    await expect(apply).rejects.toMatchObject({
      issue: { code: 'SLU-534', params: { found: '77' } },
      exitCode: 3,
    });
    expect(readlinkSync(world.link)).toMatch(/77$/);
  });

  it('does not replace a link that changed while the version was built', async () => {
    const intent = await intentNow();
    const pin: typeof world.lake.pin = (paths) => {
      change();
      return world.lake.pin(paths);
    };
    const { localPublisher } = await import('../../../lib/platform/local/publisher.ts');
    const apply = localPublisher({ ...world.lake, pin }).apply(intent, await world.ledger.state(DATASET));
    await expect(apply).rejects.toMatchObject({ issue: { code: 'SLU-534' } });
    expect(readlinkSync(world.link)).toMatch(/77$/);
    expect(readdirSync(dirname(world.link))).toEqual(['flights']);
  });
});

describe('readers from outside', () => {
  async function duckdb<T>(act: (rows: (sql: string) => Promise<unknown[][]>) => Promise<T>): Promise<T> {
    const connection = await (await DuckDBInstance.create()).connect();
    try {
      return await act(async (sql) => (await connection.runAndReadAll(sql)).getRows());
    } finally {
      connection.closeSync();
    }
  }
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

  it('see exactly the published rows with plain DuckDB, hostile partition values included', async () => {
    const values = ['2001-01-01', 'with space', 'a/b', '100%', 'k=v', 'Zürich', "quo'te"];
    await duckdb(async (rows) => {
      const manifests: Manifest[] = [];
      for (const [i, value] of [...values, null].entries()) {
        const partition: PartitionId = { v: value === null ? NULL : string(value) };
        const folder = join('.sluice/runs', DATASET, 'r1', '1', hivePath(partition));
        mkdirSync(join(world.root, folder), { recursive: true });
        const path = join(folder, 'r1-0.parquet');
        await rows(`COPY (SELECT ${i} AS n) TO ${literal(join(world.root, path))} (FORMAT parquet)`);
        const files = (await world.lake.pin([path])).map((f) => ({ ...f, rows: '1' }));
        manifests.push(pinManifest({ runId: 'r1', attempt: 1, dataset: DATASET, partition, files }));
      }
      const rejected = manifests.pop();
      expect(rejected?.partition).toEqual({ v: null });
      expect(await world.publish(manifests)).toMatchObject(committed);
      const glob = literal(join(await currentFolder(), '**/*.parquet'));
      const read = await rows(
        `SELECT n, v FROM read_parquet(${glob}, hive_partitioning = true, hive_types = {'v': VARCHAR}) ORDER BY n`,
      );
      expect(read).toEqual(values.map((value, i) => [i, value]));
    });
  });

  it('who resolved the link go on reading the same version while others publish', async () => {
    await world.publish([await world.candidate(D1, 'one')]);
    const resolved = await currentFolder();
    await world.publish([await world.candidate(D1, 'two')]);
    const folder = join(resolved, 'flight_date=2001-01-01');
    expect(readdirSync(folder).map((f) => readFileSync(join(folder, f), 'utf8'))).toEqual(['one']);
  });

  it('get one sentence for a dataset that is not published', async () => {
    await expect(currentFolder()).rejects.toMatchObject({ issue: { code: 'SLU-537' }, exitCode: 2 });
  });
});

describe('drift', () => {
  let one: Manifest;
  let two: Manifest;
  beforeEach(async () => {
    one = await world.candidate(D1, 'one');
    two = await world.candidate(D2, 'two');
    await world.publish([one, two]);
    expect(await world.resolve()).toMatchObject({ closed: [], driftRepaired: false, issues: [] });
  });
  const fileOf = async (m: Manifest) => {
    const folder = join(await currentFolder(), hivePath(m === one ? D1 : D2));
    return join(folder, readdirSync(folder)[0] ?? '');
  };

  it.each<[string, () => Promise<void> | void]>([
    ['deletes a file', async () => unlinkSync(await fileOf(one))],
    ['deletes a partition', async () => rmSync(dirname(await fileOf(one)), { recursive: true })],
    ['deletes all versions', () => rmSync(join(world.root, '.sluice/versions'), { recursive: true })],
    [
      'replaces a file',
      async () => {
        const path = await fileOf(one);
        unlinkSync(path);
        writeFileSync(path, 'ONE');
      },
    ],
    ['adds a file', async () => writeFileSync(join(dirname(await fileOf(one)), 'x.parquet'), 'x')],
    [
      'adds a hidden file that engines read',
      async () => writeFileSync(join(dirname(await fileOf(one)), '.x.parquet'), 'x'),
    ],
    [
      'adds a partition',
      async () => {
        mkdirSync(join(await currentFolder(), 'flight_date=1999-01-01'));
        writeFileSync(join(await currentFolder(), 'flight_date=1999-01-01', 'x.parquet'), 'x');
      },
    ],
    ['adds a link', async () => symlinkSync('/etc/passwd', join(await currentFolder(), 'x.parquet'))],
    [
      'moves a file to another partition',
      async () => renameSync(await fileOf(one), join(dirname(await fileOf(two)), 'y.parquet')),
    ],
    ['removes the link', () => unlinkSync(world.link)],
    [
      'points the link elsewhere',
      () => {
        unlinkSync(world.link);
        symlinkSync('/tmp', world.link);
      },
    ],
  ])('is found and repaired when somebody %s', async (_, edit) => {
    await edit();
    const result = await world.resolve();
    expect(result).toMatchObject({ driftRepaired: true, issues: [{ code: 'SLU-504' }] });
    await expectSettled();
    expect(await pointed()).toEqual(new Map([one, two].map((m) => [partitionKey(m.partition), m.sha256])));
    expect(await world.resolve()).toMatchObject({ driftRepaired: false, issues: [] });
  });

  it('leaves alone files that no engine reads', async () => {
    writeFileSync(join(await currentFolder(), '.DS_Store'), 'x');
    expect(await world.resolve()).toMatchObject({ driftRepaired: false, issues: [] });
  });

  it('cannot be repaired when a file was changed in place, which changes every copy: said so, and healed by a new publish', async () => {
    const path = await fileOf(one);
    chmodSync(path, 0o644);
    appendFileSync(path, 'more');
    const result = await world.resolve();
    expect(result).toMatchObject({ driftRepaired: false, issues: [{ code: 'SLU-505' }] });
    expect(result.issues[0]?.params.why).toContain('2001-01-01');
    expect(await world.publish([await world.candidate(D2, 'other day')])).toMatchObject({
      end: 'notCommitted',
      cause: { issue: { code: 'SLU-533' } },
    });
    expect(await world.publish([await world.candidate(D1, 'one again')])).toMatchObject(committed);
    await expectSettled();
  });

  it('of a whole root that was moved or copied with its links is none', async () => {
    const copy = `${world.root}-copy`;
    cpSync(world.root, copy, { recursive: true, verbatimSymlinks: true });
    try {
      const { localLake } = await import('../../../lib/platform/local/lake.ts');
      const { localPublisher } = await import('../../../lib/platform/local/publisher.ts');
      const there = await localPublisher(localLake(copy)).observe(DATASET);
      expect(there).toEqual(await world.publisher.observe(DATASET));
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('does not arise for a ledger that is gone: nothing is withdrawn', async () => {
    await world.ledger.close();
    for (const name of readdirSync(join(world.root, '.sluice'))) {
      if (name.startsWith('ledger')) rmSync(join(world.root, '.sluice', name));
    }
    const { openLedger } = await import('../../../lib/platform/local/ledger.ts');
    const ledger = openLedger(join(world.root, '.sluice', 'ledger.sqlite'));
    const { resolveOpenIntents } = await import('../../../lib/core/publish/resolve.ts');
    const ports = {
      ledger,
      publisher: world.publisher,
      newId: world.newId,
      actor: { user: '', commit: null, tool: '' },
    };
    const before = readlinkSync(world.link);
    expect(await resolveOpenIntents(DATASET, ports, world.clock)).toMatchObject({
      issues: [{ code: 'SLU-506' }],
    });
    expect(readlinkSync(world.link)).toBe(before);
    await ledger.close();
  });
});

describe('the publisher refuses', () => {
  it.each([
    ['a real folder', (link: string) => mkdirSync(link)],
    ['a file', (link: string) => writeFileSync(link, 'mine')],
    ['a foreign link', (link: string) => symlinkSync('/tmp', link)],
  ])('to replace %s in its place, and leaves it as it is', async (_, put) => {
    mkdirSync(dirname(world.link), { recursive: true });
    put(world.link);
    const before = lstatSync(world.link).ino;
    expect(await world.publisher.refuse(DATASET, { count: 1 })).toMatchObject([{ code: 'SLU-530' }]);
    const end = await world.publish([await world.candidate(D1, 'one')]);
    expect(end).toMatchObject({ end: 'notCommitted', cause: { issue: { code: 'SLU-530' } } });
    expect(lstatSync(world.link).ino).toBe(before);
  });

  it.each([
    'flights',
    '../flights',
    'a/..',
    'a/../b',
    '/a/b',
    'a/b/c',
    'a//b',
    'a/.b',
    'a/b ',
    'a/b\n',
    'ü/b',
    'a/b*',
    '',
  ])('the dataset name %j', async (name) => {
    expect(await world.publisher.refuse(name, { count: 1 })).toMatchObject([{ code: 'SLU-531' }]);
    await expect(world.publisher.observe(name)).rejects.toBeInstanceOf(PlatformError);
  });

  it('nothing where the way is free or its own link stands', async () => {
    expect(await world.publisher.refuse(DATASET, { count: 1 })).toEqual([]);
    await world.publish([await world.candidate(D1, 'one')]);
    expect(await world.publisher.refuse(DATASET, { count: 1 })).toEqual([]);
  });
});

describe('a run that died', () => {
  it('before the swap is closed back, after it forward', async () => {
    await world.publish([await world.candidate(D1, 'one')]);
    const two = await world.candidate(D1, 'two');
    const dead = async (after: boolean) => {
      const request = await world.requestFor([two]);
      const state = await world.ledger.state(DATASET);
      const projection = await world.publisher.project(DATASET, (BigInt(state.epoch) + 1n).toString());
      const intent: Intent = {
        ...request,
        publisher: 'local',
        expectedEpoch: state.epoch,
        projection,
        openedAt: world.clock(),
      };
      await world.ledger.open(intent);
      if (after) await world.publisher.apply(intent, state);
      return intent.intentId;
    };
    const back = await dead(false);
    expect(await world.resolve()).toMatchObject({ closed: [back], receipts: [] });
    await expectSettled();
    const forward = await dead(true);
    expect(await world.resolve()).toMatchObject({
      closed: [forward],
      receipts: [{ snapshotId: two.sha256 }],
    });
    await expectSettled();
    expect([...(await seen()).values()]).toEqual([two.sha256]);
  });

  it('may have applied already: the same apply again changes nothing', async () => {
    const request = await world.requestFor([await world.candidate(D1, 'one')]);
    const state = await world.ledger.state(DATASET);
    const projection = await world.publisher.project(DATASET, '1');
    const intent: Intent = {
      ...request,
      publisher: 'local',
      expectedEpoch: '0',
      projection,
      openedAt: world.clock(),
    };
    await world.publisher.apply(intent, state);
    const inode = lstatSync(world.link).ino;
    await world.publisher.apply(intent, state);
    expect(lstatSync(world.link).ino).toBe(inode);
  });
});

describe('a rollback', () => {
  const by = { user: 'u', commit: null, tool: 't' };
  it('shows the old files again from an old version when their candidate is gone, and is refused when that is gone too', async () => {
    const old = await world.candidate(D1, 'old');
    await world.publish([old]);
    await world.publish([await world.candidate(D1, 'new')]);
    rmSync(join(world.root, '.sluice/runs'), { recursive: true });
    const prepare = () =>
      prepareRollback(
        {
          dataset: DATASET,
          target: { to: 'previous', partition: partitionValues(D1) },
          intentId: world.newId(),
          by,
        },
        world,
      );
    const prepared = await prepare();
    if (!prepared.ok) throw new Error('refused');
    expect(await publish(prepared.value, world, world.clock)).toMatchObject(committed);
    expect([...(await seen()).values()]).toEqual([old.sha256]);
    rmSync(join(world.root, '.sluice/versions', DATASET, '2'), { recursive: true });
    expect(await prepare()).toMatchObject({ ok: false, error: [{ code: 'SLU-544' }] });
  });
});
