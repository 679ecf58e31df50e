import * as z from 'zod';
import { parseDocument } from '../contract/document/parse-document.ts';
import { type Issue, issue } from '../contract/issue.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { type Deploy, deploySchema } from './deploy.ts';

/** Where runs happen, what they read and write there; nothing of it is shared with another environment. */
export type Environment = LocalEnvironment | AwsEnvironment;

/** This machine: DuckDB, files and SQLite below one root. */
export interface LocalEnvironment {
  readonly name: string;
  readonly platform: 'local';
}

/** Of an object store. */
export interface Place {
  readonly bucket: string;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
}

/** Athena, Glue, S3 and DynamoDB of one region, or what answers in their place at `endpoints`. */
export interface AwsEnvironment {
  readonly name: string;
  readonly platform: 'aws';
  readonly region: string;
  readonly lake: Place;
  /** `s3://…/` for results of queries; absent where the workgroup says it. */
  readonly results?: string;
  readonly workgroup: string;
  readonly catalog: string;
  readonly databases: {
    /** For tables that live as long as a run. */
    readonly staging: string;
    /** A domain's feature tables are in the database of this name and the domain's. */
    readonly prefix: string;
  };
  readonly ledgerTable: string;
  /** Of a stack that answers in the place of AWS: what was read, or the file that the stack writes. */
  readonly endpoints?: Endpoints | { readonly file: string };
  /** What a deployment makes there; absent where the file says nothing of it. */
  readonly deploy?: Deploy;
}

const url = z.string().regex(/^https?:\/\/\S+$/, 'must be a URL, like http://127.0.0.1:4566');

const endpoints = z.strictObject({
  athena: url.optional(),
  glue: url.optional(),
  s3: url.optional(),
  dynamodb: url.optional(),
  sns: url.optional(),
});

/** URLs in the place of AWS's own; what is absent stays AWS's. */
export type Endpoints = z.output<typeof endpoints>;

/** Of AWS: `eu-central-1`. */
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

const bucketUri = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^?#]*)?$/,
    'must be a bucket with a prefix, like s3://my-bucket/features/',
  );
const databaseName = z
  .string()
  .regex(/^[a-z0-9_]{1,200}$/, 'must be lower-case letters, digits and underscores');

const named = {
  apiVersion: z.literal('sluice/v1'),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and dashes'),
  description: z.string().optional(),
};

const schema = z.discriminatedUnion('platform', [
  z.strictObject({ ...named, platform: z.literal('local') }),
  z.strictObject({
    ...named,
    platform: z.literal('aws'),
    region: z.string().regex(REGION, 'must be a region, like eu-central-1'),
    lake: bucketUri,
    results: bucketUri.optional(),
    workgroup: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must be the name of a workgroup')
      .optional(),
    catalog: z.string().min(1).default('AwsDataCatalog'),
    databases: z
      .strictObject({ staging: databaseName.optional(), prefix: databaseName.optional() })
      .default({}),
    ledgerTable: z
      .string()
      .regex(/^[A-Za-z0-9._-]{3,255}$/, 'must be the name of a DynamoDB table')
      .optional(),
    endpoints: z.union([endpoints, z.strictObject({ file: z.string().min(1) })]).optional(),
    deploy: deploySchema.optional(),
  }),
]);

/** The environment that needs no file. */
export const LOCAL: LocalEnvironment = { name: 'local', platform: 'local' };

const FILE = /(?:^|[\\/])([^\\/]+)\.environment\.(?:ya?ml|json)$/i;

export const isEnvironmentFile = (path: string): boolean => FILE.test(path);

/** What an environment's file is called by: `stack` of `contracts/stack.environment.yaml`. */
export const environmentNameOf = (path: string): string => FILE.exec(path)?.[1] ?? path;

/**
 * Reads a `<name>.environment.yaml`; every issue in one pass, each with its place. What is not given is named after
 * the environment: workgroup and ledger table `sluice-<name>`, databases `sluice_<name>` and `sluice_<name>_<domain>`.
 */
export function readEnvironment(text: string, file: string): Result<Environment, readonly Issue[]> {
  const parsed = parseDocument(text, file, schema);
  if (!parsed.ok) return parsed;
  const { doc, read } = parsed.value;
  if (environmentNameOf(file) !== read.name)
    return fail([issue('SLU-220', { name: read.name, called: environmentNameOf(file) }, doc.at(['name']))]);
  if (read.platform === 'local') return ok({ name: read.name, platform: 'local' });
  if (read.name === LOCAL.name)
    return fail([issue('SLU-224', { platform: read.platform }, doc.at(['platform']))]);
  if (read.results !== undefined && isWithin(placeOf(read.lake), placeOf(read.results))) {
    const params = { results: read.results, lake: read.lake };
    return fail([issue('SLU-230', params, doc.at(['results']))]);
  }
  const { name, region, results, catalog } = read;
  const asDatabase = `sluice_${name.replaceAll('-', '_')}`;
  return ok({
    name,
    platform: 'aws',
    region,
    lake: placeOf(read.lake),
    ...(results === undefined ? {} : { results: results.endsWith('/') ? results : `${results}/` }),
    workgroup: read.workgroup ?? `sluice-${name}`,
    catalog,
    databases: {
      staging: read.databases.staging ?? asDatabase,
      prefix: read.databases.prefix ?? `${asDatabase}_`,
    },
    ledgerTable: read.ledgerTable ?? `sluice-${name}`,
    ...(read.endpoints === undefined ? {} : { endpoints: read.endpoints }),
    ...(read.deploy === undefined ? {} : { deploy: read.deploy }),
  });
}

/** Of `s3://bucket/prefix`. */
export function placeOf(uri: string): Place {
  const [bucket = '', ...rest] = uri.slice('s3://'.length).split('/');
  const prefix = rest.join('/');
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

const isWithin = (inner: Place, outer: Place): boolean =>
  inner.bucket === outer.bucket && inner.prefix.startsWith(outer.prefix);

/** What answers in the place of AWS, and who asks it. */
export interface Stand {
  readonly endpoints?: Endpoints;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

const stand = z.object({
  endpoints: z.object(endpoints.shape),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }).optional(),
});

/** What a running stack writes of itself: `{"endpoints": {"s3": "http://…", …}, "credentials": {…}}`, and more. */
export function readEndpoints(text: string, file: string): Result<Stand, readonly Issue[]> {
  const parsed = parseDocument(text, file, stand);
  return parsed.ok ? ok(parsed.value.read) : parsed;
}

/** The database of a domain's feature tables. */
export const databaseOf = ({ databases }: Pick<AwsEnvironment, 'databases'>, domain: string): string =>
  `${databases.prefix}${domain.toLowerCase().replaceAll('-', '_')}`;

/** Of `aviation/late-flights` the table `late_flights` in the database of `aviation`. */
export function tableOf(
  dataset: string,
  environment: Pick<AwsEnvironment, 'databases'>,
): { readonly database: string; readonly name: string } {
  const [domain = '', name = ''] = dataset.split('/');
  return { database: databaseOf(environment, domain), name: name.toLowerCase().replaceAll('-', '_') };
}
