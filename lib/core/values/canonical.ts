import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 (JCS): the one text of a JSON value, whatever the order in which its keys were written. Keys that hold
 * undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical text');
  return text;
}

/** SHA-256 in lower-case hex of the canonical JSON: the form of every key in the ledger. */
export function keyOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
