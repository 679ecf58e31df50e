import type { AthenaClient } from '@aws-sdk/client-athena';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { Catalog, Engine, Ledger, Publisher } from '../../lib/core/ports.ts';
import type { Actor } from '../../lib/core/publish/facts.ts';
import { glueCatalog } from '../../lib/platform/aws/catalog/glue-catalog.ts';
import { createAthena, createGlue, createS3 } from '../../lib/platform/aws/clients.ts';
import { athenaEngine } from '../../lib/platform/aws/engine/athena-engine.ts';
import { type S3Lake, s3Lake } from '../../lib/platform/aws/lake/s3-lake.ts';
import { openDynamoLedger } from '../../lib/platform/aws/open-ledger.ts';
import { realPace as pace } from '../../lib/platform/aws/pace.ts';
import { gluePartitionPublisher } from '../../lib/platform/aws/publisher/glue-partition.ts';
import { contractOfRuns } from '../../lib/steps/state/contract-of-runs.ts';
import { configOf } from './config.ts';

/**
 * The ports of a function, each made when it is first asked for and kept as long as the container lives. A function that
 * does not call one of these has neither it nor its client in its bundle.
 */
const kept: {
  s3?: ReturnType<typeof createS3>;
  glue?: GlueClient;
  athena?: AthenaClient;
  lake?: S3Lake;
  ledger?: Ledger;
} = {};

function s3(): ReturnType<typeof createS3> {
  kept.s3 ??= createS3(configOf());
  return kept.s3;
}

function glue(): GlueClient {
  kept.glue ??= createGlue(configOf());
  return kept.glue;
}

function athena(): AthenaClient {
  kept.athena ??= createAthena(configOf());
  return kept.athena;
}

export function lake(): S3Lake {
  kept.lake ??= s3Lake({ config: configOf(), clients: { s3: s3() }, pace });
  return kept.lake;
}

export function ledger(): Ledger {
  kept.ledger ??= openDynamoLedger(configOf());
  return kept.ledger;
}

/** New for each call of a function: it paces its looks at a query by how long it knows it. */
export const engine = (): Engine =>
  athenaEngine({ config: configOf(), clients: { athena: athena(), glue: glue(), s3: s3() }, pace });

export const catalog = (): Catalog =>
  glueCatalog(lake(), { config: configOf(), clients: { glue: glue(), s3: s3() }, pace });

/** A feature table that is not there is created as the newest run's contract declares it. */
export const publisher = (): Publisher =>
  gluePartitionPublisher(lake(), (dataset) => contractOfRuns(dataset, { ledger: ledger(), lake: lake() }), {
    config: configOf(),
    clients: { glue: glue(), s3: s3() },
    pace,
  });

export function actor(): Actor {
  const { environment, commit, version } = configOf();
  return {
    user: `${process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'function'}@${environment}`,
    commit,
    tool: `sluice ${version}`,
  };
}
