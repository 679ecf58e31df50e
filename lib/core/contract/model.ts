import type { LogicalType } from '../values/logical-type.ts';
import type { SourceRef } from './issue.ts';

/** What the gate needs of an ODCS document, every demand of it turned into a Rule with its place in the file. */
export interface Contract {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly status?: string;
  readonly file: string;
  /** SHA-256 of the canonical JSON of the document as it was read. */
  readonly sha256: string;
  readonly servers: readonly Server[];
  readonly datasets: readonly Dataset[];
  /** Absent where the document names nobody. */
  readonly owner?: Owner;
}

/** Who answers for the data, by `team`, and where to ask, by `support`. */
export interface Owner {
  readonly team?: string;
  /** Usernames (else names) of who is in the team today. */
  readonly members: readonly string[];
  readonly support: readonly { readonly channel: string; readonly url?: string }[];
}

/** One `servers[]` entry; `properties` holds every key as written (path, format, location, database …). */
export interface Server {
  readonly server: string;
  readonly type: string;
  readonly environment?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly at: SourceRef;
}

/** One `schema[]` element: the table that the contract describes. */
export interface Dataset {
  readonly name: string;
  readonly physicalName: string;
  readonly columns: readonly Column[];
  /** Physical names of the partition columns in the order of their `partitionKeyPosition`. */
  readonly partitionedBy: readonly string[];
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly at: SourceRef;
}

export interface Column {
  /** The name in the data: `physicalName`, else `name`. */
  readonly physicalName: string;
  readonly name: string;
  readonly logicalType?: LogicalType;
  readonly physicalType?: string;
  readonly required: boolean;
  readonly partitioned: boolean;
  readonly classification?: string;
  /** Its cells are never shown: classified as anything but public, encrypted, critical or tagged as personal. */
  readonly sensitive: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  /** Nested properties (`object`) or the item (`array`) as columns of their own, names not qualified. */
  readonly properties?: readonly Column[];
  readonly items?: Column;
  readonly at: SourceRef;
}

/** What one run may read and cost at most, and the price by which that is reckoned. */
export interface Budget {
  readonly bytesPerRun?: number;
  readonly usdPerRun?: number;
  readonly usdPerTb?: number;
}

export interface Settings {
  readonly policy: 'STRICT' | 'ALWAYS' | 'QUARANTINE';
  readonly publisher: 'local' | 'glue-partition' | 'iceberg-merge' | 'iceberg-branch';
  /** ISO 8601 duration of one partition (`P1D`); absent for an unpartitioned dataset. */
  readonly granularity?: string;
  readonly onMissingPartition: 'reject' | 'skip';
  readonly unit: 'partition' | 'window';
  /** `reject`: columns that the contract does not name fail the schema instead of warning. */
  readonly extraColumns: 'warn' | 'reject';
  /** What stays after a run: newest publishes, and what was replaced within the ISO 8601 duration. */
  readonly retention: { readonly versions: number; readonly duration: string };
  readonly budget?: Budget;
  /** Where each setting stands, by property name (`sluice.policy`), for messages. */
  readonly at: Readonly<Record<string, SourceRef>>;
}

export const CHECK_KINDS = [
  'columnPresent',
  'columnType',
  'extraColumns',
  'required',
  'nullValues',
  'missingValues',
  'invalidValues',
  'duplicateValues',
  'unique',
  'primaryKey',
  'rowCount',
  'range',
  'length',
  'pattern',
  'format',
  'multipleOf',
  'enum',
  'sql',
  'freshness',
  'latency',
  'mean',
  'min',
  'max',
  'sum',
  'distinctCount',
] as const;
export type CheckKindName = (typeof CHECK_KINDS)[number];

/**
 * Demands that are read and validated but not evaluated yet: the planner refuses them with a coded sentence,
 * or lists them where the standard means them for people (`text`).
 */
export type UnplannedKindName =
  | 'custom'
  | 'relationship'
  | 'text'
  | 'slaForPeople'
  | 'nested'
  | 'unsupportedOption';

export type Operator =
  | 'mustBe'
  | 'mustNotBe'
  | 'mustBeGreaterThan'
  | 'mustBeGreaterOrEqualTo'
  | 'mustBeLessThan'
  | 'mustBeLessOrEqualTo'
  | 'mustBeBetween'
  | 'mustNotBeBetween';

/** Numbers of a threshold are the text in the file, so that 0.1 stays one tenth; a band has two. */
export interface Threshold {
  readonly op: Operator;
  readonly values: readonly [string] | readonly [string, string];
  /** `sluice.bounds: open` on the rule: a value exactly on a bound of a band is outside. */
  readonly open?: boolean;
}

/** One demand of the contract, in the words of the contract; a check kind parses it into its own arguments. */
export interface Rule {
  /** Unique in the dataset: the rule's `id` or `name`, else `<column>.<keyword>`, made unique by `#2`, `#3` … */
  readonly id: string;
  readonly kind: CheckKindName | UnplannedKindName;
  /** Physical name of the column it stands on; absent for a rule of the dataset. */
  readonly column?: string;
  readonly severity: 'error' | 'warning';
  readonly scope: 'partition' | 'table';
  readonly where?: string;
  readonly engine?: string;
  /** All apply (3.0 allows several); exactly one from 3.1 on; none for rules that carry their own bound. */
  readonly thresholds: readonly Threshold[];
  readonly unit?: 'rows' | 'percent';
  /** What else the kind reads: `arguments`, `query`, an option's value, the element of an SLA … as JSON. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly description?: string;
  readonly dimension?: string;
  readonly at: SourceRef;
}
