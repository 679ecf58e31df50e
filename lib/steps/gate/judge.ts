import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import { decidePartition, decideWindow } from '../../core/gate/decide.ts';
import { judgeMissing, judgePartition } from '../../core/gate/judge.ts';
import { unexpectedVerdict } from '../../core/gate/unexpected.ts';
import type { PartitionVerdict } from '../../core/gate/verdict.ts';
import type { Ports } from '../../core/ports.ts';
import type { Fact } from '../../core/publish/facts.ts';
import { partitionKey, partitionValues } from '../../core/values/partition.ts';
import { loadBody, saveBody } from '../state/bodies.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import { holdLease, type LeasePorts } from '../state/lease.ts';
import type { RunRequest } from '../state/request.ts';
import type { Bodies, JudgedPartition, PartitionState, Step } from '../state/state.ts';
import { createBinder } from './binder.ts';
import { failuresByPartition } from './scan.ts';

type Measured = Bodies['measured'];
type Judged = Omit<JudgedPartition, 'heldBack'>;

/** Numbers to verdicts, verdicts to decisions; every new judgement goes on record, rejections included. */
export const judge: Step<LeasePorts & Pick<Ports, 'lake'>> = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  await holdLease(request.dataset, request.runId, ports);
  const pinned = await loadBody(ports.lake, state.ref, 'pinned');
  const measured = await loadBody(ports.lake, state.ref, 'measured');
  const dataset = datasetOf(request);
  const checks = checksOf(request);
  const judgeOne = judgeWith(dataset, checks, measured, request.runId);
  const expected = pinned.partitions.map(judgeOne);
  const unexpected = pinned.unexpected.map(
    (u): Judged => ({
      verdict: unexpectedVerdict(u, request.window.end),
      judgementKey: null,
      manifest: null,
      decidedBy: request.runId,
    }),
  );
  const judged = [...expected, ...unexpected];
  await ports.ledger.append(judgementFacts(judged, pinned.partitions, request, clock()));
  const decided = decideWindow(
    judged.map((j) => j.verdict),
    dataset.settings.unit,
  );
  const partitions = judged.map((j, i) => ({ ...j, heldBack: decided[i]?.heldBack ?? false }));
  await saveBody(ports.lake, state.ref, 'judged', { partitions });
  return { ...state, next: 'go' };
};

function judgeWith(dataset: Dataset, checks: GateChecks, measured: Measured, runId: string) {
  const values = new Map(measured.values.map((v) => [v.key, v]));
  const failuresOf = failuresByPartition(measured.failures);
  const bind = createBinder(checks);
  return (p: PartitionState): Judged => {
    const judgement = { judgementKey: p.judgementKey, manifest: p.manifest ?? null };
    if (p.judgedBy) return { ...judgement, verdict: p.judgedBy.verdict, decidedBy: p.judgedBy.runId };
    const schema = { columns: p.columns ?? [] };
    const { checks: bound } = bind(schema.columns);
    const key = partitionKey(p.id);
    const of = values.get(key);
    const missing = p.status === 'missing';
    const results = missing
      ? judgeMissing(bound, checks.forPeople)
      : judgePartition(bound, checks.forPeople, {
          schema,
          values: new Map(Object.entries(of?.values ?? {})),
          proven: new Set(of?.proven),
          partial: p.status === 'refuted',
          failures: failuresOf(key),
          asOf: p.asOf,
        });
    const skips = missing && dataset.settings.onMissingPartition === 'skip';
    const decision = skips ? 'skip' : decidePartition(results, dataset.settings.policy, { missing });
    const verdict: PartitionVerdict = {
      partition: partitionValues(p.id),
      asOf: p.asOf,
      decision,
      checks: results,
    };
    return { ...judgement, verdict, decidedBy: runId };
  };
}

function judgementFacts(
  judged: readonly Judged[],
  states: readonly PartitionState[],
  { runId, contract, dataset }: RunRequest,
  time: string,
): readonly Fact[] {
  const { id, version, sha256 } = contract;
  return states.flatMap((state, i): Fact[] => {
    const found = judged[i];
    if (state.judgedBy || found === undefined) return [];
    const { judgementKey, candidateKey } = state;
    const manifestSha256 = state.manifest?.sha256 ?? '';
    const about = { judgementKey, candidateKey, manifestSha256, runId, contract: { id, version, sha256 } };
    const body = { ...about, verdict: found.verdict, judgedAt: time };
    // every rule may be asked for later: that verdict is another fact of the same judgement
    const part = state.status === 'refuted' ? '/notAsked' : '';
    const factId = `${judgementKey}/${manifestSha256}${part}`;
    return [{ kind: 'judgement', dataset, partition: partitionKey(state.id), id: factId, time, body }];
  });
}
