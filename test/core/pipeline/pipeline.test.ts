import { expect, test } from 'vitest';
import { readPipeline } from '../../../lib/core/pipeline/pipeline.ts';

const text = ({ name = 'small/days', marker = '_SUCCESS' }): string => `apiVersion: sluice/v1
name: ${name}
candidate: { location: "days/{yyyy}", marker: ${marker} }
contract: { name: days }
`;

const wrong = (words: Parameters<typeof text>[0]) => {
  const read = readPipeline(text(words), 'days.pipeline.yaml');
  return read.ok ? [] : read.error.map(({ code, at, params }) => [code, at?.line, params.rule]);
};

test('a pipeline that takes what another job writes is read', () => {
  const read = readPipeline(text({}), 'days.pipeline.yaml');
  expect(read.ok && read.value).toMatchObject({
    domain: 'small',
    candidate: { location: 'days/{yyyy}', take: 'copy', marker: '_SUCCESS' },
    mode: 'enforce',
  });
});

test('a marker or a name of another form is refused in words, at its line', () => {
  expect(wrong({ marker: 'done/_SUCCESS' })).toEqual([
    ['SLU-118', 3, 'must be the name of a file, without a folder'],
  ]);
  expect(wrong({ name: 'days' })).toEqual([
    ['SLU-118', 2, 'must be <domain>/<name>, of letters, digits, - and _'],
  ]);
});
