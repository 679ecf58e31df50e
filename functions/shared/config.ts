import * as z from 'zod';
import type { AwsConfig } from '../../lib/platform/aws/config.ts';

/** What a deployment tells its functions, in `SLUICE_CONFIG`. */
const schema = z.object({
  environment: z.string(),
  region: z.string(),
  lake: z.object({ bucket: z.string(), prefix: z.string() }),
  results: z.string().exactOptional(),
  workgroup: z.string(),
  catalog: z.string(),
  databases: z.object({ staging: z.string(), prefix: z.string() }),
  ledgerTable: z.string(),
  topic: z.string().exactOptional(),
  bus: z.string().exactOptional(),
  lineageUrl: z.string().exactOptional(),
  /** Of the contracts, for receipts. */
  commit: z.string().nullable(),
  version: z.string(),
  /** Only of something that answers in the place of AWS. */
  endpoints: z.record(z.string(), z.string()).exactOptional(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }).exactOptional(),
});

export type FunctionConfig = AwsConfig & z.output<typeof schema>;

/** Throws where the deployment forgot something: the function cannot begin, and says why. */
export const readConfig = (text: string | undefined): FunctionConfig =>
  schema.parse(JSON.parse(text ?? 'null'));

let config: FunctionConfig | undefined;

/** Read once a container. */
export function configOf(): FunctionConfig {
  config ??= readConfig(process.env.SLUICE_CONFIG);
  return config;
}
