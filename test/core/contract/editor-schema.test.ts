import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { editorSchema } from '../../../lib/core/contract/editor-schema.ts';

const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(editorSchema()));
const fixture = (name: string): Record<string, unknown> =>
  parse(readFileSync(new URL(`../../fixtures/contracts/${name}`, import.meta.url), 'utf8'));
const withSetting = (property: string, value: unknown): Record<string, unknown> => ({
  ...fixture('every-element.odcs.yaml'),
  customProperties: [{ property, value }],
});

const FILE = new URL('../../../docs/schema/odcs.schema.json', import.meta.url);

test('docs/schema/odcs.schema.json is what the model generates', () => {
  if (process.env.UPDATE) writeFileSync(FILE, editorSchema());
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(editorSchema()));
});

test('the schema accepts every element of the standard', () => {
  for (const name of ['every-element.odcs.yaml', 'version-30.odcs.yaml', 'flights.odcs.yaml']) {
    expect(validate(fixture(name)), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});

test('the schema marks an unknown key, an unknown setting and a wrong value of a setting', () => {
  expect(validate({ ...fixture('every-element.odcs.yaml'), serverz: [] })).toBe(false);
  expect(validate(withSetting('sluice.polcy', 'STRICT'))).toBe(false);
  expect(validate(withSetting('sluice.policy', 'LAX'))).toBe(false);
  expect(validate(withSetting('sluice.policy', 'STRICT'))).toBe(true);
  expect(validate(withSetting('somebody.else', 'LAX'))).toBe(true);
});

test('the schema marks an option that does not belong to the logicalType', () => {
  const document = (logicalTypeOptions: unknown): unknown => ({
    ...fixture('every-element.odcs.yaml'),
    schema: [{ name: 't', properties: [{ name: 'a', logicalType: 'integer', logicalTypeOptions }] }],
  });
  expect(validate(document({ minimum: 1 }))).toBe(true);
  expect(validate(document({ minLength: 1 }))).toBe(false);
});
