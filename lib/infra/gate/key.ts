import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Deploy } from '../../core/environment/deploy.ts';
import { environmentName } from '../names.ts';
import { removalPolicyOf } from './removal-policy.ts';

/** Services that write to queues and topics which this key encrypts. */
const WRITERS = ['sns.amazonaws.com', 'events.amazonaws.com', 'cloudwatch.amazonaws.com'];

/** One key for everything of an environment; an existing one has to let those services use it. */
export function createKey(scope: Construct, environment: string, { existing, retainData }: Deploy): IKey {
  if (existing.key !== undefined) return Key.fromKeyArn(scope, 'Key', existing.key);
  const key = new Key(scope, 'Key', {
    alias: environmentName(environment),
    description: `Data, results, ledger and messages of ${environmentName(environment)}`,
    enableKeyRotation: true,
    removalPolicy: removalPolicyOf({ retainData }),
  });
  const here = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  for (const service of WRITERS) {
    const writer = new ServicePrincipal(service, { conditions: here });
    key.grant(writer, 'kms:Decrypt', 'kms:GenerateDataKey*');
  }
  return key;
}
