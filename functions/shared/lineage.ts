import type { Lineage } from '../../lib/core/ports.ts';
import { lineageSink } from '../../lib/platform/channels/lineage-sinks.ts';
import { configOf } from './config.ts';
import { logger } from './lambda.ts';
import { lake } from './ports.ts';

/** Who keeps lineage of this deployment; undefined where its environment names nobody. */
export function lineage(): Lineage | undefined {
  const { lineageUrl, environment, ...places } = configOf();
  if (lineageUrl === undefined) return undefined;
  return {
    environment,
    places: { platform: 'aws', ...places },
    warn: (line) => logger.warn(line),
    emit: lineageSink({ url: lineageUrl }, lake()),
  };
}
