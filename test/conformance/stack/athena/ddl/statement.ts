/** A table as written: catalog and database may be left to the context. */
export interface Name {
  readonly database?: string;
  readonly table: string;
}

export interface ColumnSpec {
  readonly name: string;
  /** Hive's spelling, lower case, without spaces. */
  readonly type: string;
  readonly comment?: string;
}

/** A partition of an Iceberg table: a column or a function of it, as written. */
export interface Transform {
  readonly text: string;
}

/** Column and value of a partition, in the order written. */
export type PartitionSpec = readonly (readonly [string, string])[];

export interface RowFormat {
  readonly serde?: string;
  readonly properties: Readonly<Record<string, string>>;
}

export type StoredAs =
  | { readonly kind: 'named'; readonly format: string }
  | { readonly kind: 'classes'; readonly input: string; readonly output: string };

export interface CreateTable {
  readonly kind: 'createTable';
  readonly name: Name;
  readonly external: boolean;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnSpec[];
  readonly partitionColumns: readonly ColumnSpec[];
  readonly transforms: readonly Transform[];
  readonly comment?: string;
  readonly rowFormat?: RowFormat;
  readonly storedAs?: StoredAs;
  readonly location?: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface NewPartition {
  readonly spec: PartitionSpec;
  readonly location?: string;
}

/** A statement of the Hive grammar, read. */
export type DdlStatement =
  | CreateTable
  | { readonly kind: 'dropTable'; readonly name: Name; readonly ifExists: boolean }
  | {
      readonly kind: 'addPartitions';
      readonly name: Name;
      readonly ifNotExists: boolean;
      readonly partitions: readonly NewPartition[];
    }
  | {
      readonly kind: 'dropPartitions';
      readonly name: Name;
      readonly ifExists: boolean;
      readonly specs: readonly PartitionSpec[];
    }
  | {
      readonly kind: 'setLocation';
      readonly name: Name;
      readonly spec?: PartitionSpec;
      readonly location: string;
    }
  | {
      readonly kind: 'setProperties';
      readonly name: Name;
      readonly properties: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'addColumns'; readonly name: Name; readonly columns: readonly ColumnSpec[] }
  | { readonly kind: 'repair'; readonly name: Name }
  | { readonly kind: 'showPartitions'; readonly name: Name }
  | { readonly kind: 'showColumns'; readonly name: Name }
  | { readonly kind: 'showProperties'; readonly name: Name }
  | { readonly kind: 'describe'; readonly name: Name }
  | { readonly kind: 'showTables'; readonly database?: string; readonly pattern?: string }
  | { readonly kind: 'showDatabases'; readonly pattern?: string }
  | {
      readonly kind: 'createDatabase';
      readonly database: string;
      readonly ifNotExists: boolean;
      readonly comment?: string;
      readonly location?: string;
    }
  | {
      readonly kind: 'dropDatabase';
      readonly database: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    };
