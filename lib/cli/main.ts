import { Command, CommanderError } from 'commander';
import { issue } from '../core/contract/issue.ts';
import { VERSION } from '../platform/local/version.ts';
import { COMMANDS } from './commands.ts';
import { terminalOutput } from './output.ts';
import { reportFailure } from './report-failure.ts';

/** Runs one command and returns its exit code: 0 done, 1 rejected, 2 bad input, 3 platform, 4 outcome unknown. */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
  const output = terminalOutput({ color: !args.includes('--no-color') });
  let exitCode = 0;
  const program = new Command('sluice')
    .description('A data-contract and quality gate: what passes is published, what fails stays out.')
    .version(VERSION)
    .option('--no-color', 'plain text, as with NO_COLOR')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .showSuggestionAfterError();
  for (const command of COMMANDS) {
    const built = command
      .define(program.command(command.name))
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    built.option('--no-color', 'plain text, as with NO_COLOR').action(async (...all: unknown[]) => {
      const operands = all
        .slice(0, -2)
        .map((a) => (Array.isArray(a) ? a.map(String) : a === undefined ? '' : String(a)));
      exitCode = await (await command.load()).run(operands, built.opts(), output);
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, args, output);
    return reportFailure(error, output);
  }
}

function usage(
  error: CommanderError,
  args: readonly string[],
  output: ReturnType<typeof terminalOutput>,
): number {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') {
    output.say('Say which command: see `sluice --help`.');
    return 2;
  }
  const message = `${error.message.replace(/^error: /, '').replaceAll('\n', ' ')}`.replace(
    /([^.?!)])$/,
    '$1.',
  );
  const command = args.find((a) => !a.startsWith('-')) ?? '';
  const known = COMMANDS.some((c) => c.name === command) ? command : '';
  output.issues([issue('SLU-601', { message, command: known })]);
  return 2;
}
