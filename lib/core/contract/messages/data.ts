import type { Catalogue } from './catalogue.ts';

/** SLU-4xx */
export const dataMessages: Catalogue = {};
