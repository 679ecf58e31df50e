import { sample } from '../../lib/steps/sample/sample.ts';
import { catalog, engine, lake } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(sample, () => ({ catalog: catalog(), engine: engine(), lake: lake() }));
