import type { Catalogue } from './catalogue.ts';

/** SLU-3xx */
export const planMessages: Catalogue = {};
