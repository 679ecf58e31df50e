import type { Catalogue } from './catalogue.ts';

/** SLU-2xx */
export const pipelineMessages: Catalogue = {};
