import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { LocalWorld } from './local-world.ts';
import { DATASET } from './publish-request.ts';

const lib = (path: string): string => JSON.stringify(new URL(`../../../lib/${path}`, import.meta.url).href);

/** A process of its own that publishes the request from its standard input and kills itself around one call. */
const SCRIPT = `
  const { publish } = await import(${lib('core/publish/law.ts')});
  const { localLake } = await import(${lib('platform/local/lake.ts')});
  const { openLedger } = await import(${lib('platform/local/ledger.ts')});
  const { localPublisher } = await import(${lib('platform/local/publisher.ts')});
  const { readFileSync } = await import('node:fs');
  const { root, request, call, when } = JSON.parse(readFileSync(0, 'utf8'));
  const dying = (port) => ({ ...port, [call]: port[call] && (async (...args) => {
    if (when === 'before') process.kill(process.pid, 'SIGKILL');
    const result = await port[call](...args);
    process.kill(process.pid, 'SIGKILL');
    return result;
  }) });
  const ledger = openLedger(root + '/.sluice/ledger.sqlite');
  const ports = { ledger: dying(ledger), publisher: dying(localPublisher(localLake(root))) };
  await publish(request, ports, () => '2001-01-01T00:00:00.000Z');
`;

describe('a process that is killed', () => {
  it.each([
    ['before', 'open', 'old', 0],
    ['after', 'open', 'old', 1],
    ['before', 'apply', 'old', 1],
    ['after', 'apply', 'new', 1],
    ['after', 'observe', 'new', 1],
    ['before', 'commit', 'new', 1],
    ['after', 'commit', 'new', 0],
  ])(
    '%s %s leaves the %s snapshot, and the next run closes what is open',
    async (when, call, expected, open) => {
      const world = new LocalWorld();
      try {
        const [old, stays] = [
          await world.candidate({ day: string('1') }, 'old'),
          await world.candidate({ day: string('2') }, 'x'),
        ];
        await world.publish([old, stays]);
        const next = await world.candidate({ day: string('1') }, 'new');
        const input = JSON.stringify({
          root: world.root,
          request: await world.requestFor([next]),
          call,
          when,
        });
        const child = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
          input,
          encoding: 'utf8',
        });
        expect(child.signal, child.stderr).toBe('SIGKILL');
        const resolved = await world.resolve();
        expect(resolved).toMatchObject({ unknown: [], driftRepaired: false, issues: [] });
        expect(resolved.closed).toHaveLength(open);
        const { pointers } = await world.ledger.state(DATASET);
        const { partitions } = await world.publisher.observe(DATASET);
        const shown = new Map(partitions.map((p) => [partitionKey(p.partition), p.snapshotId]));
        expect(shown).toEqual(new Map(pointers.map((p) => [partitionKey(p.partition), p.snapshotId])));
        expect(shown.get(partitionKey(old.partition))).toBe((expected === 'new' ? next : old).sha256);
        expect(shown.get(partitionKey(stays.partition))).toBe(stays.sha256);
      } finally {
        await world.close();
      }
    },
  );
});
