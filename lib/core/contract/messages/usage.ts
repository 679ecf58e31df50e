import type { Catalogue } from './catalogue.ts';

/** SLU-6xx */
export const usageMessages: Catalogue = {};
