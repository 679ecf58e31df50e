/** Where an environment's platform lies. A plain object: who composes it reads the environment's file. */
export interface AwsConfig {
  readonly region: string;
  /** Of a stack that answers in the place of AWS; absent for AWS itself. */
  readonly endpoints?: {
    readonly athena?: string | undefined;
    readonly glue?: string | undefined;
    readonly s3?: string | undefined;
    readonly dynamodb?: string | undefined;
    readonly sns?: string | undefined;
  };
  /** Of a stack; absent, they come from the default chain (environment, profile, role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly workgroup: string;
  /** As Athena calls it: `AwsDataCatalog`. */
  readonly catalog: string;
  readonly databases: {
    /** For tables that live as long as a run; nobody else reads it. */
    readonly staging: string;
    /** Domain → the database of its feature tables. */
    readonly published: Readonly<Record<string, string>>;
  };
  readonly lake: {
    readonly bucket: string;
    /** Empty, or ending in `/`. */
    readonly prefix: string;
  };
  /** `s3://…/` for results of queries, where the workgroup does not say it. */
  readonly results?: string;
  readonly ledgerTable: string;
}
