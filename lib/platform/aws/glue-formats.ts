const SERDE = { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' };

export const PARQUET_INPUT = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';

/** A folder of Parquet files. */
export const PARQUET = {
  InputFormat: PARQUET_INPUT,
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerdeInfo: SERDE,
};

/**
 * A folder of lists of Parquet files: those are read and no others, wherever they lie. Athena documents it for S3 Inventory
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html).
 */
export const LISTED_PARQUET = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  SerdeInfo: SERDE,
};
