import { expect, test } from 'vitest';
import { faultBoard } from './board.ts';

test('a rule is used as often as it says, after those it lets pass', () => {
  const board = faultBoard();
  board.add([{ operation: 'GetQueryResults', skip: 1, times: 2, effect: { kind: 'internal' } }]);
  expect(board.onCall('StartQueryExecution', 'SELECT 1')).toEqual([]);
  const used = Array.from({ length: 5 }, () => board.onCall('GetQueryResults', 'SELECT 1').length);
  expect(used).toEqual([0, 1, 1, 0, 0]);
});

test('a rule with a text fits no call without one', () => {
  const board = faultBoard();
  board.add([{ sql: 'from\\s+flights', effect: { kind: 'cut', when: 'after' } }]);
  expect(board.onCall('GetWorkGroup', undefined)).toEqual([]);
  expect(board.onCall('GetQueryExecution', 'SELECT 1 FROM lines')).toEqual([]);
  expect(board.onCall('GetQueryExecution', 'SELECT 1\nFROM flights')).toEqual([
    { kind: 'cut', when: 'after' },
  ]);
});

test('faults of queries wait for a query that starts, and are put together', () => {
  const board = faultBoard();
  const failure = { category: 2, type: 1000, retryable: false, reason: 'because' };
  board.add([
    { effect: { kind: 'hold', state: 'QUEUED', ms: 5 } },
    { sql: 'x', effect: { kind: 'fail', when: 'after', ...failure } },
  ]);
  expect(board.onCall('StartQueryExecution', 'SELECT x')).toEqual([]);
  expect(board.onStart('SELECT x')).toEqual({ queuedMs: 5, runningMs: 0, failAfter: failure });
  expect(board.onStart('SELECT x')).toEqual({ queuedMs: 0, runningMs: 0 });
});

test('clearing forgets the rules, resetting the counts', () => {
  const board = faultBoard();
  board.add([{ effect: { kind: 'internal' } }]);
  board.count('GetWorkGroup');
  board.started('id', 'SELECT 1');
  board.clear();
  board.resetCounts();
  expect(board.onCall('GetWorkGroup', undefined)).toEqual([]);
  expect(board.counts()).toEqual({ calls: {}, started: [] });
});
