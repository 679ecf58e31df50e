import { chatbotNotification } from './chatbot.ts';
import { bytesOf } from './clip.ts';
import type { RunMessage } from './message.ts';
import { plainText } from './plain-text.ts';

/** Of a body and its attributes together: what SNS takes without further settings, less room for the attributes. */
const MAX_BYTES = 256 * 1024 - 8 * 1024;

/**
 * One publish, read by each subscriber in its own form (`MessageStructure: json`): chat applications get the custom
 * notification of Amazon Q Developer, people plain text, programs the message as JSON.
 */
export function snsBody(message: RunMessage): string {
  const asJson = JSON.stringify(message);
  const body = JSON.stringify({
    default: JSON.stringify(chatbotNotification(message)),
    email: plainText(message),
    lambda: asJson,
    sqs: asJson,
  });
  if (bytesOf(body) <= MAX_BYTES || message.findings.length === 0) return body;
  // a message of nothing but quotation marks grows fourfold
  const kept = message.findings.slice(0, Math.floor(message.findings.length / 2));
  const left = message.findings.length - kept.length;
  return snsBody({ ...message, findings: kept, moreFindings: message.moreFindings + left });
}

/** Up to 100 characters of ASCII on one line: what SNS allows. */
export const snsSubject = ({ title }: RunMessage): string =>
  title
    .replace(/[^\x20-\x7e]+/g, '?')
    .trim()
    .slice(0, 100);
