import * as z from 'zod';

/** ISO 8601 length of one partition: one number and one unit (`P1D`, `PT1H`, `P1M`). */
export const GRANULARITY = /^P(?:[1-9]\d{0,3}[DWMY]|T[1-9]\d{0,3}[HM])$/;

/** Settings of a dataset; at the top of the contract they are the defaults of all its datasets. */
export const DATASET_PROPERTIES = {
  policy: z
    .enum(['STRICT', 'ALWAYS', 'QUARANTINE'])
    .describe(
      'STRICT: any failed or not evaluated error-severity check rejects the partition. ALWAYS: publish anyway, marked. QUARANTINE: divert failing rows.',
    ),
  publisher: z
    .enum(['local', 'glue-partition', 'iceberg-merge', 'iceberg-branch'])
    .describe('What makes readers see a published partition. The environment local always uses local.'),
  granularity: z
    .string()
    .regex(GRANULARITY, 'must be an ISO 8601 duration of one unit, such as P1D or PT1H')
    .describe('The length of one partition as an ISO 8601 duration: P1D, PT1H.'),
  onMissingPartition: z
    .enum(['reject', 'skip'])
    .describe('What an expected partition without data means: a failed row count, or nothing.'),
  unit: z
    .enum(['partition', 'window'])
    .describe('Whether each partition is decided alone, or the whole window at once (all or nothing).'),
  extraColumns: z
    .enum(['warn', 'reject'])
    .describe('What columns mean that the contract does not name: a warning, or a failed schema.'),
  retention: z
    .strictObject({
      versions: z.int().positive().optional().describe('How many of the newest publishes stay readable (3).'),
      duration: z
        .string()
        .regex(GRANULARITY, 'must be an ISO 8601 duration of one unit, such as P1D or PT1H')
        .optional()
        .describe('How long a replaced version stays for readers that still read it (P1D).'),
    })
    .describe('Older versions and candidates are removed after each run, once both of these allow it.'),
  budget: z
    .strictObject({
      bytesPerRun: z.int().nonnegative().optional().describe('The most bytes that one run may scan.'),
      usdPerRun: z.number().nonnegative().optional().describe('The most US dollars that one run may cost.'),
      usdPerTb: z
        .number()
        .nonnegative()
        .optional()
        .describe('The price of a terabyte that is scanned: 5 on Athena, 0 on this machine.'),
    })
    .describe('A run that is estimated to cost more is refused before it sends a query.'),
} as const;

/** Settings of one rule. */
export const RULE_PROPERTIES = {
  scope: z
    .enum(['partition', 'table'])
    .describe('Whether the rule judges each partition, or the table as it would be after publishing.'),
  where: z.string().min(1).describe('A SQL condition: only rows for which it is true are looked at.'),
  engine: z
    .enum(['duckdb', 'trino', 'athena'])
    .describe('The engine whose SQL dialect the query is written in; without it, the common subset.'),
  bounds: z
    .enum(['open', 'closed'])
    .describe(
      'Whether a value exactly on a bound of mustBeBetween is outside (open) or inside (closed, the default).',
    ),
} as const;

export const PREFIX = 'sluice.';
