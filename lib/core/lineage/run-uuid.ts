import { createHash } from 'node:crypto';

/** Of a run id of ours the UUID that OpenLineage asks for: version 5, the same whenever it is asked for. */
export function runUuid(environment: string, runId: string): string {
  const bytes = createHash('sha1')
    .update(NAMESPACE)
    .update(`${environment}/${runId}`)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Chosen once for runs of this tool, as RFC 9562 has it; another one would give every run another id. */
const NAMESPACE = Buffer.from('5b0f6e3c2d9a4c1e8f7a6d5c4b3a2918', 'hex');
