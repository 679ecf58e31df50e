import type { StorageDescriptor, TableInput } from '@aws-sdk/client-glue';
import { semanticError } from './hive-failure.ts';
import type { ColumnSpec, CreateTable } from './statement.ts';
import { hiveType } from './types.ts';

interface Format {
  readonly input: string;
  readonly output: string;
  readonly serde: string;
}

const TEXT: Format = {
  input: 'org.apache.hadoop.mapred.TextInputFormat',
  output: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  serde: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
};

export const FORMATS: Readonly<Record<string, Format>> = {
  textfile: TEXT,
  parquet: {
    input: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    output: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
  },
  orc: {
    input: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
    output: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
    serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
  },
  avro: {
    input: 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat',
    output: 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat',
    serde: 'org.apache.hadoop.hive.serde2.avro.AvroSerDe',
  },
};

const byClass = (serde: string): Format | undefined =>
  Object.values(FORMATS).find((format) => format.serde === serde);

export const glueColumn = (column: ColumnSpec): { Name: string; Type: string; Comment?: string } => ({
  Name: column.name,
  Type: hiveType(column.type),
  ...(column.comment === undefined ? {} : { Comment: column.comment }),
});

function formatOf(statement: CreateTable): Format {
  const { storedAs, rowFormat } = statement;
  const named = storedAs?.kind === 'named' ? FORMATS[storedAs.format] : undefined;
  if (storedAs?.kind === 'named' && !named) {
    throw semanticError(`Unrecognized file format in STORED AS clause: '${storedAs.format.toUpperCase()}'`);
  }
  const base = named ?? (rowFormat?.serde === undefined ? TEXT : (byClass(rowFormat.serde) ?? TEXT));
  return {
    ...base,
    ...(storedAs?.kind === 'classes' ? { input: storedAs.input, output: storedAs.output } : {}),
    ...(rowFormat?.serde === undefined ? {} : { serde: rowFormat.serde }),
  };
}

/** Where and how the table's files lie. */
export function descriptor(
  format: Format,
  columns: readonly ColumnSpec[],
  location: string,
  serdeProperties: Readonly<Record<string, string>> = {},
): StorageDescriptor {
  return {
    Columns: columns.map(glueColumn),
    Location: location,
    InputFormat: format.input,
    OutputFormat: format.output,
    Compressed: false,
    NumberOfBuckets: -1,
    SerdeInfo: {
      SerializationLibrary: format.serde,
      Parameters: { 'serialization.format': '1', ...serdeProperties },
    },
    SortColumns: [],
    StoredAsSubDirectories: false,
  };
}

/** An external table as Athena writes it to Glue. */
export function tableInput(statement: CreateTable, nowMs: number): TableInput {
  return {
    Name: statement.name.table,
    TableType: 'EXTERNAL_TABLE',
    Owner: 'hadoop',
    Retention: 0,
    ...(statement.comment === undefined ? {} : { Description: statement.comment }),
    Parameters: {
      EXTERNAL: 'TRUE',
      transient_lastDdlTime: String(Math.floor(nowMs / 1000)),
      ...(statement.comment === undefined ? {} : { comment: statement.comment }),
      ...statement.properties,
    },
    PartitionKeys: statement.partitionColumns.map(glueColumn),
    StorageDescriptor: descriptor(
      formatOf(statement),
      statement.columns,
      statement.location ?? '',
      statement.rowFormat?.properties,
    ),
  };
}
