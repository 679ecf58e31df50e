import { type CheckCase, one } from './case.ts';

/** ODCS has two words for one promise; both are held to the same cases. */
const ages = (word: 'freshness' | 'latency'): readonly CheckCase[] => {
  const sla = (value: string, unit: string) => [
    `{ property: ${word}, value: ${value}, unit: ${unit}, element: t.a }`,
  ];
  const stamped = (...cells: readonly (string | null)[]) => ({
    ...one('TIMESTAMP', ...cells),
    properties: ['{ name: a, logicalType: timestamp }'],
  });
  const id = `a.${word}`;
  const now = '2001-01-02T00:00:00Z';
  return [
    {
      says: 'an age just below the limit passes, of the newest row',
      ...stamped('2001-01-01 22:00:00.000001', '1999-01-01', null),
      sla: sla('2', 'h'),
      now,
      expect: {
        [id]: {
          outcome: 'passed',
          measured: '2001-01-01T22:00:00.000001Z',
          expected: { op: 'mustBeLessThan', value: '2 h' },
        },
      },
    },
    {
      says: 'an age of exactly the limit fails',
      ...stamped('2001-01-01 22:00:00'),
      sla: sla('2', 'h'),
      now,
      expect: { [id]: { outcome: 'failed', message: /before 2001-01-02T00:00:00.*expected less than 2 h/ } },
    },
    {
      says: 'no rows fail',
      ...stamped(),
      sla: sla('2', 'h'),
      now,
      expect: {
        [id]: { outcome: 'failed', measured: null, message: 'no newest row, expected one within 2 h' },
      },
    },
    {
      says: 'only nulls fail',
      ...stamped(null),
      sla: sla('1', 'd'),
      now,
      expect: { [id]: { outcome: 'failed', measured: null } },
    },
    {
      says: 'minutes, and parts of a unit',
      ...stamped('2001-01-01 23:58:30.000001'),
      sla: sla('1.5', 'minutes'),
      now,
      expect: { [id]: { outcome: 'passed' } },
    },
    {
      says: 'days',
      ...stamped('2000-12-30 00:00:01'),
      sla: sla('3', 'd'),
      now,
      expect: { [id]: { outcome: 'passed' } },
    },
    {
      says: 'a day counts from its first instant, so it is a day old at its end',
      ...one('DATE', '2001-01-01'),
      properties: ['{ name: a, logicalType: date }'],
      sla: sla('1', 'd'),
      now,
      expect: { [id]: { outcome: 'failed' } },
    },
    {
      says: 'a day is fresh within a day and an hour',
      ...one('DATE', '2001-01-01'),
      properties: ['{ name: a, logicalType: date }'],
      sla: sla('25', 'h'),
      now,
      expect: { [id]: { outcome: 'passed' } },
    },
    {
      says: 'a row of the future is fresh',
      ...stamped('2001-01-03'),
      sla: sla('1', 's'),
      now,
      expect: { [id]: { outcome: 'passed' } },
    },
    {
      says: 'a number has no age',
      ...one('BIGINT', 1),
      properties: ['{ name: a, logicalType: timestamp }'],
      sla: sla('1', 'd'),
      now,
      expect: {
        [id]: {
          outcome: 'notEvaluated',
          reason: 'unbound',
          message: `and ${word} needs a date or a timestamp`,
        },
      },
    },
  ];
};

export const freshness = ages('freshness');
export const latency = ages('latency');
