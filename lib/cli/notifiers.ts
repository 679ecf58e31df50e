import { join } from 'node:path';
import { issue } from '../core/contract/issue.ts';
import { LOCAL } from '../core/environment/environment.ts';
import { isWebhookUrl } from '../core/notify/webhook-url.ts';
import type { Notifier } from '../core/ports.ts';
import { CliFailure } from './failure.ts';
import type { Output } from './output.ts';

/** A URL: whoever runs a command gives it, as it is a secret. */
const SLACK = 'SLUICE_SLACK_WEBHOOK';

/** Who hears of what a command does on this machine: the terminal, a file, and Slack where its address is given. */
export async function notifiersOf(
  environment: string,
  root: string,
  output: Output,
): Promise<readonly Notifier[]> {
  const [{ consoleNotifier }, { jsonLinesNotifier }] = await Promise.all([
    import('../platform/local/notify-console.ts'),
    import('../platform/local/notify-jsonl.ts'),
  ]);
  const name = environment === LOCAL.name ? 'notifications' : `notifications-${environment}`;
  return [
    consoleNotifier((line) => output.say(line)),
    jsonLinesNotifier(join(root, '.sluice', `${name}.jsonl`)),
    ...(await slack()),
  ];
}

async function slack(): Promise<readonly Notifier[]> {
  const url = process.env[SLACK]?.trim() ?? '';
  if (url === '') return [];
  if (!isWebhookUrl(url)) throw new CliFailure([issue('SLU-620', { variable: SLACK })]);
  const { slackNotifier } = await import('../platform/channels/slack-notifier.ts');
  return [slackNotifier(url)];
}
