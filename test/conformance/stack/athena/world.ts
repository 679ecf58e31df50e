import { GlueClient } from '@aws-sdk/client-glue';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Execution } from './execution.ts';
import type { FaultBoard } from './faults/board.ts';
import { type AthenaOptions, type WorkGroupOptions, workGroupsOf } from './options.ts';
import { type TokenTable, tokenTable } from './tokens.ts';

/** Everything that the operations share. */
export interface World {
  readonly trinoUrl: string;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly catalogs: Readonly<Record<string, string>>;
  readonly icebergCatalog: string;
  readonly hiddenCatalogs: readonly string[];
  readonly workGroups: ReadonlyMap<string, WorkGroupOptions>;
  readonly maxActiveQueries: number;
  readonly executions: Map<string, Execution>;
  readonly tokens: TokenTable;
  readonly faults: FaultBoard;
  /** Whether the bucket is there; asked once each. */
  readonly hasBucket: (bucket: string) => Promise<boolean>;
}

export function newWorld(options: AthenaOptions, faults: FaultBoard): World {
  const client = {
    region: options.region ?? 'us-east-1',
    credentials: options.credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...client, endpoint: options.s3Endpoint, forcePathStyle: true });
  const seen = new Set<string>();
  return {
    trinoUrl: options.trinoUrl.replace(/\/$/, ''),
    glue: new GlueClient({ ...client, endpoint: options.glueEndpoint }),
    s3,
    catalogs: options.catalogs ?? { AwsDataCatalog: 'hive' },
    icebergCatalog: options.icebergCatalog ?? 'iceglue',
    hiddenCatalogs: options.hiddenCatalogs ?? ['hive', 'iceglue', 'icerest', 'system'],
    workGroups: workGroupsOf(options),
    maxActiveQueries: options.maxActiveQueries ?? Number.POSITIVE_INFINITY,
    executions: new Map(),
    tokens: tokenTable(),
    faults,
    async hasBucket(bucket) {
      if (seen.has(bucket)) return true;
      const found = await s3.send(new HeadBucketCommand({ Bucket: bucket })).then(
        () => true,
        () => false,
      );
      if (found) seen.add(bucket);
      return found;
    },
  };
}

/** The engine's name of a catalog, or undefined where Athena has none of that name. Case does not matter. */
export const engineCatalog = (world: World, catalog: string | undefined): string | undefined => {
  const wanted = (catalog ?? 'AwsDataCatalog').toLowerCase();
  return Object.entries(world.catalogs).find(([name]) => name.toLowerCase() === wanted)?.[1];
};
