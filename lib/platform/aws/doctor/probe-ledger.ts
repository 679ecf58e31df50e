import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { ok, type Probe, problem, warning } from '../../../core/environment/probe.ts';
import { nameOf } from '../errors.ts';
import { leaseKey } from '../ledger-keys.ts';
import { ledgerStore } from '../ledger-store.ts';
import { LEDGER_TABLE, numberOf, textOf } from '../ledger-table.ts';
import type { Pace } from '../pace.ts';
import { asking } from './asking.ts';

interface LedgerTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly region: string;
  readonly pace: Pace;
}

/** The table of the ledger: there, in use, with the keys that rows are found by, and backed up. */
export async function probeLedger(ledger: LedgerTable): Promise<readonly Probe[]> {
  const found = await probeTable(ledger);
  return found.some((p) => p.state === 'problem') ? found : [...found, ...(await probeBackups(ledger))];
}

const probeTable = ({ client, table, region, pace }: LedgerTable): Promise<readonly Probe[]> =>
  asking({ about: 'ledger', action: 'dynamodb:DescribeTable', optional: true }, pace, async () => {
    try {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
      if (Table?.TableStatus !== 'ACTIVE') {
        const says = `the table ${table} is ${Table?.TableStatus?.toLowerCase() ?? 'in no state'}`;
        return [problem('ledger', says, 'Wait until it is active.')];
      }
      const keys = keysOf(Table);
      const says = `the table ${table} has the keys ${keys || '(none)'} instead of ${KEYS}`;
      return keys === KEYS
        ? [ok('ledger', `the table ${table} is active`)]
        : [problem('ledger', says, 'Name a table that the deployment made (ledgerTable).')];
    } catch (cause) {
      if (nameOf(cause) !== 'ResourceNotFoundException') throw cause;
      const remedy = "Deploy the environment, or name another table in the environment's file (ledgerTable).";
      return [problem('ledger', `there is no table ${table} in ${region}`, remedy)];
    }
  });

const keysOf = ({
  KeySchema,
  AttributeDefinitions,
}: Pick<TableDescription, 'KeySchema' | 'AttributeDefinitions'>) =>
  (KeySchema ?? [])
    .map(({ AttributeName, KeyType }) => {
      const type = AttributeDefinitions?.find((a) => a.AttributeName === AttributeName)?.AttributeType;
      return `${AttributeName} (${KeyType?.toLowerCase()}, ${type})`;
    })
    .join(', ');

const KEYS = keysOf({
  KeySchema: [...LEDGER_TABLE.KeySchema],
  AttributeDefinitions: [...LEDGER_TABLE.AttributeDefinitions],
});

/** The ledger is the one place that says what is published; nothing but a backup brings it back. */
const probeBackups = ({ client, table, pace }: LedgerTable): Promise<readonly Probe[]> =>
  asking(
    { about: 'ledger', action: 'dynamodb:DescribeContinuousBackups', optional: true },
    pace,
    async () => {
      const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName: table }));
      const { PointInTimeRecoveryDescription } = answer.ContinuousBackupsDescription ?? {};
      if (PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED') return [];
      return [warning('ledger', `the table ${table} has no point-in-time recovery`, 'Switch it on.')];
    },
  );

/** Who holds a lease, or held it last and never gave it back. */
export interface FoundLease {
  readonly owner: string;
  readonly untilMs: number;
}

export async function readLease(
  key: string,
  { client, table, pace }: Omit<LedgerTable, 'region'>,
): Promise<FoundLease | undefined> {
  const row = await ledgerStore(client, table, { pace }).get(leaseKey({ key }));
  const owner = textOf(row, 'owner');
  return owner === undefined ? undefined : { owner, untilMs: Number(numberOf(row, 'untilMs')) };
}
