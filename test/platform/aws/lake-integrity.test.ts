import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClients } from '../../../lib/platform/aws/clients.ts';
import { type S3Lake, s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import { CONFIG } from './mocked.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

let server: Server;
let lake: S3Lake;
let kept: Uint8Array;
let headers: IncomingHttpHeaders;
let spoil: (bytes: Uint8Array) => Uint8Array;

/** Keeps one object with the hash that came with it, as S3 does, and may spoil it. */
beforeEach(async () => {
  spoil = (same) => same;
  server = createServer(async (request, response) => {
    if (request.method === 'PUT') {
      headers = request.headers;
      kept = await buffer(request);
      return void response.writeHead(200).end();
    }
    const hash = headers['x-amz-checksum-sha256'];
    const body = spoil(kept);
    response.writeHead(200, { 'content-length': body.length, 'x-amz-checksum-sha256': hash }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const endpoints = { s3: `http://127.0.0.1:${port}` };
  const config = { ...CONFIG, endpoints, credentials: { accessKeyId: 'x', secretAccessKey: 'x' } };
  lake = s3Lake({ config, clients: createClients(config), pace: { ...realPace, sleep: async () => {} } });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const BODY = new TextEncoder().encode('{"partitions":[1,2,3]}');

test('what is written carries its SHA-256, and is given back when it is the same', async () => {
  for (const write of [lake.put, lake.putNew]) {
    await write('body.json', BODY);
    expect(headers['x-amz-checksum-sha256']).toBe(sha256(BODY));
    expect(new Uint8Array((await lake.get('body.json')) ?? [])).toEqual(BODY);
  }
});

test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
  ['one byte is another', (bytes) => bytes.with(15, 0x39)],
  ['its end is missing', (bytes) => bytes.slice(0, -1)],
])('what is not the same is no body: %s', async (_, change) => {
  await lake.put('body.json', BODY);
  spoil = change;
  await expect(lake.get('body.json')).rejects.toThrow(/body\.json.*[Cc]hecksum/);
});
