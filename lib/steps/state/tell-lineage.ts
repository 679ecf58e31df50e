import type { LineageRun } from '../../core/lineage/build-event.ts';
import type { RunEvent } from '../../core/lineage/event.ts';
import type { Lineage } from '../../core/ports.ts';
import type { Actor } from '../../core/publish/facts.ts';
import { runFolder } from './bodies.ts';
import { datasetOf } from './dataset.ts';
import type { RunRequest } from './request.ts';

/** What a run waits for whoever keeps lineage at most. */
const LIMIT_MS = 5_000;

export interface LineagePorts {
  readonly lineage?: Lineage | undefined;
  readonly actor: Actor;
}

/** Tells of a run where anybody wants to hear. Never throws: who was not told changes nothing of a run. */
export async function tellLineage(
  request: RunRequest,
  { lineage, actor }: LineagePorts,
  build: (run: LineageRun) => RunEvent | Promise<RunEvent>,
  limitMs: number = LIMIT_MS,
): Promise<void> {
  if (lineage === undefined) return;
  const abort = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    abort.abort();
    reject(new Error(`no answer within ${limitMs} ms`));
  }, limitMs);
  try {
    const event = await build(runOf(request, lineage, actor));
    await Promise.race([lineage.emit(event, runFolder(request.dataset, request.runId), abort.signal), late]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    lineage.warn(`no lineage was told of this run: ${why.replace(/\.$/, '')}.`);
  } finally {
    clearTimeout(timer);
  }
}

function runOf(request: RunRequest, lineage: Lineage, actor: Actor): LineageRun {
  const { runId, dataset, window, pipeline, candidate } = request;
  const { environment, places, repositoryUrl } = lineage;
  const of = { runId, dataset, window, pipeline: pipeline.name, table: datasetOf(request) };
  const about = {
    environment,
    places,
    actor,
    ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    ...of,
  };
  if (candidate.by === 'location') return { ...about, input: { path: candidate.location } };
  const { source, sql, engine } = candidate;
  return {
    ...about,
    input: { path: source.path, table: source.table },
    sql: { query: sql, ...(engine === undefined ? {} : { dialect: engine }) },
  };
}
