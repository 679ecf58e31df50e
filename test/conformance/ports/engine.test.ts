import { describe } from 'vitest';
import { awsData } from './aws-world.ts';
import { engineConforms } from './engine.ts';
import { localData } from './local-world.ts';

describe.each([localData, awsData])('the engine of $name', (platform) => {
  engineConforms(platform);
});
