import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { end, isFinal } from './execution.ts';
import { faultBoard } from './faults/board.ts';
import type { AthenaOptions, AthenaServer } from './options.ts';
import { athenaServer } from './server.ts';
import { cancel } from './trino-client.ts';
import { newWorld } from './world.ts';

/** Starts an Athena API in front of a Trino, a Glue and an S3, on 127.0.0.1. Closing it stops its queries. */
export async function startAthena(options: AthenaOptions): Promise<AthenaServer> {
  const world = newWorld(options, faultBoard());
  const server = athenaServer(world);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      const running = [...world.executions.values()].filter((each) => !isFinal(each));
      for (const execution of running) {
        end(execution, 'CANCELLED', 'Query cancelled by user');
        if (execution.nextUri !== undefined) await cancel(execution.nextUri);
      }
      world.glue.destroy();
      world.s3.destroy();
    },
  };
}
