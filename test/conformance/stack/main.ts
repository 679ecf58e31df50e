import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Missing } from './obtain/missing.ts';
import { environmentNames, makeEnvironment } from './seed.ts';
import { describePieces, type Stack, startStack } from './stack.ts';
import { STACK_FILE, writeStackFile } from './stack-file.ts';

/**
 * `npm run stack [-- --file PATH]`: starts the stack, makes what environment `stack` needs there, and leaves it up
 * until Ctrl-C.
 */
const ENVIRONMENT = 'stack';
const CONTRACTS = 'contracts';
const { values } = parseArgs({ options: { file: { type: 'string', default: STACK_FILE } } });
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const domains = (): readonly string[] =>
  (existsSync(CONTRACTS) ? readdirSync(CONTRACTS, { withFileTypes: true }) : [])
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

function instructions(stack: Stack, file: string): readonly string[] {
  const { accessKeyId, secretAccessKey } = stack.credentials;
  const names = environmentNames(ENVIRONMENT);
  return [
    ...describePieces(stack.pieces),
    ...Object.entries(stack.endpoints).map(([name, url]) => `  ${name.padEnd(12)} ${url}`),
    `  credentials  ${accessKeyId} / ${secretAccessKey}, region ${stack.region}`,
    `made in it: bucket ${names.bucket}, databases ${names.staging} and ${names.domain('<domain>')}, ledger table ${names.ledgerTable}`,
    `written to ${file}: sluice --env ${ENVIRONMENT} reads it when called in this folder.`,
    'For other AWS clients:',
    `  export AWS_ENDPOINT_URL=${stack.endpoints.s3} AWS_REGION=${stack.region} \\`,
    `    AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    'Ctrl-C stops it and forgets everything in it.',
  ];
}

const asked = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
try {
  const stack = await Promise.race([startStack(say), asked.then(() => undefined)]);
  if (stack !== undefined) {
    stack.remove(resolve(values.file));
    await makeEnvironment(stack, ENVIRONMENT, domains());
    const file = writeStackFile(values.file, stack);
    for (const line of instructions(stack, file)) say(line);
    await asked;
    for (const line of describePieces(stack.pieces)) say(line);
    await stack.stop();
  }
  process.exit(); // where it was still starting, its keeper stops what had begun
} catch (e) {
  say(e instanceof Missing ? e.message : e instanceof Error ? (e.stack ?? e.message) : String(e));
  process.exit(1);
}
