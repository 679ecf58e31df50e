import { intentOf } from '../../../lib/core/publish/intent.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { clock, move, request, snapshot, World } from './world.ts';

/** One partition published, and a second publish that replaces it and adds another. */
export const A1 = snapshot('2001-01-01', 'a1');
export const A2 = snapshot('2001-01-01', 'a2');
export const B1 = snapshot('2001-01-02', 'b1');
export const MOVES = [move(A1, A2), move(null, B1)];

export async function published(): Promise<World> {
  const world = new World();
  await publish(request('first', [move(null, A1)]), world.process(), clock);
  world.calls = [];
  return world;
}

export const second = (world: World, fault?: Parameters<World['process']>[0]) =>
  publish(request('second', MOVES), world.process(fault), clock);

export const openIntent = (world: World, id = 'second') =>
  intentOf(
    request(id, MOVES),
    { publisher: 'model', epoch: world.state.epoch, projection: { before: world.link, after: '2' } },
    clock(),
  );

type Ports = ReturnType<World['process']>;

/** Ports of which some answer otherwise. */
export const withLedger = (ports: Ports, ledger: Partial<Ports['ledger']>): Ports => ({
  ...ports,
  ledger: { ...ports.ledger, ...ledger },
});
export const withPublisher = (ports: Ports, publisher: Partial<Ports['publisher']>): Ports => ({
  ...ports,
  publisher: { ...ports.publisher, ...publisher },
});
