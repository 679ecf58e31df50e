import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import type { PhysicalSchema, PhysicalType } from '../../../lib/core/sql/physical.ts';

const inLine = (yaml: string): string => yaml.replaceAll(/\n\s*/g, ' ');

/** The first dataset of a contract over `a`, with parts of it as YAML. */
export function datasetOf({
  settings = '[]',
  properties = '[{ name: a, logicalType: integer, required: true }]',
  quality = '[]',
  version = '1.0.0',
  description = '',
}: Readonly<Record<string, string>> = {}): Dataset {
  const text = `apiVersion: v3.1.0
kind: DataContract
id: t
version: ${version}
status: active
description: { purpose: "${description}" }
schema:
  - name: t
    customProperties: ${inLine(settings)}
    properties: ${inLine(properties)}
    quality: ${inLine(quality)}
`;
  const read = readContract(text, 't.odcs.yaml');
  const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
  if (dataset === undefined) throw new Error(JSON.stringify(read));
  return dataset;
}

export const schemaOf = (columns: Readonly<Record<string, PhysicalType['kind']>>): PhysicalSchema => ({
  columns: Object.entries(columns).map(([name, kind]) => ({
    name,
    type: kind === 'integer' ? { kind, bits: 64, signed: true } : ({ kind } as PhysicalType),
    typeName: kind.toUpperCase(),
    from: 'file',
  })),
});
