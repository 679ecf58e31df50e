/** What one run of one day asks of AWS; the machine's test holds it to what was counted. */
export interface Asked {
  readonly transitions: number;
  readonly calls: number;
  /** Of Lambda, in GB-seconds; functions have 1 GB. */
  readonly gigabyteSeconds: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  readonly ledgerWrites: number;
  readonly ledgerReads: number;
  readonly glue: number;
  readonly queries: number;
}

/** US dollars, as listed for us-east-1 in November 2026, each for the number of units beside it. */
export const PRICES = {
  transitions: { usd: 0.025, per: 1_000 },
  calls: { usd: 0.2, per: 1_000_000 },
  gigabyteSeconds: { usd: 0.0000133334, per: 1 },
  s3Puts: { usd: 0.005, per: 1_000 },
  s3Gets: { usd: 0.0004, per: 1_000 },
  ledgerWrites: { usd: 0.625, per: 1_000_000 },
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

/** At most, for one day that is written, judged and published; counted offline, where a query waits once or twice. */
export const ONE_DAY: Asked = {
  transitions: 30,
  calls: 13,
  gigabyteSeconds: 20,
  s3Puts: 40,
  s3Gets: 60,
  ledgerWrites: 20,
  ledgerReads: 30,
  glue: 20,
  queries: 3,
};
