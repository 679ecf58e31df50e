import type { Identity } from './aws/identity.ts';
import { BYTES_PER_QUERY } from './environment-text.ts';
import type { Probe } from './probe.ts';

/** More than all probes send. */
const QUERIES_AT_MOST = 100;
const USD_PER_TB = 5;
/** Key, alarms and dashboards of an hour, requests, functions, transitions; well below. */
const OTHER_USD = 0.5;

const queriesUsd = (QUERIES_AT_MOST * BYTES_PER_QUERY * USD_PER_TB) / 1e12;

export interface Announced {
  readonly environment: string;
  readonly region: string;
  readonly identity: Identity;
  readonly probes: readonly Probe[];
}

/** What will be made, and what it costs at most: for whoever has to say yes. */
export function announcement({ environment, region, identity, probes }: Announced): string {
  const marks = probes.filter((p) => p.settles !== undefined).length;
  const usd = (queriesUsd + OTHER_USD).toFixed(2);
  return [
    `As ${identity.arn}, in account ${identity.account}, ${region}:`,
    `- the stacks sluice-${environment} and sluice-${environment}-aviation are deployed: 3 buckets, a key, a DynamoDB table, a workgroup, 2 Glue databases, 11 functions, 2 state machines, 2 schedules that do not fire, a topic, a bus, queues, alarms, dashboards;`,
    '- a file of 12 MB is uploaded, and executions are started, stopped and broken on purpose;',
    `- ${probes.length} probes are asked, ${marks} of them about what the pages mark [nv];`,
    '- all of it is taken away at the end, also after an error or Ctrl-C (not with --keep).',
    `It takes about half an hour. It costs ${usd} US dollars at most: up to ${QUERIES_AT_MOST} queries, each ended at ${BYTES_PER_QUERY / 1e9} GB, and half a dollar for everything else.`,
  ].join('\n');
}
