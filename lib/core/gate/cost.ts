import type { Budget } from '../contract/model.ts';
import { addDecimal, type Decimal, decimalText, multiplyDecimal, parseDecimal } from '../values/decimal.ts';

/** Bytes that queries read, and the US dollars that are charged for them; both exact, as text. */
export interface Cost {
  readonly bytes: string;
  readonly usd: string;
}

/** What an engine reads of the files that a query names, and what is charged for it. */
export interface Billing {
  /** Whole files (what DuckDB is said to read), or the columns that a query needs. */
  readonly reads: 'files' | 'columns';
  readonly usdPerTb: Decimal;
  /** A query is charged for so many bytes at least, and for whole units of so many; absent where for what it read. */
  readonly charge?: { readonly leastBytes: bigint; readonly unitBytes: bigint };
  /** Queries beside a write that read nothing: they ask for the columns of its result. */
  readonly besideWrite: number;
}

/** $5 a terabyte, by the megabyte, 10 MB a query at least: what Amazon asks for Athena in most regions (2026-11). */
const ATHENA = { leastBytes: 10_000_000n, unitBytes: 1_000_000n };
const FREE: Decimal = { digits: 0n, scale: 0 };
const FIVE: Decimal = { digits: 5n, scale: 0 };

/** Of Athena, which is Trino, or of this machine, where nothing is charged unless the budget names a price. */
export function billingOf(dialect: 'duckdb' | 'trino', { usdPerTb }: Pick<Budget, 'usdPerTb'> = {}): Billing {
  const stated = usdPerTb === undefined ? undefined : exactly(usdPerTb);
  return dialect === 'trino'
    ? { reads: 'columns', usdPerTb: stated ?? FIVE, charge: ATHENA, besideWrite: 1 }
    : { reads: 'files', usdPerTb: stated ?? FREE, besideWrite: 0 };
}

/** A number of a contract as it is written there: 0.05 is one twentieth, not the nearest double. */
export const exactly = (number: number): Decimal => parseDecimal(String(number)) ?? FREE;

export const NOTHING: Cost = { bytes: '0', usd: '0' };

/** What so many queries cost at most that read so many bytes together; exactly that, where it is one. */
export function costOf(queries: number, bytes: bigint, { usdPerTb, charge }: Billing): Cost {
  const charged = charge === undefined ? bytes : chargedBytes(queries, bytes, charge);
  const usd = multiplyDecimal(usdPerTb, { digits: charged, scale: TB_DIGITS });
  return { bytes: bytes.toString(), usd: decimalText(usd) };
}

/** 10^12 bytes: of the two terabytes the dearer one. */
const TB_DIGITS = 12;

function chargedBytes(
  queries: number,
  bytes: bigint,
  { leastBytes, unitBytes }: NonNullable<Billing['charge']>,
): bigint {
  const whole = ((bytes + unitBytes - 1n) / unitBytes) * unitBytes;
  if (queries === 1) return whole > leastBytes ? whole : leastBytes;
  // however the bytes are spread over the queries, it is no more than this
  return whole + BigInt(queries) * leastBytes;
}

export const addCosts = (costs: readonly Cost[]): Cost =>
  costs.reduce(
    (sum, { bytes, usd }) => ({
      bytes: (BigInt(sum.bytes) + BigInt(bytes)).toString(),
      usd: decimalText(addDecimal(usdOf(sum), parseDecimal(usd) ?? FREE)),
    }),
    NOTHING,
  );

export const usdOf = ({ usd }: Cost): Decimal => parseDecimal(usd) ?? FREE;

/** A query that has ended, as its engine tells of it. */
export interface EndedQuery {
  readonly kind: string;
  readonly bytesScanned: string;
  readonly failed?: string;
}

/** What queries did cost; one that failed is not charged for. */
export const actualCost = (ended: readonly EndedQuery[], billing: Billing): Cost =>
  addCosts(
    ended.map(({ kind, bytesScanned, failed }) => {
      if (failed !== undefined) return NOTHING;
      const read = costOf(1, BigInt(bytesScanned), billing);
      return kind === 'write' ? addCosts([read, costOf(billing.besideWrite, 0n, billing)]) : read;
    }),
  );
