import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { expect, inject, test } from 'vitest';

test('the stack has an Athena, with the workgroup of environment stack', async () => {
  const { endpoints, region, credentials } = inject('stack');
  const client = new AthenaClient({ endpoint: endpoints.athena, region, credentials });
  const { WorkGroup } = await client.send(new GetWorkGroupCommand({ WorkGroup: 'sluice-stack' }));
  expect(WorkGroup?.Configuration).toMatchObject({
    EnforceWorkGroupConfiguration: true,
    ResultConfiguration: { OutputLocation: 's3://sluice-stack/results/' },
  });
  client.destroy();
});
