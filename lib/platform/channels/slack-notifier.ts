import { isForPeople, slackPayload } from '../../core/notify/slack.ts';
import type { Notifier } from '../../core/ports.ts';
import { postToSlack } from './post-to-slack.ts';

/** One message a run to an incoming webhook of Slack, where there is something to look at. */
export function slackNotifier(url: string): Notifier {
  return {
    name: 'slack',
    notify: async ({ message }, signal) => {
      if (isForPeople(message)) await postToSlack(url, slackPayload(message), signal);
    },
  };
}
