import type { Command } from 'commander';

/** Where contracts are, and the lake. */
export const folders = (c: Command): Command =>
  c
    .option('--contracts <dir>', 'folder of contracts and pipelines (SLUICE_CONTRACTS, contracts/)')
    .option('--root <dir>', 'folder that holds lake/ and .sluice/ (SLUICE_ROOT, the working directory)');

/** The platform: this machine, or an environment's. */
export const environment = (c: Command): Command =>
  c.option('--env <name>', 'where: local, or what <name>.environment.yaml says', 'local');

export const places = (c: Command): Command => environment(folders(c));

export const format = (c: Command): Command => c.option('--format <format>', 'text or json', 'text');

/** The span of time, where it is not the pipeline's own. */
export const window = (c: Command): Command =>
  c
    .option('--start <time>', 'start of the window, included (START_TIME, the pipeline)')
    .option('--end <time>', 'end of the window, excluded (END_TIME, the pipeline)');

/** A page of what is judged, and the query that it may need. */
export const page = (c: Command): Command =>
  c
    .option('--report <path>', 'write a page for people: into a folder, or a file that ends in .html')
    .option('--no-samples', 'look for no failing rows');
