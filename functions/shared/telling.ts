import type { Ports } from '../../lib/core/ports.ts';
import { configOf } from './config.ts';
import { logger } from './lambda.ts';

/** Whom this deployment tells; what could not be told is a line in the log. */
export const telling = (): Pick<Ports, 'notifiers' | 'warn' | 'environment'> => ({
  notifiers: [],
  warn: (line) => logger.warn(line),
  environment: configOf().environment,
});
