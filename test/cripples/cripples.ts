/** One way to break the judge or the publisher, written as somebody might break it by mistake. */
export interface Cripple {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** Where the tests are that have to notice; the fewer, the faster. */
  readonly tests: readonly string[];
}

const LAW = ['test/core/publish', 'test/platform/local'];
const POWER = ['test/platform/local/crash-states/power-cut.test.ts'];
const RACES = ['test/platform/local/schedules'];
const JUDGE = ['test/core/gate', 'test/core/checks', 'test/planted'];

export const CRIPPLES: readonly Cripple[] = [
  {
    name: 'no intent: readers are moved before anything is on record',
    file: 'lib/core/publish/law.ts',
    from: '  const refused = await open(intent, ports);\n  if (refused) return refused;\n',
    to: '  void open;\n',
    tests: LAW,
  },
  {
    name: 'no read-back: what was applied is believed',
    file: 'lib/core/publish/law.ts',
    from: "  if (shows === 'after') return commit(intent, ports, clock);\n  const why = failure",
    to: "  if (shows === 'after' || !failure) return commit(intent, ports, clock);\n  const why = failure",
    tests: LAW,
  },
  {
    name: 'an error of apply counts as not applied, whatever readers see',
    file: 'lib/core/publish/law.ts',
    from: '  let seen: Observation;\n  try {\n    seen = await ports.publisher.observe(intent.dataset);\n  } catch (cause) {\n    return unknown(intent, `what',
    to: "  if (failure) return notCommitted('the projection could not be changed', failure);\n  let seen: Observation;\n  try {\n    seen = await ports.publisher.observe(intent.dataset);\n  } catch (cause) {\n    return unknown(intent, `what",
    tests: LAW,
  },
  {
    name: 'a lost answer of the commit counts as committed',
    file: 'lib/core/publish/law.ts',
    from: '    if (standing !==',
    to: "    if (standing === 'open') return { end: 'committed', receipts };\n    if (standing !==",
    tests: LAW,
  },
  {
    name: 'no lease: everybody gets it',
    file: 'lib/steps/state/lease.ts',
    from: '  if (answer.held) {',
    to: '  if (answer.held && runId === "") {',
    tests: [...RACES, 'test/cli/interrupted.test.ts'],
  },
  {
    name: 'the epoch is ignored when an intent is opened',
    file: 'lib/platform/local/ledger.ts',
    from: '  if (epoch !== intent.expectedEpoch) {',
    to: '  if (epoch !== intent.expectedEpoch && epoch === "none") {',
    tests: LAW,
  },
  {
    name: 'the epoch is ignored when an intent is committed',
    file: 'lib/platform/local/ledger.ts',
    from: '  return String(row.epoch) === intent.expectedEpoch\n',
    to: '  return String(row.epoch) !== "none"\n',
    tests: LAW,
  },
  {
    name: 'a pointer that moved meanwhile is moved all the same',
    file: 'lib/core/publish/law.ts',
    from: '    if (stale) return',
    to: '    if (stale && request.dataset === "") return',
    tests: LAW,
  },
  {
    name: 'files are not compared with the manifest before they are published',
    file: 'lib/platform/local/find-files.ts',
    from: 'there?.etag === file.etag && there.sizeBytes === file.sizeBytes',
    to: 'there !== undefined',
    tests: LAW,
  },
  {
    name: 'drift is not looked for',
    file: 'lib/core/publish/detect-drift.ts',
    from: '  if (partitions.length === 0 && seen.projection === state.projection) return undefined;',
    to: '  if (partitions.length >= 0) return undefined;',
    tests: LAW,
  },
  {
    name: 'a new version is built where readers can see it',
    file: 'lib/platform/local/publisher.ts',
    from: '  await buildVersion(place, await planVersion(place, intent, state, lake), lake.root);\n  await swap(place, before, after);',
    to: '  const plan = await planVersion(place, intent, state, lake);\n  await swap(place, before, after);\n  await buildVersion(place, plan, lake.root);',
    tests: [...LAW, 'test/cli/readers.test.ts'],
  },
  {
    name: 'a link is read back that a power cut may take away again',
    file: 'lib/platform/local/publisher.ts',
    from: "        if (shown.kind === 'version') await syncPath(",
    to: "        if (shown.kind === 'nothing') await syncPath(",
    tests: POWER,
  },
  {
    name: 'the folders above a first publish are not synced',
    file: 'lib/platform/local/publisher.ts',
    from: '  if (before === null) await syncAll(',
    to: "  if (before === '') await syncAll(",
    tests: POWER,
  },
  {
    name: 'what an engine wrote is published without being synced',
    file: 'lib/platform/local/build-version.ts',
    from: 'files.filter((f) => f.fresh)',
    to: "files.filter((f) => f.fresh && f.to === '')",
    tests: POWER,
  },
  {
    name: 'what was hashed before a power cut is believed after it',
    file: 'lib/platform/local/etag-cache.ts',
    from: '[boot, dev,',
    to: '[dev,',
    tests: POWER,
  },
  {
    name: 'a lease is lost while it lasts',
    file: 'lib/platform/local/ledger-leases.ts',
    from: 'Number(held.until_ms) > now)',
    to: 'Number(held.until_ms) > now + ttlMs)',
    tests: RACES,
  },
  {
    name: 'a rollback loses newer snapshots unasked',
    file: 'lib/core/publish/plan-rollback.ts',
    from: '  if (lost.length > 0 && !loseNewer) {',
    to: '  if (lost.length > 1000 && !loseNewer) {',
    tests: LAW,
  },
  {
    name: 'a threshold is off by one: at least excludes the bound',
    file: 'lib/core/checks/threshold.ts',
    from: 'mustBeGreaterOrEqualTo: low >= 0',
    to: 'mustBeGreaterOrEqualTo: low > 0',
    tests: JUDGE,
  },
  {
    name: 'an age of exactly the limit is fresh',
    file: 'lib/core/checks/freshness.ts',
    from: 'now - at < limitMicros',
    to: 'now - at <= limitMicros',
    tests: JUDGE,
  },
  {
    name: 'nulls count against value rules',
    file: 'lib/core/checks/metrics.ts',
    from: '  const value = and(isNotNull(col(c.name)), withNan(c, bad));',
    to: '  const value = or(isNull(col(c.name)), withNan(c, bad));',
    tests: JUDGE,
  },
  {
    name: 'NaN is looked past',
    file: 'lib/core/checks/range.ts',
    from: 'nans > 0n ? double(Number.NaN)',
    to: 'nans < 0n ? double(Number.NaN)',
    tests: JUDGE,
  },
  {
    name: 'a warning is treated as a pass',
    file: 'lib/core/gate/judge.ts',
    from: "(rule.severity === 'warning' ? 'warned' : 'failed')",
    to: "(rule.severity === 'warning' ? 'passed' : 'failed')",
    tests: JUDGE,
  },
  {
    name: 'what was not evaluated lets the partition in',
    file: 'lib/core/gate/decide.ts',
    from: "(c.outcome === 'failed' || c.outcome === 'notEvaluated')",
    to: "c.outcome === 'failed'",
    tests: JUDGE,
  },
  {
    name: 'a number that is missing counts as zero',
    file: 'lib/core/checks/counting.ts',
    from: "  return value.type === 'integer' ? BigInt(value.value) : undefined;",
    to: "  return value.type === 'integer' ? BigInt(value.value) : 0n;",
    tests: JUDGE,
  },
  {
    name: 'a missing partition passes',
    file: 'lib/core/gate/decide.ts',
    from: "  if (missing) return 'reject';",
    to: "  if (missing) return 'publish';",
    tests: [...JUDGE, 'test/cli/policies.test.ts'],
  },
  {
    name: 'ALWAYS lets a broken rule through',
    file: 'lib/core/gate/decide.ts',
    from: "blocking.some((c) => c.reason === 'broken') ? 'reject'",
    to: "blocking.some((c) => c.reason === 'broken' && c.id === '') ? 'reject'",
    tests: JUDGE,
  },
  {
    name: 'a window is let in although one partition was rejected',
    file: 'lib/core/gate/decide.ts',
    from: "unit === 'window' && rejected && publishes",
    to: "unit === 'window' && rejected && !publishes",
    tests: JUDGE,
  },
  {
    name: 'a judgement is found again although the threshold changed',
    file: 'lib/core/gate/keys.ts',
    from: 'engine, thresholds, unit, arguments: args });',
    to: 'engine, unit, arguments: args });',
    tests: JUDGE,
  },
  {
    name: 'partitions are judged as of now, not as of their end',
    file: 'lib/core/pipeline/as-of.ts',
    from: '  Date.parse(now) < Date.parse(end) ? now : end;',
    to: '  Date.parse(now) < Date.parse(end) ? end : now;',
    tests: ['test/core/pipeline'],
  },
  {
    name: 'rows of no expected partition are not looked at',
    file: 'lib/steps/gate/judge.ts',
    from: '  const judged = [...expected, ...unexpected];',
    to: '  const judged = [...expected, ...unexpected.slice(0, 0)];',
    tests: ['test/cli/policies.test.ts'],
  },
  {
    name: 'duplicates are counted as groups instead of excess rows',
    file: 'lib/core/checks/duplicates.ts',
    from: '{ excess: keyed - distinct, keyed }',
    to: '{ excess: keyed - distinct > 0n ? 1n : 0n, keyed }',
    tests: JUDGE,
  },
];
