import { databaseOf } from '../../../core/environment/environment.ts';
import type { AwsConfig } from '../config.ts';
import type { TableName } from '../glue-partitions.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9][A-Za-z0-9_-]*$/;

export const isDatasetName = (dataset: string): boolean => NAME.test(dataset);

/** `aviation/late-flights` is the table `late_flights` in the database of `aviation`. */
export function tableOf(dataset: string, config: Pick<AwsConfig, 'databases'>): TableName {
  const [domain = '', name = ''] = dataset.split('/');
  return { database: databaseOf(config, domain), name: name.toLowerCase().replaceAll('-', '_') };
}

export const fullName = ({ database, name }: TableName): string => `${database}.${name}`;
