import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { TEXT_FORMATS } from '../../../lib/core/checks/text-formats.ts';
import { CHECKED_FORMATS } from '../../../lib/core/contract/rules/option-rules.ts';

/** Texts as an engine would find them: the pattern has to match, and it stands for the whole text by itself. */
function matching(format: string, texts: readonly string[]): readonly string[] {
  const pattern = RE2JS.compile(TEXT_FORMATS[format] ?? '');
  return texts.filter((t) => pattern.matcher(t).find());
}

const LABEL = 'a'.repeat(63);
const GOOD: Readonly<Record<string, readonly string[]>> = {
  email: ['a@b.co', "o'hara+x@mail.example.org", 'ä@b.museum', `${'a'.repeat(64)}@b.co`, 'a@b-1.c-d.co'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'ABCDEF01-2345-6789-abcd-ef0123456789'],
  uri: ['https://a.b/c?d=e#f', 'urn:isbn:0', 'x:[::1]', 'a1+.-:y', "m:~_!$&'()*+,;=%@-"],
  hostname: ['a', 'localhost', 'a-b.c1', `${LABEL}.${LABEL}`, '1.2', '0'],
  ipv4: ['0.0.0.0', '255.255.255.255', '249.199.99.9', '10.1.250.100', '1.20.30.4'],
  ipv6: [
    '1:2:3:4:5:6:7:8',
    'abcd:EF01:2345:6789:abcd:ef01:2345:6789',
    '1::',
    '1:2:3:4:5:6:7::',
    '1:2:3:4:5:6::8',
    '1:2:3:4:5::8',
    '1:2:3:4:5::7:8',
    '1:2:3:4::6:7:8',
    '1:2:3::5:6:7:8',
    '1:2::4:5:6:7:8',
    '1::3:4:5:6:7:8',
    '1::8',
    '::8',
    '::2:3:4:5:6:7:8',
    '::',
  ],
};

const BAD: Readonly<Record<string, readonly string[]>> = {
  email: [
    'a@b',
    '@b.co',
    'a b@c.de',
    'a@b.c',
    'a@b.c0',
    'a@-b.co',
    'a@b-.co',
    'a@b@c.de',
    'a"@b.co',
    'a(@b.co',
    'a[@b.co',
    'a]@b.co',
    'a\\@b.co',
    `${'a'.repeat(65)}@b.co`,
    ' a@b.co',
    'a@b.co ',
    'a@b.co\n',
    `a@${LABEL}a.co`,
    `a@b.${LABEL}a`,
  ],
  uuid: [
    '00000000-0000-0000-0000-00000000000',
    '00000000-0000-0000-0000-0000000000000',
    'g0000000-0000-0000-0000-000000000000',
    '00000000000000000000000000000000',
    ' 00000000-0000-0000-0000-000000000000',
  ],
  uri: ['a', '//a.b', '1a:b', ':b', 'a:', 'a:b c', 'a b:c', 'a:"', 'a:b\n', 'a_b:c'],
  hostname: ['', '-a', 'a-', 'a..b', '.a', 'a.', 'a_b', 'a b', `${LABEL}a`, 'a\n', 'ä'],
  ipv4: [
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.260.1.1',
    '1.1.300.1',
    '01.1.1.1',
    '1.1.1.1 ',
    ' 1.1.1.1',
    '1.1.1.',
    'a.1.1.1',
    '1.1.1.1.',
    '1x1x1x1',
  ],
  ipv6: [
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1::3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::9:a',
    '::1:2:3:4:5:6:7:8',
    '1::2::3',
    ':1',
    '1:',
    ':',
    ':::',
    '12345::',
    'g::',
    '::g',
    '1.2.3.4',
    ' ::',
    ':: ',
    '',
  ],
};

test('every format that a contract may ask for has a pattern, and none reads as "anything goes"', () => {
  expect(Object.keys(TEXT_FORMATS).sort()).toEqual(CHECKED_FORMATS.toSorted());
});

test('every format has examples', () => {
  expect(Object.keys(GOOD)).toEqual(Object.keys(TEXT_FORMATS));
  expect(Object.keys(BAD)).toEqual(Object.keys(TEXT_FORMATS));
});

test.each(Object.keys(GOOD))('%s takes what has the format, and nothing around or beside it', (format) => {
  expect(matching(format, GOOD[format] ?? [])).toEqual(GOOD[format]);
  expect(matching(format, BAD[format] ?? [])).toEqual([]);
  const around = (GOOD[format] ?? []).flatMap((t) => [`${t}\n`, `\n${t}`, `${t}\0`, `${t} ${t}`]);
  expect(matching(format, around)).toEqual([]);
});
