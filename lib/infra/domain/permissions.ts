import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { MachineFunction } from '../machine/definition.ts';

/** The functions of a domain. */
export type GateFunction = MachineFunction | 'abandon';

/** Everything that a domain's functions reach, in words of ARNs. */
export interface Reach {
  readonly lakeBucket: string;
  readonly lakePrefix: string;
  readonly resultsBucket: string;
  readonly resultsPrefix: string;
  /** Where sources and other jobs' candidates lie: `bucket/prefix`, without the domain's own part of the lake. */
  readonly sources: readonly string[];
  readonly domain: string;
  readonly stagingDatabase: string;
  readonly featureDatabase: string;
  readonly workgroup: string;
  readonly ledgerArn: string;
  /** The environment's own, and those by which what it uses is encrypted. */
  readonly keyArns: readonly string[];
  readonly topicArn: string;
  readonly busArn: string;
}

/** Of `bucket/prefix`. */
const bucketOf = (place: string): string => place.split('/')[0] ?? place;

type Grant = (reach: Reach, at: Construct) => readonly PolicyStatement[];

const allow = (actions: readonly string[], resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources] });

const s3 = (path: string): string => `arn:${Aws.PARTITION}:s3:::${path}`;

/** The domain's own folder, and where its staged tables and executions are described. */
const ownObjects = ({ lakeBucket, lakePrefix, domain }: Reach): readonly string[] =>
  [`${domain}/*`, 'sluice/staging/*', 'sluice/executions/*', `sluice/outbox/${domain}/*`].map((path) =>
    s3(`${lakeBucket}/${lakePrefix}${path}`),
  );

const listing = (bucket: string, prefixes: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['s3:ListBucket'],
    resources: [s3(bucket)],
    conditions: { StringLike: { 's3:prefix': prefixes.map((p) => `${p}*`) } },
  });

const keys: Grant = ({ keyArns }) => [allow(['kms:Decrypt', 'kms:GenerateDataKey'], keyArns)];

/** To note something for the steps that follow. */
const noting: Grant = (reach, at) => [allow(['s3:PutObject'], ownObjects(reach)), ...keys(reach, at)];

/** To read and write what a run knows. Without the listing S3 calls a missing object a forbidden one. */
const lake: Grant = (reach, at) => [
  allow(['s3:GetObject'], ownObjects(reach)),
  listing(reach.lakeBucket, [`${reach.lakePrefix}${reach.domain}/`, `${reach.lakePrefix}sluice/`]),
  ...noting(reach, at),
];

/** To give up what was copied in parts. */
const copying: Grant = (reach) => [allow(['s3:AbortMultipartUpload'], ownObjects(reach))];

const removing: Grant = (reach) => [allow(['s3:DeleteObject'], ownObjects(reach))];

/** To look at and to read what others wrote. */
const sources: Grant = ({ sources: places }) => {
  const buckets = Map.groupBy(places, bucketOf);
  return [...buckets].flatMap(([bucket, found]) => [
    allow(
      ['s3:GetObject'],
      found.map((place) => s3(`${place}*`)),
    ),
    listing(
      bucket,
      found.map((place) => place.slice(bucket.length + 1)),
    ),
  ]);
};

/** To hold a lease, and to put facts on record. */
const recording: Grant = ({ ledgerArn }) => [allow(['dynamodb:PutItem'], [ledgerArn])];

const releasing: Grant = ({ ledgerArn }) => [allow(['dynamodb:DeleteItem'], [ledgerArn])];

const reading: Grant = ({ ledgerArn }) => [allow(['dynamodb:BatchGetItem'], [ledgerArn])];

/** To know what is on record, and to add to it. */
const ledger: Grant = (reach, at) => [
  allow(['dynamodb:Query'], [reach.ledgerArn]),
  ...reading(reach, at),
  ...recording(reach, at),
];

