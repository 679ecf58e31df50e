import type { Issue } from '../../core/contract/issue.ts';
import type { Lake } from '../../core/ports.ts';
import { type Footprint, wholeFile } from '../../core/sql/footprint.ts';
import { ok, type Result } from '../../core/values/result.ts';
import { listPlaces } from '../candidate/list-places.ts';
import { describeFiles, type FilesToDescribe } from '../files/describe.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';
import { listSource } from '../state/source.ts';

export interface SourceSize {
  readonly files: number;
  readonly bytes: string;
  /** From the footers; null where the format has none. */
  readonly rows: string | null;
}

export interface DescribedSource extends SourceSize {
  /** By path. */
  readonly footprints: ReadonlyMap<string, Footprint>;
}

/** What a run would read to write its candidates, or where they lie already. */
export async function describeSource(
  request: RunRequest,
  lake: Lake,
): Promise<Result<DescribedSource, readonly Issue[]>> {
  const input = await inputOf(request, lake);
  const bytes = input.files.reduce((sum, f) => sum + f.sizeBytes, 0).toString();
  if (input.format !== 'parquet') {
    const footprints = new Map(input.files.map((f) => [f.path, wholeFile(f.sizeBytes)]));
    return ok({ files: input.files.length, bytes, rows: null, footprints });
  }
  const described = await describeFiles(input, lake);
  if (!described.ok) return described;
  const rows = described.value.files.reduce((sum, f) => sum + BigInt(f.rows ?? 0), 0n).toString();
  const footprints = new Map(described.value.files.map((f) => [f.path, f.footprint]));
  return ok({ files: input.files.length, bytes, rows, footprints });
}

async function inputOf(request: RunRequest, lake: Lake): Promise<FilesToDescribe> {
  const { candidate } = request;
  if (candidate.by === 'query') {
    const { source } = candidate;
    return { ...source, files: await listSource(source, lake), dataset: source.table, partitionedBy: [] };
  }
  const { files } = await listPlaces(request, candidate, { lake });
  const pinned = await lake.pin([...files.values()].flat());
  return { path: '', files: pinned, format: 'parquet', dataset: datasetOf(request), partitionedBy: [] };
}
