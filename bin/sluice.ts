#!/usr/bin/env node
import { isNodeNewEnough } from './node-version.ts';

// The command line from source; what is installed begins at installed.ts.
if (isNodeNewEnough()) {
  // imported only now: older versions of Node lack modules that the rest needs
  const { main } = await import('../lib/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
