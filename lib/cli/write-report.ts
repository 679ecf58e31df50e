import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { issue } from '../core/contract/issue.ts';
import { platformError } from '../core/contract/platform-error.ts';
import type { RunRecord } from '../core/publish/facts.ts';
import { factsOf } from '../core/publish/query-facts.ts';
import { makeFolder, writeWhole } from '../platform/local/durable-fs.ts';
import { ioError } from '../platform/local/errors.ts';
import { DISK } from '../platform/local/file-system.ts';
import { indexPage } from '../report/html/index-page.ts';
import { failedPage, runPage } from '../report/html/run-page.ts';
import type { FailedRun, ListedRun, ReportData } from '../steps/report/report-data.ts';
import { type ReportPorts, reportOfRun } from '../steps/report/report-run.ts';
import { findBody, runFolder } from '../steps/state/bodies.ts';
import { CliFailure } from './failure.ts';

/** Where pages go: a folder with an index of its own, or the one file that was named. */
export type ReportTarget =
  | { readonly folder: string; readonly file?: undefined }
  | { readonly folder: string; readonly file: string };

/** What ends in .html is a file, everything else a folder. */
export function reportTarget(path: string): ReportTarget {
  const full = resolve(path);
  return /\.html?$/i.test(path) ? { folder: dirname(full), file: full } : { folder: full };
}

/** Before any work is done for it: the folder is there (it is made), and can be written. */
export async function prepareTarget({ folder, file }: ReportTarget): Promise<void> {
  await worded(folder, async () => {
    await makeFolder(folder, DISK);
    await access(folder, constants.W_OK);
  });
  const there = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file !== undefined && there?.isDirectory() === true) {
    throw platformError('SLU-524', { file, reason: 'it is a folder, and a file was meant' });
  }
}

/** The page of a run, and in a folder the index of all runs; returns where the page is. */
export async function writeRunReport(
  record: RunRecord,
  target: ReportTarget,
  ports: ReportPorts,
): Promise<string> {
  const links = target.file === undefined ? { index: 'index.html' } : {};
  const text =
    record.state === 'finished'
      ? runPage(await dataOf(record, ports), links)
      : failedPage(failedRun(record), links);
  const path = await writePage(target, `${fileName(record.runId)}.html`, text);
  if (target.file === undefined) await writeIndex(target.folder, ports);
  return path;
}

export async function writePage(target: ReportTarget, name: string, text: string): Promise<string> {
  const path = target.file ?? join(target.folder, name);
  await worded(path, () => writeWhole(path, new TextEncoder().encode(text), DISK));
  return path;
}

export const fileName = (name: string): string => name.replaceAll(/[^\w.-]/g, '_');

async function dataOf(record: RunRecord, ports: ReportPorts): Promise<ReportData> {
  const { runId, dataset } = record;
  const judged = await findBody(ports.lake, runFolder(dataset, runId), 'judged');
  if (judged === undefined) throw new CliFailure([issue('SLU-614', { run: runId, dataset })]);
  return reportOfRun(record, ports);
}

const failedRun = ({
  runId,
  dataset,
  pipeline,
  window,
  mode,
  state,
  by,
  at,
  issues,
}: RunRecord): FailedRun => ({
  ...{ reportVersion: 1, runId, dataset, pipeline, window, mode, by, at },
  state: state === 'failed' ? 'failed' : 'started',
  issues: issues ?? [],
});

async function writeIndex(folder: string, ports: ReportPorts): Promise<void> {
  const runs = await listRuns(ports);
  const names = await worded(folder, () => readdir(folder));
  const there = new Set(names);
  const pages = runs
    .map((r) => [r.runId, `${fileName(r.runId)}.html`] as const)
    .filter(([, f]) => there.has(f));
  await writePage({ folder }, 'index.html', indexPage(runs, new Map(pages)));
}

/** The last state of every run, newest first. */
export async function listRuns({ ledger }: Pick<ReportPorts, 'ledger'>): Promise<readonly ListedRun[]> {
  const found = new Map<string, ListedRun>();
  for (const dataset of await ledger.datasets()) {
    for (const { body } of await factsOf(ledger, { kind: 'run', dataset, order: 'newest' })) {
      const { runId, window, mode, state, by, at, summary } = body;
      if (found.has(runId)) continue;
      const run = { runId, dataset, window, mode, state, user: by.user, at };
      found.set(runId, { ...run, ...(summary === undefined ? {} : { summary }) });
    }
  }
  return [...found.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

async function worded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw ioError(cause, path);
  }
}
