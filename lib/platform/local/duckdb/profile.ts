/** What DuckDB itself says that a query did: the witness for "one scan". */
export interface QueryProfile {
  /** Reads of files, in the plan that ran. */
  readonly scans: readonly { readonly operator: string; readonly rows: bigint }[];
  readonly rowsRead: bigint;
  readonly json: unknown;
}

/** Reads the JSON that DuckDB's profiler writes. */
export function readProfile(json: string): QueryProfile {
  const root: unknown = JSON.parse(json);
  const scans: { operator: string; rows: bigint }[] = [];
  visit(root, scans);
  return { scans, rowsRead: scans.reduce((sum, s) => sum + s.rows, 0n), json: root };
}

/** Of a statement that was answered in slices: all their reads. */
export function mergeProfiles(profiles: readonly QueryProfile[]): QueryProfile {
  const scans = profiles.flatMap((p) => p.scans);
  const rowsRead = profiles.reduce((sum, p) => sum + p.rowsRead, 0n);
  return { scans, rowsRead, json: profiles.map((p) => p.json) };
}

function visit(node: unknown, scans: { operator: string; rows: bigint }[]): void {
  if (typeof node !== 'object' || node === null) return;
  if ('operator_type' in node && node.operator_type === 'TABLE_SCAN') {
    const name = 'operator_name' in node ? String(node.operator_name).trim() : 'TABLE_SCAN';
    const rows = 'operator_cardinality' in node ? BigInt(Number(node.operator_cardinality)) : 0n;
    scans.push({ operator: name, rows });
  }
  if ('children' in node && Array.isArray(node.children))
    for (const child of node.children) visit(child, scans);
}
