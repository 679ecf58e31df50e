import type { Environment } from './environment.ts';

const MOST: Readonly<Record<Environment['platform'], number>> = {
  local: Number.POSITIVE_INFINITY,
  // one INSERT INTO of Athena, one batch of Glue
  aws: 100,
};

/** How many partitions one run writes and publishes at most on a platform; a longer window is run in parts. */
export const partitionsPerRun = (platform: Environment['platform']): number => MOST[platform];
