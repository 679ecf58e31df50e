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

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether it may be a webhook's address: https; http only to this machine, where tests and relays listen. */
export function isWebhookUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}
