import { describe } from 'vitest';
import { awsLakes } from './aws-world.ts';
import { lakeConforms } from './lake.ts';
import { localLakes } from './local-world.ts';

describe.each([localLakes, awsLakes])('the lake of $name', (platform) => {
  lakeConforms(platform);
});
