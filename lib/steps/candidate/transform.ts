import { issue } from '../../core/contract/issue.ts';
import type { Ports, QueryRef } from '../../core/ports.ts';
import { addFootprints } from '../../core/sql/footprint.ts';
import { transformSql } from '../../core/sql/transform-sql.ts';
import { parseTransformQuery } from '../../core/sql/user-query.ts';
import { instantText, parseInstant } from '../../core/values/instant.ts';
import { describeFiles } from '../files/describe.ts';
import { afford } from '../gate/budget.ts';
import { DIALECTS } from '../gate/statements.ts';
import { findBody, loadBody, saveBody } from '../state/bodies.ts';
import { datasetOf } from '../state/dataset.ts';
import { orFail, StepFailure } from '../state/failure.ts';
import { holdLease, type LeasePorts } from '../state/lease.ts';
import { letGo } from '../state/let-go.ts';
import type { QueriedCandidate, RunRequest } from '../state/request.ts';
import { listSource } from '../state/source.ts';
import type { Bodies, Step } from '../state/state.ts';
import { estimateWriting } from './estimate-writing.ts';
import { pollAll } from './queries.ts';
import { takeFiles } from './take-files.ts';

type TransformPorts = LeasePorts & Pick<Ports, 'lake' | 'catalog' | 'engine'>;

/** The folder of a run's only attempt; a retry is a run of its own, so no attempt is ever written twice. */
export const attemptFolder = (ref: string): string => `${ref}/1`;

/**
 * Writes the candidate of every partition that is new, in one query over the span of time that they cover; or takes
 * what another job wrote.
 */
export const transform: Step<TransformPorts> = async (state, ports) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  await holdLease(request.dataset, request.runId, ports);
  const prepared = await loadBody(ports.lake, state.ref, 'prepared');
  const fresh = prepared.partitions.filter((p) => p.status === 'new');
  if (fresh.length === 0) return { ...state, next: 'go' };
  const { candidate } = request;
  if (candidate.by === 'location') {
    const files = await takeFiles(request, candidate, fresh, attemptFolder(state.ref), ports);
    await saveBody(ports.lake, state.ref, 'placed', { files });
    return { ...state, next: 'go', progress: { done: fresh.length, total: fresh.length } };
  }
  const known = await findBody(ports.lake, state.ref, 'writing');
  const writing = known ?? (await startWriting(request, candidate, prepared.partitions, state.ref, ports));
  const { running, ...read } = await pollAll(writing.queries, ports, 'SLU-442');
  if (running > 0) return { ...state, next: 'wait', progress: { done: 0, total: fresh.length } };
  await ports.catalog.drop(writing.source);
  const { sql } = writing;
  await saveBody(ports.lake, state.ref, 'writing', { ...writing, ran: { kind: 'write', sql, ...read } });
  return { ...state, next: 'go', progress: { done: fresh.length, total: fresh.length } };
};

async function startWriting(
  request: RunRequest,
  { source, sql: written, engine }: QueriedCandidate,
  partitions: Bodies['prepared']['partitions'],
  ref: string,
  ports: TransformPorts,
): Promise<Bodies['writing']> {
  const { runId, pipeline } = request;
  const checked = orFail(parseTransformQuery(written, { pipeline: pipeline.name, engine }));
  const files = await listSource(source, ports.lake);
  const described = orFail(
    await describeFiles({ ...source, files, dataset: source.table, partitionedBy: [] }, ports.lake),
  );
  const fresh = partitions.filter((p) => p.status === 'new').map((p) => p.id);
  const weight = addFootprints(described.files.map((f) => f.footprint));
  const { write, scans } = await estimateWriting(request, checked.read, weight, fresh, ports);
  afford(datasetOf(request), [write, ...scans]);
  const table = await ports.catalog.stage({
    dataset: source.dataset,
    runId,
    attempt: 1,
    format: source.format,
    ...(source.delimiter === undefined ? {} : { delimiter: source.delimiter }),
    files: described.files.map(({ path, partition, rows }) => ({ path, partition, rows })),
    columns: described.columns,
    // a null in its place would be published as if the source had none
    unconvertible: 'fail',
  });
  const span = spanOf(request, partitions);
  const sql = transformSql(checked, DIALECTS[ports.engine.dialect], described.columns)
    .replaceAll('{source}', () => table.table)
    .replaceAll('{windowStart}', () => timestampLiteral(span.start))
    .replaceAll('{windowEnd}', () => timestampLiteral(span.end));
  const { partitionedBy } = datasetOf(request);
  const target = attemptFolder(ref);
  const place = { source: table, target, partitionedBy, filePrefix: runId };
  const spec = { id: `${runId}-1`, sql, ...place, partitions: span.partitions };
  const queries: QueryRef[] = [];
  try {
    queries.push(await ports.engine.write(spec, `${runId}/write/1`));
    const writing = { queries, source: table, sql, estimate: write };
    await saveBody(ports.lake, ref, 'writing', writing);
    return writing;
  } catch (cause) {
    // not on record: nobody else can stop it
    await letGo({ queries, tables: [table] }, ports);
    throw cause;
  }
}

/** From the first new partition to the end of the last one; what lies between and is known already is left out later. */
export function spanOf(
  request: RunRequest,
  partitions: Bodies['prepared']['partitions'],
): { start: string; end: string; partitions: number } {
  const first = partitions.findIndex((p) => p.status === 'new');
  const last = partitions.findLastIndex((p) => p.status === 'new');
  return {
    partitions: last - first + 1,
    start: request.partitions[first]?.start ?? request.window.start,
    end: request.partitions[last]?.end ?? request.window.end,
  };
}

function timestampLiteral(instant: string): string {
  const micros = parseInstant(instant);
  if (micros === undefined) throw new StepFailure([issue('SLU-443', { instant })], 2);
  return `TIMESTAMP '${instantText(micros).replace('T', ' ').replace('Z', '')}'`;
}
