import { type AwsEnvironment, tableOf } from '../environment/environment.ts';
import type { DatasetName } from './event.ts';

/** Where an environment's data lies, as far as names of datasets need it. */
export type Places =
  | { readonly platform: 'local' /** Absolute; holds `lake/`. */; readonly root: string }
  | ({ readonly platform: 'aws' } & Pick<AwsEnvironment, 'region' | 'catalog' | 'databases' | 'lake'>);

/** A feature table: a table of Athena, or a folder on this machine. */
export function nameOfTable(dataset: string, places: Places): DatasetName {
  if (places.platform === 'local') return { namespace: 'file', name: `${places.root}/lake/${dataset}` };
  const { database, name } = tableOf(dataset, places);
  return {
    namespace: `awsathena://athena.${places.region}.amazonaws.com`,
    name: `${places.catalog}.${database}.${name}`,
  };
}

/** Files, or the folder that a location with placeholders begins with: of a bucket, or on this machine. */
export function nameOfFiles(path: string, places: Places): DatasetName {
  const folder = fixedPart(path);
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(folder) ?? [];
  if (bucket !== undefined) return { namespace: `s3://${bucket}`, name: key === '' ? '/' : key };
  if (places.platform === 'aws')
    return { namespace: `s3://${places.lake.bucket}`, name: `${places.lake.prefix}${folder}` };
  return { namespace: 'file', name: folder.startsWith('/') ? folder : `${places.root}/${folder}` };
}

/** Up to the last folder before a placeholder or a wildcard. */
function fixedPart(path: string): string {
  const [fixed = ''] = path.split(/[{*]/, 1);
  const whole = fixed === path ? path : fixed.slice(0, fixed.lastIndexOf('/'));
  return whole.length > 1 ? whole.replace(/\/+$/, '') : whole;
}
