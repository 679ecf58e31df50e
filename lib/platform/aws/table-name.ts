/** Athena's limit is 255; people read these names. */
const MOST = 128;

/** `stg_20010227t060000_1a2b_1_8f0c…`: lower case letters, digits and _, so that it stands in SQL without quotes. */
export function tableName(kind: 'stg' | 'cand', id: string, hash: string): string {
  const plain = id.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return `${kind}_${plain.slice(0, MOST - kind.length - 14)}_${hash.slice(0, 12)}`;
}

/** Tables of that kind that a statement names, as often as it does. */
export const stagedTablesIn = (sql: string): readonly string[] => sql.match(/\bstg_[a-z0-9_]+/g) ?? [];

/** The parameter of a staged table that says how many rows its files have. */
export const ROWS_PARAMETER = 'sluice.rows';