const glueArns = (at: Construct, database: string): readonly string[] => {
  const { account, region, partition } = Stack.of(at);
  const arn = (resource: string, resourceName?: string): string =>
    Stack.of(at).formatArn({
      service: 'glue',
      resource,
      account,
      region,
      partition,
      ...(resourceName === undefined
        ? { arnFormat: ArnFormat.NO_RESOURCE_NAME }
        : { resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }),
    });
  return [arn('catalog'), arn('database', database), arn('table', `${database}/*`)];
};

const workgroupArn = (name: string, at: Construct): string =>
  Stack.of(at).formatArn({
    service: 'athena',
    resource: 'workgroup',
    resourceName: name,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });

/** To run a query of the workgroup. What it reads and writes, Athena does in the name of whoever starts it. */
const athena: Grant = ({ workgroup, resultsBucket, resultsPrefix, ...reach }, at) => [
  allow(
    [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ],
    [workgroupArn(workgroup, at)],
  ),
  allow(
    ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    [s3(`${resultsBucket}/${resultsPrefix}*`)],
  ),
  allow(
    ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
    [...new Set([resultsBucket, reach.lakeBucket, ...reach.sources.map(bucketOf)])].map(s3),
  ),
  // Athena asks for it whatever database a query names
  allow(['glue:GetDatabase'], glueArns(at, 'default').slice(0, 2)),
  listing(resultsBucket, [resultsPrefix]),
];

/** To make, read and drop tables that live as long as a query. */
const staging: Grant = ({ stagingDatabase }, at) => [
  allow(
    [
      'glue:GetDatabase',
      'glue:GetTable',
      'glue:CreateTable',
      'glue:DeleteTable',
      'glue:GetPartition',
      'glue:GetPartitions',
      'glue:BatchGetPartition',
      'glue:CreatePartition',
      'glue:BatchCreatePartition',
    ],
    glueArns(at, stagingDatabase),
  ),
];

/** To stop a query that somebody else started. */
const stopping: Grant = ({ workgroup }, at) => [
  allow(['athena:GetQueryExecution', 'athena:StopQueryExecution'], [workgroupArn(workgroup, at)]),
];

/** To drop what a query that was stopped needed. */
const dropping: Grant = ({ stagingDatabase }, at) => [
  allow(['glue:GetTable', 'glue:DeleteTable'], glueArns(at, stagingDatabase)),
];

/** To see what readers see, and to change it. */
const featureTable: Grant = ({ featureDatabase }, at) => [
  allow(
    [
      'glue:GetDatabase',
      'glue:GetTable',
      'glue:CreateTable',
      'glue:UpdateTable',
      'glue:GetPartitions',
      'glue:BatchCreatePartition',
      'glue:BatchUpdatePartition',
      'glue:BatchDeletePartition',
    ],
    glueArns(at, featureDatabase),
  ),
];

const telling: Grant = ({ topicArn, busArn }) => [
  allow(['sns:Publish'], [topicArn]),
  allow(['events:PutEvents'], [busArn]),
];

/** What each function may do: what its step was seen to call, and what Athena does in its name. */
const GRANTS: Readonly<Record<GateFunction, readonly Grant[]>> = {
  windows: [noting],
  begin: [lake, removing, reading, recording, releasing, stopping, dropping],
  prepare: [lake, sources, ledger, featureTable],
  transform: [lake, removing, copying, sources, ledger, staging, athena],
  pin: [lake, sources, ledger],
  measure: [lake, removing, sources, ledger, staging, athena],
  judge: [lake, ledger],
  publish: [lake, ledger, featureTable],
  sample: [lake, removing, sources, staging, athena],
  finish: [lake, removing, ledger, releasing, telling],
  abandon: [lake, removing, reading, recording, releasing, stopping, dropping, telling],
};

export const statementsOf = (name: GateFunction, reach: Reach, at: Construct): readonly PolicyStatement[] =>
  GRANTS[name].flatMap((grant) => grant(reach, at));

export const GATE_FUNCTIONS = Object.keys(GRANTS) as readonly GateFunction[];
