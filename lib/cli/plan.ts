import type { Environment } from '../core/environment/environment.ts';
import { localConfig } from '../platform/local/config.ts';
import { planText } from '../report/plan-text.ts';
import { planRun, type RunPlan } from '../steps/plan/plan-run.ts';
import type { RunRequest } from '../steps/state/request.ts';
import type { Run } from './commands.ts';
import { environmentOf } from './environments.ts';
import { orFail } from './failure.ts';
import { flagsOf } from './options.ts';
import { chooseFormat, type Output } from './output.ts';
import { requestsOf } from './request.ts';
import { type Flags, ledgerFile } from './services.ts';

type PlanPorts = Parameters<typeof planRun>[1];

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const flags = flagsOf(options);
  const requests = requestsOf(String(operands[0]), options);
  const { ports, close } = await openPlan(environmentOf(flags), requests, flags, output);
  try {
    const plans: RunPlan[] = [];
    for (const request of requests) plans.push(orFail(await planRun(request, ports)));
    const text = { color: output.color, width: output.width };
    if (format === 'json') output.data(JSON.stringify(plans.length > 1 ? plans : plans[0], null, 2));
    else for (const plan of plans) output.data(planText(plan, text));
    return 0;
  } finally {
    await close();
  }
};

/** What a plan looks at; on this machine DuckDB is only asked for its name. */
async function openPlan(
  environment: Environment,
  requests: readonly RunRequest[],
  flags: Flags,
  output: Output,
): Promise<{ readonly ports: PlanPorts; readonly close: () => Promise<void> }> {
  if (environment.platform === 'aws') {
    const { openAwsServices } = await import('./aws-services.ts');
    return openAwsServices(environment, requests, flags, output);
  }
  const { localLake } = await import('../platform/local/lake.ts');
  const { openLedger } = await import('../platform/local/ledger.ts');
  const { engineName } = await import('../platform/local/duckdb/load.ts');
  const { root } = localConfig(flags);
  const lake = localLake(root);
  const ledger = openLedger(ledgerFile(root), { mode: 'read' });
  const close = async (): Promise<void> => {
    await ledger.close();
    await lake.close();
  };
  return { ports: { lake, ledger, engine: { name: engineName(), dialect: 'duckdb' } }, close };
}
