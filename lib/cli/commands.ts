import type { Command } from 'commander';
import { environment, folders, format, page, places, window } from './common-options.ts';
import type { Output } from './output.ts';

/** What a command does; the exit code is its answer. */
export type Run = (
  operands: readonly (string | readonly string[])[],
  options: Record<string, unknown>,
  output: Output,
) => Promise<number>;

export interface CommandModule {
  readonly run: Run;
}

export interface CommandDefinition {
  readonly name: string;
  readonly define: (command: Command) => Command;
  /** Loaded only when the command runs. */
  readonly load: () => Promise<CommandModule>;
}

const EVERY_RULE = 'evaluate every rule, also of partitions that footers alone reject';

export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'validate',
    define: (c) =>
      format(
        folders(c.description('Read contracts and pipelines, and show every issue.').argument('[files...]')),
      ),
    load: () => import('./validate.ts'),
  },
  {
    name: 'plan',
    define: (c) =>
      format(
        window(
          places(
            c
              .description('Show what a run would check, ask and scan.')
              .argument('<pipeline>')
              .option('--every-rule', EVERY_RULE),
          ),
        ),
      ),
    load: () => import('./plan.ts'),
  },
  {
    name: 'check',
    define: (c) =>
      format(
        page(
          environment(c)
            .option('--contracts <dir>', 'folder of environments (SLUICE_CONTRACTS, contracts/)')
            .description('Judge a file or a folder against a contract, without publishing.')
            .argument('<data>', 'Parquet, CSV or JSON: a file, or a folder with Hive partitions')
            .requiredOption('--contract <file>', 'the contract')
            .option('--schema <name>', 'the schema, where the contract has several')
            .option('--now <time>', 'judge freshness as of this instant (ISO 8601)'),
        ).option('--fail-on <level>', 'error, warning or never', 'error'),
      ),
    load: () => import('./check.ts'),
  },
  {
    name: 'run',
    define: (c) =>
      format(
        window(
          places(
            page(
              c
                .description('Write, judge and publish the partitions of a window.')
                .argument('<pipeline>', 'as <domain>/<name>')
                .option('--mode <mode>', 'enforce or shadow (the pipeline)')
                .option('--changed', 'every window that was run before, for data that came late or changed')
                .option('--every-rule', EVERY_RULE),
            ).option('--fail-on <level>', 'error, warning or never', 'error'),
          ),
        ),
      ),
    load: () => import('./run.ts'),
  },
  {
    name: 'status',
    define: (c) =>
      format(
        places(c.description('Show datasets, what is published and the last run.').argument('[dataset]')),
      ),
    load: () => import('./status.ts'),
  },
  {
    name: 'history',
    define: (c) =>
      format(
        places(
          c
            .description('Show the runs of a dataset, or the judgements and receipts of a partition.')
            .argument('<dataset>')
            .option('--partition <name=value>', 'of this partition')
            .option('--rejected', 'what the last runs rejected, or would have in shadow mode, and why')
            .option('--limit <n>', 'at most so many', '20'),
        ),
      ),
    load: () => import('./history.ts'),
  },
  {
    name: 'show',
    define: (c) => format(places(c.description('Show what a run decided, and why.').argument('<run>'))),
    load: () => import('./show.ts'),
  },
  {
    name: 'report',
    define: (c) =>
      places(
        c
          .description('Write a run as a page for people, and an index of all runs.')
          .argument('[run]', 'the beginning of its id will do; without it the newest')
          .option('--out <path>', 'folder, or a file that ends in .html (.sluice/reports below the root)'),
      ),
    load: () => import('./report.ts'),
  },
  {
    name: 'path',
    define: (c) =>
      places(
        c
          .description(
            'Print where readers find what is published: the folder, links resolved, or the table.',
          )
          .argument('<dataset>'),
      ),
    load: () => import('./path.ts'),
  },
  {
    name: 'adopt',
    define: (c) =>
      format(
        places(
          page(
            c
              .description('Make a folder of Parquet files the first snapshots of a table, and judge them.')
              .argument('<contract>', 'as <domain>/<name>')
              .argument('<folder>', 'Hive folders (column=value) of Parquet files')
              .option('--schema <name>', 'the schema, where the contract has several')
              .option('--take <how>', 'copy, or link: share the files with whoever wrote them', 'copy'),
          ),
        ),
      ),
    load: () => import('./adopt.ts'),
  },
  {
    name: 'approve',
    define: (c) =>
      format(
        places(
          c
            .description('Publish a partition that the gate kept out, and keep who, when and why.')
            .argument('<run>', 'the run that judged it; the beginning of its id will do')
            .requiredOption('--partition <name=value>', 'the partition')
            .requiredOption('--reason <text>', 'why it may be published all the same'),
        ),
      ),
    load: () => import('./approve.ts'),
  },
  {
    name: 'doctor',
    define: (c) =>
      format(
        places(
          c
            .description(
              'Find publishes that nobody closed, and readers that see something else than was published.',
            )
            .argument('[dataset]')
            .option('--repair', 'close and repair what is found, as the next run would'),
        ),
      ),
    load: () => import('./doctor.ts'),
  },
  {
    name: 'rollback',
    define: (c) =>
      format(
        places(
          c
            .description('Publish an older snapshot again.')
            .argument('<dataset>')
            .option('--receipt <id>', 'the snapshot of this receipt; the beginning of its id will do')
            .option('--partition <name=value>', 'the snapshot before the current one')
            .option('--run <id>', 'all that this run published, back to what was before')
            .option('--withdraw', 'also where there was nothing before: readers then see nothing')
            .option('--force', 'even where something newer is lost'),
        ),
      ),
    load: () => import('./rollback.ts'),
  },
  {
    name: 'gc',
    define: (c) =>
      format(
        places(
          c
            .description('Remove old versions and what dead runs left.')
            .argument('<dataset>')
            .option('--keep <n>', 'versions to keep', '3')
            .option('--dry-run', 'only list'),
        ),
      ),
    load: () => import('./gc.ts'),
  },
  {
    name: 'explain',
    define: (c) => c.description('Say more about an error code or a kind of check.').argument('<name>'),
    load: () => import('./explain.ts'),
  },
];
