import type { CheckResult, PartitionVerdict } from '../gate/verdict.ts';
import type { Manifest } from '../publish/facts.ts';

/** Sizes of a run's candidates; a number beyond 2^53 is left out, JSON could not carry it. */
export function sizesOf(manifests: readonly Manifest[]): {
  readonly rowCount?: number;
  readonly bytes?: number;
  readonly fileCount: number;
} {
  const files = manifests.flatMap((m) => m.files);
  const rowCount = exact(files.reduce((sum, f) => sum + BigInt(f.rows), 0n));
  const bytes = exact(files.reduce((sum, f) => sum + BigInt(f.sizeBytes), 0n));
  return {
    ...(rowCount === undefined ? {} : { rowCount }),
    ...(bytes === undefined ? {} : { bytes }),
    fileCount: files.length,
  };
}

/** How many nulls each column has, where every partition's verdict knows it. */
export function columnMetricsOf(
  verdicts: readonly PartitionVerdict[],
): Readonly<Record<string, { readonly nullCount: number }>> {
  const judged = verdicts.filter((v) => v.checks.length > 0);
  const columns = new Set(judged.flatMap((v) => v.checks.flatMap((c) => c.column ?? [])));
  const found = [...columns].flatMap((column) => {
    const nulls = judged.map(({ checks }) => nullsIn(column, checks));
    const known = nulls.filter((n) => n !== undefined);
    const nullCount = exact(known.reduce((sum, n) => sum + BigInt(n), 0n));
    return known.length < nulls.length || nullCount === undefined ? [] : [[column, { nullCount }] as const];
  });
  return Object.fromEntries(found);
}

const nullsIn = (column: string, checks: readonly CheckResult[]): string | undefined =>
  checks.find((c) => c.column === column && c.scope === 'partition' && c.nulls !== undefined)?.nulls;

const exact = (value: bigint): number | undefined =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
