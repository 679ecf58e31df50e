import { expect, test } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../lib/core/contract/document/limits.ts';
import { hasErrors, type Issue } from '../../../lib/core/contract/issue.ts';
import { contractMessages } from '../../../lib/core/contract/messages/contract.ts';
import { describeIssue } from '../../../lib/core/contract/messages/index.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { ISSUE_CASES } from './issue-cases.ts';

/** Codes that need more than one file, or a file too large for a table; tested where their code is. */
const ELSEWHERE = [
  ...['SLU-102'], // document.test.ts
  ...['SLU-180', 'SLU-181', 'SLU-182', 'SLU-183', 'SLU-184'], // registry.test.ts
  ...['SLU-190', 'SLU-191', 'SLU-192', 'SLU-193'], // servers.test.ts
];

function read(marked: string): {
  readonly issues: readonly Issue[];
  readonly line: number;
  readonly column: number;
} {
  const before = marked.split('▸')[0] ?? '';
  const result = readContract(marked.replace('▸', ''), 'case.odcs.yaml');
  return {
    issues: result.ok ? result.value.warnings : result.error,
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
  };
}

for (const { code, severity = 'error', note, text } of ISSUE_CASES) {
  test(`${code}${note ? ` (${note})` : ''} is found at its line and column`, () => {
    const { issues, line, column } = read(text);
    const found = issues.find((i) => i.code === code);
    expect(found, JSON.stringify(issues)).toBeDefined();
    expect(found).toMatchObject({ code, severity, at: { file: 'case.odcs.yaml', line, column } });
    // one mistake, one error: nothing else is reported as broken because of it
    expect(issues.filter((i) => i.severity === 'error').map((i) => i.code)).toEqual(
      severity === 'error' ? [code] : [],
    );
  });
}

test('every code of the reader has a case', () => {
  const covered = new Set<string>([...ISSUE_CASES.map((c) => c.code), ...ELSEWHERE]);
  expect(Object.keys(contractMessages).filter((code) => !covered.has(code))).toEqual([]);
  expect([...covered].filter((code) => !(code in contractMessages))).toEqual([]);
});

test('every issue of every case has a sentence and a remedy without holes', () => {
  for (const { text } of ISSUE_CASES) {
    for (const found of read(text).issues) {
      const { sentence, remedy } = describeIssue(found);
      for (const words of [sentence, remedy]) {
        expect(words, found.code).not.toMatch(/undefined|\[object|""/);
        expect(words, found.code).toMatch(/[.?]$/);
      }
    }
  }
});

test('every code is explained', () => {
  for (const [code, { title, explanation }] of Object.entries(contractMessages)) {
    expect(title, code).toMatch(/^[A-Za-z].{4,}[^.]$/);
    expect(explanation.length, code).toBeGreaterThan(40);
  }
});

test('all problems of structure and meaning come in one pass, in the order of the file', () => {
  const text = [
    'apiVersion: v3.1.0',
    'kind: DataContract',
    'id: x',
    'version: 1.0.0',
    'status: active',
    'tennant: me',
    'schema:',
    '  - name: t',
    '    properties:',
    '      - {name: a, logicalType: text}',
    '      - {name: a, required: yes please}',
    '    quality:',
    '      - {metric: rowCount, mustBeBetween: [9, 1], unit: percent}',
    'slaProperties:',
    '  - {property: freshness, value: 1, unit: h, element: b}',
  ].join('\n');
  const result = readContract(text, 'f.yaml');
  expect(result.ok).toBe(false);
  if (result.ok) return;
  expect(result.error.map((i) => [i.code, i.at?.line])).toEqual([
    ['SLU-114', 6],
    ['SLU-117', 10],
    ['SLU-131', 11],
    ['SLU-116', 11],
    ['SLU-141', 13],
    ['SLU-146', 13],
    ['SLU-133', 15],
  ]);
});

test('a contract with warnings only is read', () => {
  for (const { severity, text } of ISSUE_CASES) {
    if (severity !== 'warning') continue;
    const result = readContract(text.replace('▸', ''), 'f.yaml');
    expect(result.ok).toBe(true);
    expect(result.ok && hasErrors(result.value.warnings)).toBe(false);
  }
});

test('the largest document that is read is a mebibyte', () => {
  expect(MAX_DOCUMENT_BYTES).toBe(1_048_576);
});
