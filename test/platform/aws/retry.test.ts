import { expect, test } from 'vitest';
import { isTransient, worded } from '../../../lib/platform/aws/errors.ts';
import { RETRIES, retrying } from '../../../lib/platform/aws/retry.ts';
import { awsFault, cut, mocked } from './mocked.ts';

function failing(times: number, fault: () => unknown) {
  let count = 0;
  return {
    count: () => count,
    send: async () => {
      if (count++ < times) throw fault();
      return 'answer';
    },
  };
}

test('waits longer each time, a share of the bound that chance decides, and no longer than the cap', async () => {
  const { context, slept } = mocked();
  const request = failing(8, () => awsFault('ThrottlingException'));
  expect(await retrying(request.send, context.pace)).toBe('answer');
  expect(slept).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 7500]);
});

test('gives up after so many tries, with the last failure', async () => {
  const { context } = mocked();
  const request = failing(Number.POSITIVE_INFINITY, () => awsFault('TooManyRequestsException'));
  await expect(retrying(request.send, context.pace)).rejects.toThrow('TooManyRequestsException');
  expect(request.count()).toBe(RETRIES.tries);
});

test.each([
  ['throttled', awsFault('ThrottlingException'), true],
  ['too many queries', awsFault('TooManyRequestsException'), true],
  ['slow down', awsFault('SlowDown', 503), true],
  ['an error of the server', awsFault('SomethingNew', 500), true],
  ['a full bucket of requests', awsFault('Other', 429), true],
  ['two conditional writes at once', awsFault('ConditionalRequestConflict', 409), true],
  ['a connection that was cut', cut(), true],
  ['an answer that was cut off', new SyntaxError('Unexpected end of JSON input'), true],
  ['a name that did not resolve', Object.assign(new Error('x'), { code: 'EAI_AGAIN' }), true],
  ['a request that is wrong', awsFault('InvalidRequestException'), false],
  ['no permission', awsFault('AccessDeniedException', 403), false],
  ['a condition that does not hold', awsFault('PreconditionFailed', 412), false],
  ['a mistake of ours', new TypeError('x is not a function'), false],
  ['no error at all', 'text', false],
])('%s: sent again is %s', (_, fault, again) => {
  expect(isTransient(fault)).toBe(again);
});

test('what cannot change is not sent again', async () => {
  const { context, slept } = mocked();
  const request = failing(1, () => awsFault('AccessDeniedException', 403));
  await expect(retrying(request.send, context.pace)).rejects.toThrow('AccessDenied');
  expect([request.count(), slept]).toEqual([1, []]);
});

test.each([
  ['SLU-560', 2, awsFault('AccessDenied', 403, 'not allowed.')],
  ['SLU-585', 3, Object.assign(new Error('no credentials'), { name: 'CredentialsProviderError' })],
  ['SLU-586', 2, awsFault('PermanentRedirect', 301)],
  ['SLU-586', 2, awsFault('AuthorizationHeaderMalformed', 400)],
  ['SLU-562', 2, awsFault('NoSuchBucket', 404)],
  ['SLU-561', 3, awsFault('InternalServerException', 500)],
  ['SLU-561', 3, awsFault('ValidationException')],
  ['SLU-561', 3, cut()],
])('%s, exit code %s, of what a service says', (code, exitCode, fault) => {
  expect(worded(fault, 'listing x')).toMatchObject({ issue: { code }, exitCode });
});

test('a mistake of ours keeps its own words', () => {
  const mistake = new TypeError('x is not a function');
  expect(worded(mistake, 'listing x')).toBe(mistake);
});
