import { isAbsolute, resolve } from 'node:path';
import { localConfig } from '../platform/local/config.ts';
import { planText } from '../report/plan-text.ts';
import { planRun } from '../steps/plan-run.ts';
import { resolveRun } from '../steps/resolve-run.ts';
import { loadDefinitions, loadPipeline, orFail } from './definitions.ts';
import { flagsOf, windowOf } from './options.ts';
import { chooseFormat, type Output } from './output.ts';
import { newId, now } from './services.ts';

export async function run(
  operands: readonly (string | readonly string[])[],
  options: Record<string, unknown>,
  output: Output,
): Promise<number> {
  const format = chooseFormat(String(options.format));
  const flags = flagsOf(options);
  const definitions = loadDefinitions(flags);
  const { pipeline, sql } = loadPipeline(String(operands[0]), definitions);
  const request = orFail(
    resolveRun({
      pipeline,
      sql,
      registry: definitions.registry,
      window: windowOf(options, pipeline),
      mode: pipeline.mode,
      runId: newId(),
      now: now(),
      locate: (path) => (isAbsolute(path) ? path : resolve(path)),
    }),
  );
  const { localLake } = await import('../platform/local/lake.ts');
  const lake = localLake(localConfig(flags).root);
  try {
    const planned = orFail(await planRun(request, lake));
    const { plan, partitions, sourceBytes } = planned;
    const about = { bytes: sourceBytes, partitions };
    const text = { color: output.color, width: output.width };
    output.data(format === 'json' ? JSON.stringify(planned, null, 2) : planText(plan, about, text));
    return 0;
  } finally {
    await lake.close();
  }
}
