import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributesOf } from '../../../lib/core/notify/attributes.ts';
import { chatbotNotification } from '../../../lib/core/notify/chatbot.ts';
import { bytesOf, clipBytes, clipLine } from '../../../lib/core/notify/clip.ts';
import { DECISIONS } from '../../../lib/core/notify/decided.ts';
import type { RunMessage } from '../../../lib/core/notify/message.ts';
import { plainText } from '../../../lib/core/notify/plain-text.ts';
import { foreignPayload, isForPeople, SLACK_LIMITS, slackPayload } from '../../../lib/core/notify/slack.ts';
import { slackEscape, slackLink } from '../../../lib/core/notify/slack-text.ts';
import { snsBody, snsSubject } from '../../../lib/core/notify/sns-body.ts';
import { isWebhookUrl } from '../../../lib/core/notify/webhook-url.ts';
import { about, failed, rejectedDay, told } from './scene.ts';

/** Text as somebody with bad intentions writes it into a contract. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '<!channel>',
    '<!here|x>',
    '<@U123>',
    '&',
    '"\\'.repeat(2000),
    '\u202eabc',
    '*`_~',
    '<https://x|y>',
  ),
  fc.string({ unit: 'grapheme', minLength: 500, maxLength: 5000 }),
);

const anyMessage = fc
  .array(
    fc.record({
      day: hostile,
      decision: fc.constantFrom(...DECISIONS),
      rules: fc.array(fc.record({ id: hostile, message: hostile }), { maxLength: 30 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .chain((partitions) => fc.tuple(fc.constant(partitions), hostile, hostile))
  .map(([partitions, name, channel]): RunMessage => {
    const of = about();
    const contract = of.contract && {
      ...of.contract,
      name,
      owner: { team: name, members: [name], support: [{ channel, url: channel }] },
    };
    const items = partitions.map(({ day, decision, rules }, n) => ({
      ...rejectedDay(n),
      partition: { day },
      decision,
      checks: rules.map(({ id, message }) => failed(id, n, { message })),
    }));
    return told(items, contract === undefined ? of : { ...of, contract }).message;
  });

test('whatever a contract says, every form of its message keeps within the limits of its channel', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const { text, blocks } = slackPayload(message);
      expect(blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
      for (const block of blocks) {
        const texts = block.type === 'context' ? block.elements : [block.text];
        for (const { type, text: shown } of texts) {
          const most = type === 'plain_text' ? SLACK_LIMITS.headerCharacters : SLACK_LIMITS.textCharacters;
          expect(shown.length).toBeLessThanOrEqual(most);
          expect(shown.length).toBeGreaterThan(0);
        }
      }
      expect(text.length).toBeLessThanOrEqual(SLACK_LIMITS.textCharacters);
      const body = snsBody(message);
      expect(bytesOf(body)).toBeLessThan(256 * 1024);
      expect(Object.keys(JSON.parse(body))).toEqual(['default', 'email', 'lambda', 'sqs']);
      expect(snsSubject(message)).toMatch(/^[\x20-\x7e]{1,100}$/);
      const { words, lists } = attributesOf(message);
      const attributes = [...Object.values(words), ...Object.values(lists)];
      expect(attributes.length).toBeLessThanOrEqual(10);
      expect(attributes.every((a) => a.length > 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('whatever a contract says, nothing of it pings, links or hides', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const shown = slackPayload(message).blocks.flatMap((b) =>
        b.type === 'context' ? b.elements : b.type === 'section' ? [b.text] : [],
      );
      expect(shown.every((s) => s.verbatim)).toBe(true);
      const { title, description } = chatbotNotification(message).content;
      for (const text of [...shown.map((s) => s.text), slackPayload(message).text, title, description]) {
        // the only marks of Slack's own are our links
        expect(text.replace(/<(https?:|mailto:)[^<>|\s]+\|[^<>|]*>/g, '')).not.toMatch(/[<>]/);
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(plainText(message)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    }),
    { numRuns: 60 },
  );
});

test('clipped by bytes, never within a character, and only where it is too long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 60 }), (text, maxBytes) => {
      const clipped = clipBytes(text, maxBytes);
      expect(bytesOf(clipped)).toBeLessThanOrEqual(maxBytes);
      expect(clipped.isWellFormed()).toBe(true);
      if (bytesOf(text.toWellFormed()) <= maxBytes) expect(clipped).toBe(text.toWellFormed());
      else expect(text.toWellFormed().startsWith(clipped.slice(0, -1))).toBe(true);
    }),
  );
  expect(clipBytes('äöü', 5)).toBe('ä…');
  expect(clipLine(' a\n\tb\u202ec ', 10)).toBe('a bc');
});

test('escaped text reads as it was written', () => {
  expect(slackEscape('a < b && c > d')).toBe('a &lt; b &amp;&amp; c &gt; d');
  expect(slackEscape('flight_date 12:00:00')).toBe('flight_date 12:00:00');
  expect(slackEscape('_x_ *y* `z` :fire:')).not.toMatch(/[*`]|_x_|:fire:/);
});

test.each([
  ['https://example.com/a?b=1&c=2', '<https://example.com/a?b=1&amp;c=2|help>'],
  ['mailto:a@example.com', '<mailto:a@example.com|help>'],
  ['javascript:alert(1)', 'help'],
  ['https://x|<!channel>', 'help'],
  ['#channel', 'help'],
])('a link to %s', (url, link) => {
  expect(slackLink('help', url)).toBe(link);
});

test('for people is everything but a clean publish', () => {
  const of = (decision: 'published' | 'resolved' | 'publishedWithWarnings') =>
    isForPeople(told([{ ...rejectedDay(0, []), decision }]).message);
  expect([of('published'), of('resolved'), of('publishedWithWarnings')]).toEqual([false, true, true]);
});

test('the custom notification of Amazon Q has the form that it asks for', () => {
  const { message } = told([rejectedDay(0)]);
  expect(chatbotNotification(message)).toEqual({
    version: '1.0',
    source: 'custom',
    id: 'run-2',
    content: {
      textType: 'client-markdown',
      title: 'aviation/t (dev): day=2001-01-01 rejected',
      description: expect.stringContaining('delay.minimum (error): 1 partition rejected, day=2001-01-01'),
      nextSteps: expect.arrayContaining(['`sluice show run-2 --env dev`']),
      keywords: ['error', 'rejected', 'dev', 'aviation/t'],
    },
    metadata: {
      threadId: 'run-2',
      summary: 'aviation/t (dev): day=2001-01-01 rejected',
      eventType: 'sluice.run.rejected',
      relatedResources: ['aviation/t'],
      additionalContext: expect.objectContaining({ domain: 'aviation', severity: 'error' }),
    },
  });
});

test("somebody else's message is shown as it is, escaped", () => {
  const { blocks } = foreignPayload('', '<!channel> ALARM');
  expect(blocks).toMatchObject([{ text: { text: 'Message' } }, { text: { text: '&lt;!channel&gt; ALARM' } }]);
  expect(foreignPayload('Alarm', '').blocks).toMatchObject([
    { text: { text: 'Alarm' } },
    { text: { text: '(empty)' } },
  ]);
});

test.each([
  ['https://hooks.slack.com/services/T/B/x', true],
  ['http://127.0.0.1:8080/hook', true],
  ['http://localhost/hook', true],
  ['http://hooks.slack.com/services/T/B/x', false],
  ['http://127.0.0.1.example.com/', false],
  ['file:///etc/passwd', false],
  ['hooks.slack.com', false],
  ['', false],
])('%s is a webhook: %s', (url, is) => {
  expect(isWebhookUrl(url)).toBe(is);
});
