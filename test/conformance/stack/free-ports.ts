import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Below the range from which systems give ports to outgoing connections, so that none of those takes one meanwhile. */
const FIRST = 20_000;
const LAST = 32_000;

async function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

/** So many ports of 127.0.0.1 that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers: Server[] = [];
  while (servers.length < count) {
    const server = await listening(FIRST + Math.floor(Math.random() * (LAST - FIRST)));
    if (server !== undefined) servers.push(server);
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
