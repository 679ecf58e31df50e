import type { Catalogue } from './catalogue.ts';

/** SLU-1xx */
export const contractMessages: Catalogue = {};
