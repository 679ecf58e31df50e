import { clipBytes } from './clip.ts';
import type { Finding, RunMessage } from './message.ts';
import { headOf, ownerLines } from './plain-text.ts';
import { slackEscape } from './slack-text.ts';

/** A custom notification of Amazon Q Developer in chat applications, for Slack and Teams. */
export interface ChatbotNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

const DESCRIPTION_BYTES = 8_000;

/** https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html, read 2026-11. */
export function chatbotNotification(message: RunMessage): ChatbotNotification {
  const { id, threadId, title, severity, decision, environment, dataset, domain, runId, next } = message;
  const lines = [
    ...message.findings.map(findingText),
    ...(message.moreFindings > 0 ? [`… and ${message.moreFindings} more reasons`] : []),
    ...ownerLines(message).map(slackEscape),
    `run ${slackEscape(runId)}, ${message.time}`,
  ];
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: slackEscape(title),
      description: clipBytes(lines.join('\n'), DESCRIPTION_BYTES),
      nextSteps: next.map((command) => `\`${slackEscape(command)}\``),
      keywords: [severity, decision, environment, dataset],
    },
    metadata: {
      threadId,
      summary: slackEscape(title),
      eventType: `sluice.run.${decision}`,
      relatedResources: [dataset],
      additionalContext: { domain, dataset, environment, decision, severity, runId },
    },
  };
}

function findingText(finding: Finding): string {
  const { rule, text } = finding;
  const why = rule?.description === undefined ? '' : ` (${rule.description})`;
  return `*${slackEscape(headOf(finding))}*: ${slackEscape(`${text}${why}`)}`;
}
