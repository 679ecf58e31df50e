import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteDatabaseCommand } from '@aws-sdk/client-glue';
import { deleteBucket, emptyBucket } from '../../../bin/aws-smoke/aws/buckets.ts';
import { leftovers } from '../../../bin/aws-smoke/aws/leftovers.ts';
import type { Ended, Execution, Place } from '../../../bin/aws-smoke/place.ts';
import type { WorkFolder } from '../../../bin/aws-smoke/work-folder.ts';
import { pipelineName } from '../../../lib/core/environment/deployed-names.ts';
import { closeClients, createClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { synthesised } from '../../infra/deployed.ts';
import { machineOf, type TemplateMachine } from '../../infra/machine-of.ts';
import { makeListeners } from '../machine/listeners.ts';
import { execute, type Handler, invoke, loadHandlers } from '../machine/world.ts';
import { makeEnvironment } from '../stack/seed.ts';
import type { StackAddress } from '../stack/stack.ts';

export interface StackPlaceOptions {
  readonly config: AwsConfig;
  readonly folder: WorkFolder;
  readonly address: StackAddress;
}

/**
 * The stack in the place of AWS: what CloudFormation would make is made by the SDK, and the machine of the synthesised
 * template runs in an interpreter, with the real handlers. Where an execution ends badly, `abandon` is called, as
 * EventBridge would do.
 */
export function stackPlace({ config, folder, address }: StackPlaceOptions): Place {
  const { environment, contracts } = folder;
  const machines = new Map<string, TemplateMachine>();
  let handlers: ReadonlyMap<string, Handler> = new Map();
  const abandon = async ({ name, pipeline }: Execution, { status, error, cause }: Ended): Promise<void> => {
    const handler = handlers.get('abandon');
    if (handler === undefined) throw new Error('no function abandons');
    const machine = pipelineName(environment, pipeline);
    const stateMachineArn = `arn:aws:states:us-east-1:123456789012:stateMachine:${machine}`;
    await invoke('abandon', handler, { detail: { name, stateMachineArn, status, error, cause } });
  };
  const run = async ({ pipeline, name, input, stopIn }: Execution): Promise<Ended> => {
    const machine = machines.get(pipeline);
    if (machine === undefined) throw new Error(`the template has no machine of ${pipeline}`);
    const stopping = async (step: string, call: () => Promise<unknown>): Promise<unknown> => {
      const answer = await call();
      if (step !== stopIn) return answer;
      throw Object.assign(new Error('stopped by hand'), { name: 'Aborted' });
    };
    const ended = await execute(machine.definition, handlers, { name, input, around: stopping });
    const status = ended.error === 'Aborted' ? 'ABORTED' : ended.status;
    const { error, cause } = ended;
    return {
      status,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
  };
  return {
    name: 'the offline stack',
    cannot: { 'bucket-location': 'moto checks no permissions' },
    deploy: async () => {
      const { templates, problem } = synthesised(contracts, environment);
      const template = templates.get(`sluice-${environment}-aviation`);
      if (template === undefined) throw new Error(problem ?? [...templates.keys()].join(', '));
      for (const pipeline of ['aviation/flights', 'aviation/flights_dear'])
        machines.set(pipeline, machineOf(template, pipelineName(environment, pipeline)));
      const [machine] = machines.values();
      if (machine === undefined) throw new Error('the template has no machine');
      await makeEnvironment(address, environment, ['aviation']);
      const { topicArn: topic, bus } = await makeListeners(address, `sluice-${environment}`);
      const { workgroup, results = '' } = config;
      handlers = await loadHandlers(machine, { contracts, workgroup, results, topic, bus });
    },
    execute: async (execution) => {
      const ended = await run(execution);
      if (ended.status !== 'SUCCEEDED') await abandon(execution, ended);
      return ended;
    },
    destroy: () => takeAway(config),
  };
}

async function takeAway(config: AwsConfig): Promise<readonly string[]> {
  const clients = createClients(config);
  const { region, endpoints, credentials } = config;
  const dynamodb = new DynamoDBClient({
    region,
    ...(endpoints?.dynamodb === undefined ? {} : { endpoint: endpoints.dynamodb }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  try {
    const { bucket } = config.lake;
    await emptyBucket(bucket, clients.s3);
    await deleteBucket(bucket, clients.s3);
    const { staging, prefix } = config.databases;
    for (const Name of [staging, `${prefix}aviation`])
      await clients.glue.send(new DeleteDatabaseCommand({ Name }));
    await dynamodb.send(new DeleteTableCommand({ TableName: config.ledgerTable }));
    return await leftovers(config, [bucket], clients);
  } finally {
    closeClients(clients);
    dynamodb.destroy();
  }
}
