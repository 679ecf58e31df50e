/** Why nothing is claimed of a column: of its `extremes`, or of `both` its nulls and its extremes. */
export interface Silence {
  readonly files: RegExp;
  /** Names, or every column. */
  readonly columns: readonly string[] | 'every';
  readonly about: 'extremes' | 'nulls' | 'both';
  readonly why: string;
}

const EVERY_FILE = /./;
const TEXTS = ['one_s', 's', 's_long', 's_utf'];
const TIMES = ['ts_ms', 'ts_ms_utc', 'ts_us', 'ts_us_utc', 'ts_ns', 'ts_ns_utc', 'ts_ns_cut'];

/** Everything else is claimed: a proof that is lost is noticed as much as one that is not true. */
export const SILENCES: readonly Silence[] = [
  { files: EVERY_FILE, columns: ['all_null', 'null_s'], about: 'extremes', why: 'there is no value' },
  { files: /-no-rows/, columns: 'every', about: 'extremes', why: 'there is no value' },
  {
    files: EVERY_FILE,
    columns: ['f32', 'f64', 'zero'],
    about: 'extremes',
    why: 'no statistic says whether there are NaNs, and -0 may be written for 0',
  },
  {
    files: EVERY_FILE,
    columns: ['list', 'struct'],
    about: 'both',
    why: 'a nested column has leaves, not values',
  },
  { files: EVERY_FILE, columns: ['uuid'], about: 'extremes', why: 'no rule compares them' },
  {
    files: EVERY_FILE,
    columns: ['dec18', 'dec38'],
    about: 'extremes',
    why: 'more digits than the decoder keeps',
  },
  {
    files: EVERY_FILE,
    columns: ['ts_ns_cut'],
    about: 'extremes',
    why: 'an instant between two microseconds',
  },
  {
    files: /^pyarrow(?!.*-decimal-as-integer)|-decimal-as-bytes/,
    columns: ['dec9', 'dec15'],
    about: 'extremes',
    why: 'decimals as bytes',
  },
  { files: /^pyarrow-0\.9\.0/, columns: ['dec9', 'dec15', 'dec18', 'dec38'], about: 'nulls', why: 'absent' },
  { files: /^arrow-rs/, columns: ['s_long'], about: 'extremes', why: 'cut after 64 bytes, and marked so' },
  {
    files: /^(duckdb-0|hyparquet|parquet-java|polars|pyarrow-[03])/,
    columns: TEXTS,
    about: 'extremes',
    why: 'the writer does not say that texts are whole',
  },
  {
    files: /^pyarrow-[03](?!.*-no-rows)/,
    columns: [...TEXTS, 'null_s'],
    about: 'nulls',
    why: 'the writer counts no nulls of dictionaries, and nothing tells them from other texts',
  },
  {
    files: /^duckdb-0\.5\.1\.parquet/,
    columns: ['i32', 'i64', 'u64', 'all_null', 's', 's_long', 's_utf', 'd', 'ts_us', 'dec9'],
    about: 'nulls',
    why: 'the writer counts on from one row group to the next',
  },
  {
    files: /^(fastparquet|parquet-java-1\.9)/,
    columns: 'every',
    about: 'extremes',
    why: 'min and max in the deprecated fields only',
  },
  {
    files: /^fastparquet-0\.8\.3\.parquet/,
    columns: ['all_null', 'null_s', 'group_null', 'f64', 'b'],
    about: 'nulls',
    why: 'absent where a row group holds nothing but nulls or NaNs',
  },
  { files: /^pyarrow-(26|0\.15).*-int96/, columns: TIMES, about: 'both', why: 'INT96 has no order' },
  {
    files: /^pyarrow-0\.9.*-int96/,
    columns: TIMES.slice(4),
    about: 'both',
    why: 'INT96 has no order; this version writes nanoseconds alone so',
  },
  { files: /^parquet-java/, columns: ['i96'], about: 'extremes', why: 'INT96 has no order' },
  { files: /^pyarrow.*-no-statistics/, columns: 'every', about: 'both', why: 'switched off' },
  { files: /^fastparquet-0\.8\.3-no-statistics/, columns: 'every', about: 'nulls', why: 'switched off' },
  {
    files: /-no-statistics/,
    columns: 'every',
    about: 'extremes',
    why: 'switched off',
  },
  {
    files: /^hyparquet.*-no-statistics/,
    columns: ['i32', 'one_s', 's'],
    about: 'nulls',
    why: 'switched off; a required column has none',
  },
  {
    files: /-some-statistics/,
    columns: ['i64', 'u64', 'one_i', 'all_null', 's_long', 's_utf', 'd', 'ts_us', 'dec9'],
    about: 'both',
    why: 'switched off for these columns',
  },
];
