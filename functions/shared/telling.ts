import type { Notifier, Ports } from '../../lib/core/ports.ts';
import { createEventBridge, createSns } from '../../lib/platform/aws/notify/clients.ts';
import { eventBusNotifier } from '../../lib/platform/aws/notify/event-bus.ts';
import { snsNotifier } from '../../lib/platform/aws/notify/sns-notifier.ts';
import { realPace as pace } from '../../lib/platform/aws/pace.ts';
import { configOf } from './config.ts';
import { logger } from './lambda.ts';

let kept: readonly Notifier[] | undefined;

/** Whom this deployment tells, made once a container; what could not be told is a line in the log. */
export function telling(): Pick<Ports, 'notifiers' | 'warn' | 'environment'> {
  kept ??= notifiersOf();
  return {
    notifiers: kept,
    warn: (line) => logger.warn(line),
    environment: configOf().environment,
  };
}

function notifiersOf(): readonly Notifier[] {
  const config = configOf();
  const { topic, bus } = config;
  return [
    ...(topic === undefined ? [] : [snsNotifier({ client: createSns(config), topicArn: topic, pace })]),
    ...(bus === undefined ? [] : [eventBusNotifier({ client: createEventBridge(config), bus, pace })]),
  ];
}
