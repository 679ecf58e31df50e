import { invalid } from '../api-error.ts';
import { type Input, requiredText } from '../input.ts';
import type { WorkGroupOptions } from '../options.ts';
import type { World } from '../world.ts';

export function workGroupOf(world: World, name = 'primary'): WorkGroupOptions {
  const group = world.workGroups.get(name);
  if (!group) throw invalid('WorkGroup is not found.');
  return group;
}

const ENGINE = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' };

/** `GetWorkGroup`. */
export function getWorkGroup(world: World, input: Input): object {
  const group = workGroupOf(world, requiredText(input, 'WorkGroup'));
  const cutoff = group.bytesScannedCutoff;
  return {
    WorkGroup: {
      Name: group.name,
      State: 'ENABLED',
      Configuration: {
        EnableMinimumEncryptionConfiguration: false,
        EnforceWorkGroupConfiguration: group.enforced ?? false,
        EngineVersion: ENGINE,
        PublishCloudWatchMetricsEnabled: false,
        RequesterPaysEnabled: false,
        ResultConfiguration:
          group.outputLocation === undefined ? {} : { OutputLocation: group.outputLocation },
        ...(cutoff === undefined ? {} : { BytesScannedCutoffPerQuery: cutoff }),
      },
    },
  };
}
