import { type CheckCase, one } from './case.ts';

const held = (format: string, good: readonly string[], bad: readonly string[]): readonly CheckCase[] => {
  const properties = [`{ name: a, logicalType: string, logicalTypeOptions: { format: ${format} } }`];
  return [
    {
      says: `every ${format} passes, nulls are looked past`,
      ...one('VARCHAR', ...good, null),
      properties,
      expect: { 'a.format': { outcome: 'passed', measured: '0', nulls: '1' } },
    },
    {
      says: `what is no ${format} fails, each by itself`,
      ...one('VARCHAR', ...bad),
      properties,
      expect: {
        'a.format': {
          outcome: 'failed',
          measured: String(bad.length),
          message: `values that are no ${format}`,
        },
      },
    },
  ];
};

export const format: readonly CheckCase[] = [
  ...held(
    'email',
    ['a@b.org', 'first.last+tag@sub.example.co'],
    ['a', 'a@b', 'a b@c.org', '@c.org', 'a@c.org\n', 'a@@c.org', 'a@-c.org'],
  ),
  ...held(
    'uuid',
    ['123e4567-e89b-12d3-a456-426614174000', '123E4567-E89B-12D3-A456-426614174000'],
    [
      '123e4567e89b12d3a456426614174000',
      '123e4567-e89b-12d3-a456-42661417400',
      'g23e4567-e89b-12d3-a456-426614174000',
      '123e4567-e89b-12d3-a456-4266141740000',
    ],
  ),
  ...held(
    'uri',
    ['https://example.org/a?b=c#d', 'mailto:a@b.org', 'urn:isbn:0451450523'],
    ['example.org', '//example.org', 'https://a b', '1http://x', ':x'],
  ),
  ...held(
    'hostname',
    ['example.org', 'localhost', 'a-b.c1'],
    ['-a.org', 'a-.org', 'a..b', 'a_b.org', '', `${'a'.repeat(64)}.org`],
  ),
  ...held(
    'ipv4',
    ['0.0.0.0', '255.255.255.255', '192.168.1.10'],
    ['256.0.0.1', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.4 ', 'a.b.c.d'],
  ),
  ...held(
    'ipv6',
    ['::', '::1', 'fe80::1', '2001:db8:0:0:0:0:0:1', '1::', '2001:db8::8a2e:370:7334'],
    [':', '1::2::3', '12345::', '2001:db8:0:0:0:0:1', 'g::1', '1:2:3:4:5:6:7:8:9', ':::'],
  ),
  {
    says: 'numbers cannot be asked',
    ...one('BIGINT', 1),
    properties: ['{ name: a, logicalType: string, logicalTypeOptions: { format: uuid } }'],
    expect: {
      'a.format': { outcome: 'notEvaluated', reason: 'unbound', message: 'the format uuid needs text' },
    },
  },
];
