/** What one run asks of AWS. */
export interface Asked {
  readonly transitions: number;
  readonly calls: number;
  /** Of Lambda; functions have 1 GB. */
  readonly gigabyteSeconds: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  readonly ledgerWrites: number;
  readonly ledgerReads: number;
  readonly glue: number;
  readonly queries: number;
}

/** One day that is written, judged and published, with no wait for a query: counted, but for the time in Lambda. */
const WITHOUT_WAITS: Asked = {
  transitions: 18,
  calls: 10,
  gigabyteSeconds: 10,
  s3Puts: 28,
  s3Gets: 50,
  ledgerWrites: 17,
  ledgerReads: 52,
  glue: 24,
  queries: 3,
};

/** Each look at a query that still runs. */
const EACH_WAIT: Partial<Asked> = {
  transitions: 3,
  calls: 1,
  gigabyteSeconds: 1,
  s3Puts: 1,
  s3Gets: 3,
  ledgerWrites: 1,
};

/** Each run whose partitions readers still see: what they see is read back, before and after. */
const EACH_SEEN_RUN: Partial<Asked> = { s3Puts: 2 };

/** At most, of one day. */
export function oneDay(waits: number, seenRuns = 1): Asked {
  const all = Object.entries(WITHOUT_WAITS).map(([what, count]) => {
    const [wait, run] = [EACH_WAIT[what as keyof Asked] ?? 0, EACH_SEEN_RUN[what as keyof Asked] ?? 0];
    return [what, count + waits * wait + seenRuns * run];
  });
  return Object.fromEntries(all);
}

/** So many waits has a run whose queries take a few seconds. */
export const USUAL_WAITS = 4;

/** US dollars, as listed for us-east-1 in November 2026, each for the number of units beside it. */
const PRICES = {
  transitions: { usd: 0.025, per: 1_000 },
  calls: { usd: 0.2, per: 1_000_000 },
  gigabyteSeconds: { usd: 0.0000133334, per: 1 },
  s3Puts: { usd: 0.005, per: 1_000 },
  s3Gets: { usd: 0.0004, per: 1_000 },
  // a write of a transaction counts twice
  ledgerWrites: { usd: 2 * 0.625, per: 1_000_000 },
  ledgerReads: { usd: 0.125, per: 1_000_000 },
  glue: { usd: 1, per: 1_000_000 },
  // the least that Athena charges: 10 MB at 5 USD a terabyte
  queries: { usd: 0.00005, per: 1 },
} as const satisfies Readonly<Record<keyof Asked, { readonly usd: number; readonly per: number }>>;

export const usdOfRun = (asked: Asked): number =>
  Object.entries(PRICES).reduce(
    (sum, [what, { usd, per }]) => sum + (asked[what as keyof Asked] * usd) / per,
    0,
  );

/** Of a month, whatever runs: six metrics and four alarms of a pipeline; the key, three alarms, two dashboards beyond the free ones. */
export const usdOfPipeline = 6 * 0.3 + 4 * 0.1;
export const usdOfEnvironment = 1 + 3 * 0.1;

/** Of a month of thirty days. */
export const usdOfMonth = (runsADay: number, pipelines: number): number =>
  usdOfEnvironment + pipelines * usdOfPipeline + 30 * runsADay * usdOfRun(oneDay(USUAL_WAITS));
