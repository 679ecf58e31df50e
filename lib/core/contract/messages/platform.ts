import type { Catalogue } from './catalogue.ts';

/** SLU-5xx */
export const platformMessages: Catalogue = {};
