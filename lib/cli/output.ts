import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { type Issue, issue } from '../core/contract/issue.ts';
import { describeIssue } from '../core/contract/messages/index.ts';
import { renderIssue } from '../report/code-frame.ts';
import { CliFailure } from './failure.ts';

/** Data goes to stdout alone; progress, issues and hints go to stderr. */
export interface Output {
  readonly color: boolean;
  readonly errorColor: boolean;
  readonly width: number;
  data(text: string): void;
  say(text: string): void;
  issues(issues: readonly Issue[]): void;
}

export function terminalOutput(options: { readonly color?: boolean }): Output {
  const wants = (stream: NodeJS.WriteStream): boolean =>
    options.color !== false && process.env.NO_COLOR === undefined && stream.isTTY === true;
  const errorColor = wants(process.stderr);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    color: wants(process.stdout),
    errorColor,
    width: process.stdout.columns ?? 80,
    data: (text) => void process.stdout.write(`${text}\n`),
    say,
    issues: (issues) => {
      for (const one of issues) say(`${renderIssue(one, frameText(one), { color: errorColor })}\n`);
    },
  };
}

/** The text of the file that an issue stands in, for its code frame; data files and missing ones have none. */
function frameText({ at }: Issue): string | undefined {
  if (at?.line === undefined) return undefined;
  try {
    return readFileSync(at.file, 'utf8');
  } catch {
    return undefined;
  }
}

export type Format = 'text' | 'json';

export function chooseFormat(format: string): Format {
  if (format === 'text' || format === 'json') return format;
  throw new CliFailure([issue('SLU-602', { format: stripVTControlCharacters(format) })]);
}

/** Issues as JSON for those who read them by machine. */
export const issueJson = (one: Issue) => ({ ...one, ...describeIssue(one) });
