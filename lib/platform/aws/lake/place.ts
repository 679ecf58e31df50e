import { platformError } from '../../../core/contract/platform-error.ts';
import type { AwsConfig } from '../config.ts';

/** An object, or the beginning of the keys of several. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

const RUNS = /^\.sluice\/runs\/([^/]+)\/([^/]+)(?=\/|$)/;
const OWN = /^\.sluice\//;
const ABSOLUTE = /^s3:\/\/([^/]+)(?:\/|$)/;

/**
 * Where a path lies in S3. Relative ones lie below the lake's prefix, and what belongs to runs inside the root of its
 * dataset's table: `.sluice/runs/<domain>/<name>/…` is `<domain>/<name>/runs/…`, because engines pass over names that begin
 * with a dot, and Lake Formation wants partitions below their table. `s3://bucket/key` is itself, and only read.
 */
export function placeOf(path: string, { lake }: Pick<AwsConfig, 'lake'>): Place {
  const absolute = ABSOLUTE.exec(path);
  if (absolute) return { bucket: absolute[1] ?? '', key: path.slice(absolute[0].length) };
  const inRuns = RUNS.exec(path);
  const mapped = inRuns
    ? `${inRuns[1]}/${inRuns[2]}/runs${path.slice(inRuns[0].length)}`
    : path.replace(OWN, 'sluice/');
  return { bucket: lake.bucket, key: `${lake.prefix}${mapped}` };
}

/** The same, of a path that is written: below the lake, and no other way round. */
export function placeToWrite(path: string, config: Pick<AwsConfig, 'lake'>): Place {
  const outside = ABSOLUTE.test(path) || path.startsWith('/');
  if (outside || path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw platformError('SLU-527', { file: path });
  }
  return placeOf(path, config);
}

export const uriOf = ({ bucket, key }: Place): string => `s3://${bucket}/${key}`;

/** The folder of a dataset's feature table. */
export const tableRoot = (dataset: string, { lake }: Pick<AwsConfig, 'lake'>): string =>
  `s3://${lake.bucket}/${lake.prefix}${dataset}/`;

/** Files whose name, or a folder's below `from`, begins with `_` or `.` are no data. */
export const isHidden = (below: string): boolean => below.split('/').some((part) => /^[._]/.test(part));
