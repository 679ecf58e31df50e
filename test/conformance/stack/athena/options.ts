/** A workgroup as it is configured at the start. */
export interface WorkGroupOptions {
  readonly name: string;
  /** Folder of results, `s3://bucket/prefix/`. */
  readonly outputLocation?: string;
  /** The client's own folder is not heard. */
  readonly enforced?: boolean;
  /** A query that scans more is cancelled: 10,000,000 at least. */
  readonly bytesScannedCutoff?: number;
}

export interface AthenaOptions {
  readonly trinoUrl: string;
  /** Where S3 and Glue answer. */
  readonly s3Endpoint: string;
  readonly glueEndpoint: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Zero, or left out: a free one. */
  readonly port?: number;
  /** `primary`, not enforced and without a folder, is always there unless it is given here. */
  readonly workGroups?: readonly WorkGroupOptions[];
  /** Athena's catalogs and what the engine calls them. */
  readonly catalogs?: Readonly<Record<string, string>>;
  /** The engine's catalog that creates Iceberg tables in the same Glue. */
  readonly icebergCatalog?: string;
  /** The engine's catalogs that a client must not see: names that begin with them are refused. */
  readonly hiddenCatalogs?: readonly string[];
  /** Queries queued and running at once; above it Athena throttles. */
  readonly maxActiveQueries?: number;
}

export interface AthenaServer {
  readonly url: string;
  close(): Promise<void>;
}

const SMALLEST_CUTOFF = 10_000_000;

/** Workgroups by name, `primary` among them; an impossible cutoff is refused. */
export function workGroupsOf(options: AthenaOptions): ReadonlyMap<string, WorkGroupOptions> {
  const groups = new Map<string, WorkGroupOptions>([['primary', { name: 'primary' }]]);
  for (const group of options.workGroups ?? []) {
    if (group.bytesScannedCutoff !== undefined && group.bytesScannedCutoff < SMALLEST_CUTOFF) {
      throw new Error(`workgroup ${group.name}: bytesScannedCutoff is at least ${SMALLEST_CUTOFF}`);
    }
    if (group.enforced && group.outputLocation === undefined) {
      throw new Error(`workgroup ${group.name}: an enforced workgroup needs an outputLocation`);
    }
    groups.set(group.name, group);
  }
  return groups;
}
