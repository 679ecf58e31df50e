import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readContract } from '../../../../lib/core/contract/read.ts';
import { scalarText } from '../../../../lib/core/values/scalar.ts';
import { createDuckDb } from '../../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../../lib/platform/local/lake.ts';
import { checkData } from '../../../../lib/steps/check/check-data.ts';
import { HEAD } from '../../../contract-head.ts';
import { pathOf } from '../../../core/footers/foreign-file.ts';
import { inFolder } from './files.ts';

const NOW = '2030-01-01T00:00:00Z';
const CONTRACT = `${HEAD}    properties:
      - { name: s, logicalType: string, required: true }
      - { name: null_s, logicalType: string, quality: [{ id: nulls, metric: nullValues, mustBe: 0 }] }
    quality:
      - { id: query, type: sql, query: "SELECT COUNT(*) FROM {object} WHERE s IS NULL", mustBe: 0 }
      - { id: opaque, type: sql, query: "SELECT COUNT(*) + 0 FROM {object} WHERE s IS NULL", mustBe: 0 }
`;

test.each(['pyarrow-0.15.1', 'pyarrow-3.0.0'])(
  'counts the nulls that %s left out of its statistics',
  async (writer) => {
    await inFolder(async (root) => {
      const path = join(root, 'data.parquet');
      copyFileSync(pathOf(`${writer}-dictionary.parquet`), path);
      const read = readContract(CONTRACT, 't.odcs.yaml');
      const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
      if (!read.ok || dataset === undefined) throw new Error(JSON.stringify(read));
      const duck = createDuckDb({ root });
      const request = { contract: read.value.contract, dataset, path, format: 'parquet' as const, now: NOW };
      const verdict = await checkData(request, { ...duck, lake: localLake(root) }, () => NOW);
      await duck.close();
      if (!verdict.ok) throw new Error(JSON.stringify(verdict.error));
      const checks = verdict.value.partitions[0]?.checks ?? [];
      const measured = checks.map((c) => [c.id, c.outcome, scalarText(c.measured)]);
      expect(measured).toContainEqual(['s.required', 'failed', '1']);
      expect(measured).toContainEqual(['nulls', 'failed', '4']);
      expect(measured).toContainEqual(['query', 'failed', '1']);
      expect(measured).toContainEqual(['opaque', 'failed', '1']);
    });
  },
);
