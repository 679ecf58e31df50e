import { describe } from 'vitest';
import { awsData } from './aws-world.ts';
import { catalogConforms } from './catalog.ts';
import { localData } from './local-world.ts';

describe.each([localData, awsData])('the catalog of $name', (platform) => {
  catalogConforms(platform);
});
