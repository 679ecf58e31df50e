import { localConfig } from '../platform/local/config.ts';
import { planText } from '../report/plan-text.ts';
import { planRun } from '../steps/plan/plan-run.ts';
import type { Run } from './commands.ts';
import { orFail } from './failure.ts';
import { flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { requestOf } from './request.ts';
import { ledgerFile } from './services.ts';

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const flags = flagsOf(options);
  const request = requestOf(String(operands[0]), options);
  const { localLake } = await import('../platform/local/lake.ts');
  const { openLedger } = await import('../platform/local/ledger.ts');
  const { engineName } = await import('../platform/local/duckdb/load.ts');
  const { root } = localConfig(flags);
  const lake = localLake(root);
  const ledger = openLedger(ledgerFile(root), { mode: 'read' });
  try {
    const planned = orFail(await planRun(request, { lake, ledger, engine: { name: engineName() } }));
    const text = { color: output.color, width: output.width };
    output.data(format === 'json' ? JSON.stringify(planned, null, 2) : planText(planned, text));
    return 0;
  } finally {
    await ledger.close();
    await lake.close();
  }
};
