import {
  DeleteBucketPolicyCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { placeOf as placeOfUri } from '../../../lib/core/environment/environment.ts';
import { nameOf, statusOf } from '../../../lib/platform/aws/errors.ts';
import type { Probe } from '../probe.ts';
import type { World } from '../world.ts';
import { flightsTable } from './flights.ts';

const PATIENCE_MS = 120_000;

/** Nobody may ask where the bucket is, as long as the work goes on. */
async function withoutLocation<T>(bucket: string, world: World, work: () => Promise<T>): Promise<T> {
  const { s3 } = world.context.clients;
  const of = { Bucket: bucket };
  const before = await policyOf(bucket, world);
  const deny = {
    ...{ Sid: 'SluiceSmoke', Effect: 'Deny', Principal: '*', Action: 's3:GetBucketLocation' },
    Resource: `arn:aws:s3:::${bucket}`,
  };
  const parsed: { readonly Version?: string; readonly Statement?: readonly unknown[] } = JSON.parse(
    before ?? '{}',
  );
  const Statement = [...(parsed.Statement ?? []), deny];
  const Policy = JSON.stringify({ Version: '2012-10-17', ...parsed, Statement });
  try {
    await s3.send(new PutBucketPolicyCommand({ ...of, Policy }));
    await until(true, bucket, world);
    return await work();
  } finally {
    if (before === undefined) await s3.send(new DeleteBucketPolicyCommand(of));
    else await s3.send(new PutBucketPolicyCommand({ ...of, Policy: before }));
    await until(false, bucket, world);
  }
}

async function policyOf(bucket: string, { context }: World): Promise<string | undefined> {
  try {
    return (await context.clients.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy;
  } catch (cause) {
    if (nameOf(cause) === 'NoSuchBucketPolicy') return undefined;
    throw cause;
  }
}

/** A policy is heard of after seconds. */
async function until(denied: boolean, bucket: string, { context }: World): Promise<void> {
  const { clients, pace } = context;
  const since = pace.now();
  for (;;) {
    try {
      await clients.s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
      if (!denied) return;
    } catch (cause) {
      if (statusOf(cause) !== 403) throw cause;
      if (denied) return;
    }
    if (pace.now() - since > PATIENCE_MS)
      throw new Error(`the policy of ${bucket} was not heard of within ${PATIENCE_MS / 1000} s`);
    await pace.sleep(2_000);
  }
}

export const bucketLocation: Probe = {
  name: 'bucket-location',
  needs: ['three-days'],
  settles: { page: 'docs/aws.md', text: '`s3:GetBucketLocation` on both buckets' },
  does: 'denies s3:GetBucketLocation on the bucket of results, then on the lake, and sends the same query',
  expects: 'Athena refuses or fails the query either time',
  async ask(world) {
    const { lake, results } = world.context.config;
    const buckets = { results: placeOfUri(results ?? '').bucket, lake: lake.bucket };
    const seen: string[] = [];
    let needed = 0;
    for (const [what, bucket] of Object.entries(buckets)) {
      const sql = `SELECT count(*) FROM ${flightsTable(world)}`;
      const asked = await withoutLocation(bucket, world, () => world.ask(sql));
      if (asked.state !== 'SUCCEEDED') needed += 1;
      seen.push(`without it on ${what}: ${asked.state}${'reason' in asked ? ` (${asked.reason})` : ''}`);
    }
    return { holds: needed === 2, seen: seen.join('; '), numbers: { needed } };
  },
};
