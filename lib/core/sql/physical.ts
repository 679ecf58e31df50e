/** An engine-neutral physical type, read from a Parquet footer or stated for a converted text file. */
export type PhysicalType =
  | {
      readonly kind: 'integer';
      readonly bits: number;
      readonly signed: boolean;
      /** Signed, of several files of which one has unsigned numbers of 32 bits. */
      readonly holdsUnsigned32?: boolean;
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'floating'; readonly bits: number }
  | { readonly kind: 'string' | 'boolean' | 'date' | 'time' | 'binary' | 'uuid' | 'json' | 'map' }
  /** Fields are known from Parquet footers, in their order. */
  | {
      readonly kind: 'struct';
      readonly fields?: readonly { readonly name: string; readonly type: PhysicalType }[];
    }
  | { readonly kind: 'timestamp'; readonly zoned: boolean }
  | { readonly kind: 'list'; readonly item?: PhysicalType }
  | { readonly kind: 'unknown'; readonly name: string };

export interface PhysicalColumn {
  readonly name: string;
  readonly type: PhysicalType;
  /** How the file names it (`INT64`, `VARCHAR`), for messages. */
  readonly typeName: string;
  /** `file`: inside the files; `path`: a Hive partition column; `text`: converted from CSV or JSON text. */
  readonly from: 'file' | 'path' | 'text';
}

export interface PhysicalSchema {
  readonly columns: readonly PhysicalColumn[];
}
