import { expect, test } from 'vitest';
import { issueLine } from '../../lib/core/contract/messages/index.ts';
import { checkNames } from '../../lib/infra/check-names.ts';

const pipeline = (name: string) => ({
  name,
  domain: name.split('/')[0] ?? '',
  file: `contracts/${name}.pipeline.yaml`,
});
const problems = (...names: readonly string[]): readonly string[] =>
  checkNames(names.map(pipeline), 'dev').map(issueLine);

test('a schedule and a function may have 64 characters', () => {
  expect(problems(`a/${'x'.repeat(51)}`)).toEqual([]);
  expect(problems(`a/${'x'.repeat(52)}`)).toEqual([
    expect.stringMatching(/^SLU-227 contracts\/a\/x+\.pipeline\.yaml: The schedule of .* is 65 characters/),
  ]);
  expect(problems(`${'d'.repeat(43)}/x`)).toEqual([]);
  expect(problems(`${'d'.repeat(44)}/x`)).toEqual([
    expect.stringMatching(/^SLU-227 .*The function of .* is 65 characters; AWS takes 64\./),
  ]);
});

test('names that AWS cannot tell apart are refused', () => {
  expect(problems('a/b-c', 'a/b_d', 'a/B_C')).toEqual([
    'SLU-228 contracts/a/B_C.pipeline.yaml: a/B_C and a/b-c would both be called sluice-dev-a-b-c on AWS. ' +
      'Call one of them otherwise: case, dashes and underscores do not tell names apart there.',
  ]);
});
