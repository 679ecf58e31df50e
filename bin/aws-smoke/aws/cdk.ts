import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PROJECT, type WorkFolder } from '../work-folder.ts';

/**
 * Runs the CDK's command line on the folder's environment, its words into a log. In a group of its own: Ctrl-C does not
 * reach it, because what is half deployed can only be taken away when it has ended.
 */
export async function cdk(command: readonly string[], { path, contracts, environment }: WorkFolder) {
  const log = join(path, `cdk-${command[0]}.log`);
  const context = ['-c', `env=${environment}`, '-c', `contracts=${contracts}`];
  const output = ['--output', join(path, 'cdk.out'), '--ci'];
  await run([join(PROJECT, 'node_modules/aws-cdk/bin/cdk'), ...command, ...context, ...output], log);
}

async function run(args: readonly string[], log: string): Promise<void> {
  // cdk.json says `node`: this one, which knows TypeScript
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(process.execPath, [...args], {
    cwd: PROJECT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', CI: '1', PATH: path },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  const tail: string[] = [];
  const keep = async function* keep(source: AsyncIterable<Buffer>) {
    for await (const part of source) {
      tail.push(
        ...part
          .toString('utf8')
          .split('\n')
          .filter((line) => line.trim() !== ''),
      );
      tail.splice(0, Math.max(0, tail.length - 5));
      yield part;
    }
  };
  const file = createWriteStream(log, { flags: 'a' });
  const both = [child.stdout, child.stderr].map((s) => pipeline(s, keep, file, { end: false }));
  const [code] = await Promise.all([ended, ...both]);
  file.end();
  if (code !== 0)
    throw new Error(`${args[0]?.split('/').at(-1)} ended with ${code}: ${tail.join(' ')} (${log})`);
}
