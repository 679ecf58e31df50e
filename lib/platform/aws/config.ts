import type { AwsEnvironment, Endpoints } from '../../core/environment/environment.ts';

/** What this platform needs of an environment; endpoints are read from their file by then. */
export interface AwsConfig
  extends Pick<
    AwsEnvironment,
    'region' | 'lake' | 'results' | 'workgroup' | 'catalog' | 'databases' | 'ledgerTable'
  > {
  readonly endpoints?: Endpoints;
  /** Of a stack; absent, they come from the default chain (environment, profile, role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}
