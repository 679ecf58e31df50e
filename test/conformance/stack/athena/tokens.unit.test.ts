import { expect, test } from 'vitest';
import { pages } from './pages.ts';
import { checkToken, tokenTable } from './tokens.ts';

const TOKEN = 'x'.repeat(32);

test('a token finds its query while its parameters are the same, absent ones included', () => {
  const table = tokenTable();
  expect(table.find(TOKEN, ['q', undefined])).toBeUndefined();
  table.keep(TOKEN, ['q', undefined], 'id-1');
  expect(table.find(TOKEN, ['q', undefined])).toBe('id-1');
  for (const changed of [
    ['q', 'default'],
    ['Q', undefined],
    ['q', ''],
  ]) {
    expect(() => table.find(TOKEN, changed)).toThrow('Idempotent parameters do not match');
  }
  expect(table.find(TOKEN.toUpperCase(), ['q', undefined])).toBeUndefined();
});

test.each([
  [undefined, 'clientRequestToken is null or empty'],
  ['', 'greater than or equal to 32'],
  ['x'.repeat(31), 'greater than or equal to 32'],
  ['あ'.repeat(20), 'greater than or equal to 32'],
  ['x'.repeat(129), 'less than or equal to 128'],
  ['あ'.repeat(50), 'clientRequestToken exceeds maximum allowed length 128'],
])('%s is no token: %s', (token, message) => {
  expect(() => checkToken(token)).toThrow(message);
});

test.each([32, 128])('%i signs are a token', (length) => {
  expect(checkToken('x'.repeat(length))).toHaveLength(length);
});

test('a page token opens only where it was given', () => {
  const [mine, other] = [pages(), pages()];
  const token = mine.token('query-1', 1000);
  expect(mine.offset('query-1', token)).toBe(1000);
  expect(mine.offset('query-2', token)).toBeUndefined();
  expect(other.offset('query-1', token)).toBeUndefined();
  expect(mine.offset('query-1', '1000')).toBeUndefined();
});
