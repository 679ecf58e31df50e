import { Aws } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import type { Deploy } from '../../core/environment/deploy.ts';
import { removalPolicyOf } from './removal-policy.ts';
import type { GateStorage, StorageProps } from './storage.ts';

export interface CatalogProps extends StorageProps {
  readonly storage: GateStorage;
}

/** Athena's workgroup and the database of tables that live as long as a run. */
export class GateCatalog extends Construct {
  readonly workgroup: CfnWorkGroup;

  constructor(scope: Construct, id: string, { environment, deploy, key, storage }: CatalogProps) {
    super(scope, id);
    const { bucket, prefix } = storage.resultsPlace;
    this.workgroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: environment.workgroup,
      description: 'Queries of the gate: where results go and how much one may read is not theirs to say',
      recursiveDeleteOption: !deploy.retainData,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: deploy.bytesPerQuery,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${bucket}/${prefix}`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
        },
      },
    });
    this.workgroup.node.addDependency(storage);
    const { staging } = environment.databases;
    if (!deploy.existing.databases.includes(staging))
      createDatabase(this, 'Staging', staging, {
        locationUri: `s3://${environment.lake.bucket}/${environment.lake.prefix}sluice/staging/`,
        deploy,
      });
  }
}

/** A database of Glue, whose tables lie below the location unless they say otherwise. Its tables would go with it. */
export function createDatabase(
  scope: Construct,
  id: string,
  name: string,
  { locationUri, deploy }: { readonly locationUri: string; readonly deploy: Deploy },
): CfnDatabase {
  const database = new CfnDatabase(scope, id, {
    catalogId: Aws.ACCOUNT_ID,
    databaseInput: { name, locationUri, description: 'Made and read by Sluice' },
  });
  database.applyRemovalPolicy(removalPolicyOf(deploy));
  return database;
}
