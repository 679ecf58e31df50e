import type { TestProject } from 'vitest/node';
import { describePieces, type StackAddress, startStack } from './stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly stack: StackAddress;
  }
}

const say = (line: string): void => void process.stderr.write(`stack: ${line}\n`);

/** Starts the stack for all test files; says at the end what it took, and where the logs are if a test failed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack(say);
  const { endpoints, region, credentials } = stack;
  project.provide('stack', { endpoints, region, credentials });
  return async () => {
    for (const line of describePieces(stack.pieces)) say(line);
    const keepLogs = project.vitest.state.getCountOfFailedTests() > 0;
    if (keepLogs) say(`logs: ${stack.logs}`);
    await stack.stop({ keepLogs });
  };
}
