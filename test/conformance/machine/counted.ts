import { type Asked, oneDay } from '../../infra/costs.ts';
import { interfering } from './calls.ts';
import type { Around } from './setting.ts';
import type { Execution } from './world.ts';

const LEDGER_READS = /^(Get|BatchGet|Query)/;
const S3_PUTS = /^(Put|Copy|List|Create|Complete|Upload)/;

/** Goes through the machine and counts what it asked of AWS. */
export async function counted(
  go: (around: Around) => Promise<Execution>,
): Promise<{ readonly asked: Asked; readonly done: Execution }> {
  const asked = { calls: 0, s3Puts: 0, s3Gets: 0, ledgerWrites: 0, ledgerReads: 0, glue: 0, queries: 0 };
  let ms = 0;
  const done = await interfering(
    ({ service, command }, send) => {
      if (service === 'S3') asked[S3_PUTS.test(command) ? 's3Puts' : 's3Gets'] += 1;
      if (service === 'DynamoDB') asked[LEDGER_READS.test(command) ? 'ledgerReads' : 'ledgerWrites'] += 1;
      if (service === 'Glue') asked.glue += 1;
      if (service === 'Athena' && command === 'StartQueryExecution') asked.queries += 1;
      return send();
    },
    () =>
      go(async (_, call) => {
        const from = performance.now();
        asked.calls += 1;
        return call().finally(() => {
          ms += performance.now() - from;
        });
      }),
  );
  return { asked: { ...asked, transitions: done.edges.length + 1, gigabyteSeconds: ms / 1000 }, done };
}

/** Of what is more than the documentation says, or less than half of it: what was counted. */
export function unlike(asked: Asked): Readonly<Record<string, readonly number[]>> {
  const waits = asked.calls - oneDay(0).calls;
  const most = oneDay(waits);
  const found = Object.entries(most).map(
    ([what, atMost]) => [what, asked[what as keyof Asked], atMost] as const,
  );
  const wrong = found.filter(([what, seen, atMost]) => {
    // how long functions take is Lambda's to say
    return what !== 'gigabyteSeconds' && (seen > atMost || seen < atMost / 2);
  });
  return Object.fromEntries(wrong.map(([what, seen, atMost]) => [what, [seen, atMost]]));
}
