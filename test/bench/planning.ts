import { readContract } from '../../lib/core/contract/read.ts';
import { prepareChecks } from '../../lib/core/gate/bind.ts';
import { planGate } from '../../lib/core/gate/plan.ts';
import { duckdb } from '../../lib/core/sql/dialects/duckdb.ts';
import { string } from '../../lib/core/values/scalar.ts';
import { median } from './paired.ts';
import { contractOf, type Shape } from './shape.ts';

/** How long it takes to plan, in process, without any data: median of five, in milliseconds. */
export function planningMs(shape: Shape): number {
  const read = readContract(contractOf(shape), 'growth.odcs.yaml');
  const [dataset] = read.ok ? read.value.contract.datasets : [];
  if (dataset === undefined) throw new Error(JSON.stringify(read));
  const columns = dataset.columns.map(({ physicalName: name }) => ({
    name,
    type: { kind: 'integer' as const, bits: 64, signed: true },
    typeName: 'BIGINT',
    from: name === 'p' ? ('path' as const) : ('file' as const),
  }));
  const partitions = Array.from({ length: shape.partitions }, (_, i) => ({ p: string(String(i)) }));
  const planned = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    const checks = prepareChecks(dataset);
    if (!checks.ok) throw new Error(JSON.stringify(checks.error));
    const schema = { columns };
    planGate({ dataset, checks: checks.value, schema, partitions, table: 'candidate', dialect: duckdb });
    return performance.now() - start;
  });
  return median(planned);
}
