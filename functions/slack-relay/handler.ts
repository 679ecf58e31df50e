import * as z from 'zod';
import { createSecretClients } from '../../lib/platform/aws/notify/secret-clients.ts';
import { slackRelay } from '../../lib/platform/aws/notify/slack-relay.ts';
import { webhookUrlOf } from '../../lib/platform/aws/notify/webhook-secret.ts';
import { realPace } from '../../lib/platform/aws/pace.ts';
import { postToSlack } from '../../lib/platform/channels/post-to-slack.ts';
import { lambda } from '../shared/lambda.ts';

/** What a deployment tells this function, in `SLUICE_RELAY`. */
const config = z.object({
  region: z.string(),
  secret: z.union([z.object({ secretName: z.string() }), z.object({ parameterName: z.string() })]),
  /** Only of something that answers in the place of AWS. */
  endpoints: z.record(z.string(), z.string()).optional(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }).optional(),
});

/** As SNS calls a function that subscribes to a topic. */
const event = z.object({
  Records: z.array(z.object({ Sns: z.object({ Subject: z.string().nullish(), Message: z.string() }) })),
});

/** Shorter than the function's own time. */
const LIMIT_MS = 20_000;

const relay = slackRelay({ readUrl, post: postToSlack, limitMs: LIMIT_MS });

async function readUrl(): Promise<string> {
  const { region, secret, endpoints, credentials } = config.parse(
    JSON.parse(process.env.SLUICE_RELAY ?? 'null'),
  );
  const address = {
    region,
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  return webhookUrlOf(secret, createSecretClients(address), realPace);
}

/** Passes messages of the topic on to a Slack webhook. */
export const handler = lambda(event, async ({ Records }) =>
  relay({
    Records: Records.map(({ Sns }) => ({ Sns: { Subject: Sns.Subject ?? null, Message: Sns.Message } })),
  }),
);
