import * as z from 'zod';
import type { AwsConfig } from '../../lib/platform/aws/config.ts';

/** What a deployment tells its functions, in `SLUICE_CONFIG`. */
const schema = z.object({
  environment: z.string(),
  region: z.string(),
  lake: z.object({ bucket: z.string(), prefix: z.string() }),
  results: z.string().optional(),
  workgroup: z.string(),
  catalog: z.string(),
  databases: z.object({ staging: z.string(), prefix: z.string() }),
  ledgerTable: z.string(),
  topic: z.string().optional(),
  bus: z.string().optional(),
  lineageUrl: z.string().optional(),
  /** Of the contracts, for receipts. */
  commit: z.string().nullable(),
  version: z.string(),
  /** Only of something that answers in the place of AWS. */
  endpoints: z.record(z.string(), z.string()).optional(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }).optional(),
});

type Told = z.output<typeof schema>;

export interface FunctionConfig extends AwsConfig, Pick<Told, 'environment' | 'commit' | 'version'> {
  readonly topic?: string;
  readonly bus?: string;
  readonly lineageUrl?: string;
}

/** Throws where the deployment forgot something: the function cannot begin, and says why. */
export function readConfig(text: string | undefined): FunctionConfig {
  const { results, topic, bus, lineageUrl, endpoints, credentials, ...told } = schema.parse(
    JSON.parse(text ?? 'null'),
  );
  return {
    ...told,
    ...(results === undefined ? {} : { results }),
    ...(topic === undefined ? {} : { topic }),
    ...(bus === undefined ? {} : { bus }),
    ...(lineageUrl === undefined ? {} : { lineageUrl }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

let config: FunctionConfig | undefined;

/** Read once a container. */
export function configOf(): FunctionConfig {
  config ??= readConfig(process.env.SLUICE_CONFIG);
  return config;
}
