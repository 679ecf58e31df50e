import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deploy } from '../../core/environment/deploy.ts';
import type { AwsEnvironment, Place } from '../../core/environment/environment.ts';
import { acknowledge } from '../acknowledge.ts';
import { resultsOf } from '../names.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface StorageProps {
  readonly environment: AwsEnvironment;
  readonly deploy: Deploy;
  readonly key: IKey;
}

/** Versions that were overwritten or deleted can be had back for so long. */
const UNDO_DAYS = 30;

/** The lake and the results of queries: encrypted, over TLS only, never public, with an access log. */
export class GateStorage extends Construct {
  readonly lake: IBucket;
  readonly results: IBucket;
  readonly resultsPlace: Place;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const { environment, deploy } = props;
    this.resultsPlace = resultsOf(environment);
    const existing = { lake: deploy.existing.lake, results: deploy.existing.results };
    const shared = this.resultsPlace.bucket === environment.lake.bucket;
    const logs = existing.lake && (existing.results || shared) ? undefined : this.logs(props);
    const expiring: LifecycleRule = {
      id: 'results',
      prefix: this.resultsPlace.prefix,
      expiration: Duration.days(deploy.resultsRetentionDays),
      noncurrentVersionExpiration: Duration.days(1),
    };
    // what steps note between them; a run's data lies elsewhere
    const notes: LifecycleRule = {
      id: 'executions',
      prefix: `${environment.lake.prefix}sluice/executions/`,
      expiration: Duration.days(Math.max(deploy.resultsRetentionDays, 30)),
    };
    this.lake = existing.lake
      ? Bucket.fromBucketName(this, 'Lake', environment.lake.bucket)
      : this.bucket('Lake', environment.lake.bucket, props, logs, [notes, ...(shared ? [expiring] : [])]);
    if (shared) this.results = this.lake;
    else if (existing.results)
      this.results = Bucket.fromBucketName(this, 'Results', this.resultsPlace.bucket);
    else this.results = this.bucket('Results', this.resultsPlace.bucket, props, logs, [expiring]);
  }

  private bucket(
    id: string,
    name: string,
    { key, deploy }: StorageProps,
    logs: Bucket | undefined,
    rules: LifecycleRule[],
  ): Bucket {
    return new Bucket(this, id, {
      bucketName: name,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      versioned: true,
      ...(logs === undefined ? {} : { serverAccessLogsBucket: logs, serverAccessLogsPrefix: `${name}/` }),
      lifecycleRules: [
        {
          id: 'unfinished and overwritten',
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(UNDO_DAYS),
          expiredObjectDeleteMarker: true,
        },
        ...rules,
      ],
      removalPolicy: removalPolicyOf(deploy),
    });
  }

  private logs({ environment, deploy }: StorageProps): Bucket {
    const logs = new Bucket(this, 'AccessLogs', {
      bucketName: `${environment.lake.bucket}-access-logs`,
      // S3 delivers access logs only to buckets that it encrypts with its own keys
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ id: 'old logs', expiration: Duration.days(deploy.logRetentionDays) }],
      removalPolicy: removalPolicyOf(deploy),
    });
    acknowledge(
      logs,
      'AwsSolutions-S1',
      'It is the bucket of access logs: to log access to it would log without end.',
    );
    return logs;
  }
}
