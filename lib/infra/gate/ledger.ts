import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { removalPolicyOf } from './removal-policy.ts';
import type { StorageProps } from './storage.ts';

/** The one table of an environment's ledger; its keys are those that `docs/ledger.md` says. */
export function createLedger(scope: Construct, { environment, deploy, key }: StorageProps): TableV2 {
  return new TableV2(scope, 'Ledger', {
    tableName: environment.ledgerTable,
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: deploy.retainData,
    removalPolicy: removalPolicyOf(deploy),
  });
}
