import { randomBytes } from 'node:crypto';

/** Sortable by time, unique by 40 random bits: `20010227T060000-1a2b3c4d5e`. */
export const newId = (): string =>
  `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${randomBytes(5).toString('hex')}`;
