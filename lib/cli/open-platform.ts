import { environmentOf } from './environments.ts';
import type { Output } from './output.ts';
import { type Contracted, type Flags, type LocalServices, openServices, type Services } from './services.ts';

/** What the environment's platform is made of; AWS is loaded only where it is asked for. */
export async function openPlatform(
  flags: Flags,
  output: Output,
  requests: readonly Contracted[] = [],
): Promise<Services | LocalServices> {
  const environment = environmentOf(flags);
  if (environment.platform === 'local') return openServices(flags, output);
  const { openAwsServices } = await import('./aws-services.ts');
  return openAwsServices(environment, requests, flags, output);
}
