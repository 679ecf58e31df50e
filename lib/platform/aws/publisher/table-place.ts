import type { AwsConfig } from '../config.ts';
import { awsError } from '../errors.ts';
import type { TableName } from '../glue-partitions.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9][A-Za-z0-9_-]*$/;

export const isDatasetName = (dataset: string): boolean => NAME.test(dataset);

/** `aviation/late-flights` is the table `late_flights` in the database of `aviation`. */
export function tableOf(dataset: string, { databases }: Pick<AwsConfig, 'databases'>): TableName {
  const [domain = '', name = ''] = dataset.split('/');
  const database = databases.published[domain];
  if (database === undefined) throw awsError('SLU-581', { dataset, domain });
  return { database, name: name.toLowerCase().replaceAll('-', '_') };
}

export const fullName = ({ database, name }: TableName): string => `${database}.${name}`;
