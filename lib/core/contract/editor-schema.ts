import * as z from 'zod';
import { API_VERSIONS } from './odcs/api-version.ts';
import { odcsContract } from './odcs/contract.ts';
import { customProperty } from './odcs/custom-properties.ts';
import { optionsOf } from './odcs/logical-type-options.ts';
import { LOGICAL_TYPES } from './odcs/property.ts';
import { quality } from './odcs/quality.ts';
import { LIBRARY_METRICS } from './rules/metric-of.ts';
import { OPERATORS } from './rules/operators.ts';
import { DATASET_PROPERTIES, PREFIX, RULE_PROPERTIES } from './sluice-properties.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const SETTINGS = Object.entries({ ...DATASET_PROPERTIES, ...RULE_PROPERTIES });

/**
 * The JSON Schema that editors complete and lint `*.odcs.yaml` with, made from the model: `docs/schema/odcs.schema.json`
 * (`UPDATE=1 npx vitest run test/core/contract/editor-schema.test.ts` writes it anew, the formatter tidies it). It
 * knows the form of a document; what makes sense, `sluice validate` says.
 */
export function editorSchema(): string {
  const schema = z.toJSONSchema(odcsContract, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    reused: 'ref',
    override: ({ zodSchema, jsonSchema }) => enrich(zodSchema, jsonSchema),
  });
  const titled = { title: 'Data contract (ODCS 3.0 to 3.2, with the settings of Sluice)', ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

function enrich(schema: z.core.$ZodType, json: JsonSchema): void {
  const { properties } = json;
  if (properties === undefined) return;
  if (schema === odcsContract) {
    properties.kind = { const: 'DataContract' };
    properties.apiVersion = {
      enum: [...API_VERSIONS],
      description: 'The version of ODCS that the document is written in.',
    };
  } else if (schema === customProperty) describeSettings(json);
  else if (schema === quality) describeQuality(properties);
  else if ('logicalTypeOptions' in properties) json.allOf = LOGICAL_TYPES.flatMap(optionsWhen);
}

function describeQuality(properties: NonNullable<JsonSchema['properties']>): void {
  properties.metric = { type: 'string', enum: [...LIBRARY_METRICS], description: 'What is counted.' };
  properties.unit = { type: 'string', examples: ['rows', 'percent'] };
  properties.severity = { type: 'string', examples: ['error', 'warning', 'info'] };
  for (const operator of OPERATORS) {
    const number = { type: 'number' } as const;
    const band = { type: 'array', items: number, minItems: 2, maxItems: 2 } as const;
    const single =
      operator === 'mustBe' || operator === 'mustNotBe' ? { type: ['number', 'boolean'] as const } : number;
    properties[operator] = operator.endsWith('Between') ? { ...band } : ({ ...single } as JsonSchema);
  }
}

/** Names under `sluice.` are closed, and each has its own values; other names are anybody's. */
function describeSettings(json: JsonSchema): void {
  const names = SETTINGS.map(([name]) => `${PREFIX}${name}`);
  const known = SETTINGS.map(([name, value]) => ({
    const: `${PREFIX}${name}`,
    description: value.description ?? '',
  }));
  json.properties = {
    ...json.properties,
    property: {
      anyOf: [...known, { type: 'string', not: { pattern: `^${PREFIX.replace('.', '\\.')}` } }],
      examples: names,
    },
  };
  json.allOf = SETTINGS.map(([name, value]) => when('property', `${PREFIX}${name}`, 'value', value));
}

function optionsWhen(logicalType: string): JsonSchema[] {
  const options = optionsOf(logicalType);
  if (options === undefined) return [];
  return [when('logicalType', logicalType, 'logicalTypeOptions', options)];
}

/** Where one key has this value, another one has this form. */
const when = (key: string, value: string, other: string, form: z.ZodType): JsonSchema => ({
  if: { properties: { [key]: { const: value } }, required: [key] },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: { properties: { [other]: inline(form) } },
});

function inline(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return rest;
}
