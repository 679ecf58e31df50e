import type { TableName } from '../glue-partitions.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9][A-Za-z0-9_-]*$/;

export const isDatasetName = (dataset: string): boolean => NAME.test(dataset);

export const fullName = ({ database, name }: TableName): string => `${database}.${name}`;
