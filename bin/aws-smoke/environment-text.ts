import { bucketOf } from './work-folder.ts';

/** A query that would read more is ended: what the script reads at most is some tens of megabytes. */
export const BYTES_PER_QUERY = 1_000_000_000;

/** The file of a throw-away environment: nothing of it outlives its stacks, and nothing runs by itself. */
export function environmentText(name: string, region: string, account: string): string {
  const bucket = bucketOf(name);
  return `# Written by bin/aws-smoke.ts; \`node bin/aws-smoke.ts --tear-down ${name}\` takes all of it away.
apiVersion: sluice/v1
name: ${name}
platform: aws
region: ${region}
lake: s3://${bucket}/lake/
results: s3://${bucket}-results/
deploy:
  account: "${account}"
  retainData: false
  logRetentionDays: 1
  resultsRetentionDays: 1
  bytesPerQuery: ${BYTES_PER_QUERY}
  schedules: disabled
`;
}
