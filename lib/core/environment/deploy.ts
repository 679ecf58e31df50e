import * as z from 'zod';

/** What CloudWatch Logs can keep, in days. */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const;

const arn = (service: string) =>
  z
    .string()
    .regex(
      new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:\\S+$`),
      `expected an ARN of ${service}`,
    );

const secret = z.union([
  z.strictObject({ secretName: z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'must be a name') }),
  z.strictObject({ parameterName: z.string().regex(/^\/?[A-Za-z0-9/_.-]{1,1000}$/, 'must be a name') }),
]);

/** Of a `<name>.environment.yaml` of AWS: what `cdk deploy` makes there. Every key may be left out. */
export const deploySchema = z.strictObject({
  /** Twelve digits; absent, the account of whoever deploys. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits, in quotes')
    .optional(),
  /** Data outlives the stack: nothing that holds any is deleted with it, and the ledger's table is protected. */
  retainData: z.boolean().default(true),
  logRetentionDays: z
    .number()
    .refine((n) => LOG_DAYS.some((d) => d === n), `must be one of ${LOG_DAYS.join(', ')}`)
    .default(90),
  /** Results of queries, and what runs note between their steps, are removed after so many days. */
  resultsRetentionDays: z.int().min(1).max(3650).default(14),
  /** A single query that would read more is ended by Athena. */
  bytesPerQuery: z
    .int()
    .min(10_000_000, 'must be at least 10000000, as Athena does')
    .default(1_000_000_000_000),
  /** An alarm where all queries of a day read more. */
  bytesPerDay: z.int().min(1).optional(),
  /** `disabled`: schedules are there, and do not fire. */
  schedules: z.enum(['enabled', 'disabled']).default('enabled'),
  /** What is there already and is used as it is; everything else is created. */
  existing: z
    .strictObject({
      lake: z.boolean().default(false),
      results: z.boolean().default(false),
      /** Names of Glue databases. */
      databases: z.array(z.string().min(1)).default([]),
      key: arn('kms').optional(),
      /** Keys of somebody else, by which sources, a lake, a topic or a secret are encrypted. */
      otherKeys: z.array(arn('kms')).default([]),
      topic: arn('sns').optional(),
    })
    .prefault({}),
  notify: z
    .strictObject({
      email: z.array(z.email()).default([]),
      /** Where the URL of a Slack webhook is kept. */
      slackWebhook: secret.optional(),
      /** Amazon Q Developer in chat applications. */
      amazonQ: z
        .strictObject({
          slackWorkspaceId: z.string().regex(/^[A-Z0-9]{5,20}$/, 'must be an id like T0123ABCD'),
          slackChannelId: z.string().regex(/^[A-Z0-9]{5,20}$/, 'must be an id like C0123ABCD'),
        })
        .optional(),
    })
    .prefault({}),
  /** Where OpenLineage events go. */
  lineage: z.strictObject({ url: z.url() }).optional(),
});

export type Deploy = z.output<typeof deploySchema>;

/** Of an environment whose file says nothing of it. */
export const DEFAULT_DEPLOY: Deploy = deploySchema.parse({});
