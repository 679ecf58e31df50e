import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingTable } from './closing-lines.ts';
import { readTally, TALLIES } from './tally.ts';

/** Says at the end of the suite what was compared between the engines. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tallies-'));
  // its workers inherit it
  process.env[TALLIES] = folder;
  return () => {
    const tallies = {
      cases: readTally(folder, 'cases'),
      flights: readTally(folder, 'flights'),
      random: readTally(folder, 'random'),
    };
    for (const line of closingTable(tallies)) process.stderr.write(`${line}\n`);
    rmSync(folder, { recursive: true, force: true });
  };
}
