import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterEach, expect, test } from 'vitest';
import { clientOptions } from '../../../lib/platform/aws/client-options.ts';
import { createClients, REQUEST_TIMEOUT_MS } from '../../../lib/platform/aws/clients.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import { CONFIG } from './mocked.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A service that sends the head of its answer and half of its body, and then nothing more, as often as it is told to. */
async function stallingService(body: string, stalls: number) {
  let requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    request.resume();
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
    if (requests > stalls) response.end(body);
    else response.write(body.slice(0, body.length / 2));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const config = {
    ...CONFIG,
    endpoints: { s3: url, athena: url },
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  };
  const clients = createClients(config, 800);
  return {
    context: { config, clients, pace: { ...realPace, sleep: async () => {} } },
    count: () => requests,
  };
}

test('a body that stops half-way is read again, and not waited for', async () => {
  const { context, count } = await stallingService('all of the bytes', 2);
  const read = await s3Lake(context).get('x');
  expect(Buffer.from(read ?? []).toString()).toBe('all of the bytes');
  expect(count()).toBe(3);
}, 10_000);

test('neither is an answer of Athena', async () => {
  const { context } = await stallingService(JSON.stringify({ QueryExecution: { QueryExecutionId: 'q' } }), 1);
  const request = new GetQueryExecutionCommand({ QueryExecutionId: 'q' });
  await expect(context.clients.athena.send(request)).rejects.toMatchObject({ name: 'TimeoutError' });
}, 10_000);

test('a client waits as long for the next byte as for the first one', () => {
  expect(clientOptions(CONFIG, 's3', REQUEST_TIMEOUT_MS).requestHandler).toMatchObject({
    requestTimeout: 120_000,
    socketTimeout: 120_000,
  });
});
