import type { Severity } from './decided.ts';
import type { Finding, RunMessage } from './message.ts';
import { boundsOf, headOf } from './plain-text.ts';
import { clipEscaped, slackEscape, slackLink } from './slack-text.ts';

/** What an incoming webhook takes. */
export interface SlackPayload {
  /** For notifications of the desktop, and for clients without blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: { readonly type: 'plain_text'; readonly text: string } }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };

interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** True: what looks like a channel, a person or an address stays text. */
  readonly verbatim: true;
}

/** Slack's own limits. */
export const SLACK_LIMITS = { headerCharacters: 150, textCharacters: 3_000, blocks: 50 } as const;

const SIGNS: Readonly<Record<Severity, string>> = {
  error: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':white_check_mark:',
};

/** Everything but a publish that nobody has to look at. */
export const isForPeople = ({ decision }: RunMessage): boolean => decision !== 'published';

/** The findings of a message are few: their blocks and the others never come near the limit of Slack. */
export function slackPayload(message: RunMessage): SlackPayload {
  const { title, severity, findings, moreFindings, next, runId, time, id } = message;
  const more = moreFindings > 0 ? [section(`… and ${moreFindings} more reasons`)] : [];
  const commands = next.map((command) => `\`${slackEscape(command)}\``).join('\n');
  const foot = `run ${runId} · ${time} · message ${id}`;
  return {
    text: clipEscaped(slackEscape(title), SLACK_LIMITS.textCharacters),
    blocks: [
      header(title),
      section(`${SIGNS[severity]} ${slackEscape(countsOf(message))}`),
      ...findings.map((finding) => section(findingText(finding))),
      ...more,
      ...ownerBlock(message),
      ...(commands === '' ? [] : [section(commands)]),
      { type: 'context', elements: [mrkdwn(slackEscape(foot))] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Of a message that is none of ours, an alarm's on the same topic. */
export function foreignPayload(subject: string, text: string): SlackPayload {
  const title = subject.trim() === '' ? 'Message' : subject;
  return {
    text: clipEscaped(slackEscape(title), SLACK_LIMITS.textCharacters),
    blocks: [header(title), section(slackEscape(text) || '(empty)')],
    unfurl_links: false,
    unfurl_media: false,
  };
}

const mrkdwn = (text: string): Mrkdwn => ({
  type: 'mrkdwn',
  text: clipEscaped(text, SLACK_LIMITS.textCharacters),
  verbatim: true,
});
const section = (text: string): SlackBlock => ({ type: 'section', text: mrkdwn(text) });

/** Plain text needs no escaping, and pings nobody. */
const header = (text: string): SlackBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: clipEscaped(text, SLACK_LIMITS.headerCharacters) },
});

function countsOf({ dataset, environment, decisions, counts, contract }: RunMessage): string {
  const said = decisions.map((d) => (counts[d] === undefined ? d : `${d}: ${counts[d]}`)).join(' · ');
  const by = contract === undefined ? '' : ` · contract ${contract.name} ${contract.version}`;
  return `${dataset} · ${environment} · ${said}${by}`;
}

function findingText(finding: Finding): string {
  const { rule, text } = finding;
  const head = `*${slackEscape(headOf(finding))}*`;
  const why = rule?.description === undefined ? [] : [`_${slackEscape(rule.description)}_`];
  return [head, slackEscape(text), ...boundsOf(finding).map(slackEscape), ...why].join('\n');
}

function ownerBlock({ owner }: RunMessage): readonly SlackBlock[] {
  if (owner === undefined) return [];
  const people = [...(owner.team === undefined ? [] : [owner.team]), ...owner.members].map(slackEscape);
  const support = owner.support.map(({ channel, url }) => slackLink(channel, url));
  const lines = [
    ...(people.length === 0 ? [] : [`owner: ${people.join(', ')}`]),
    ...(support.length === 0 ? [] : [`support: ${support.join(', ')}`]),
  ];
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}
