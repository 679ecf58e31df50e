import { keyOf } from '../values/canonical.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { valueAt } from './document/zod-issues.ts';
import { readDocument, type YamlDocument } from './document.ts';
import { hasErrors, type Issue } from './issue.ts';
import type { Contract, Server } from './model.ts';
import { exactValue } from './number-text.ts';
import { type ApiVersion, identityIssues, isApiVersion } from './odcs/api-version.ts';
import type { OdcsContract } from './odcs/contract.ts';
import { featureWarnings } from './odcs/features.ts';
import { ownerOf } from './owner.ts';
import { type Reading, startReading } from './reading.ts';
import { readDatasets } from './rules.ts';
import { checkSemantics } from './semantic.ts';
import { readStructure } from './structure.ts';

const ASSUMED: ApiVersion = 'v3.1.0';

/**
 * Reads an ODCS contract, v3.0.0 to v3.2.0. Every problem comes in one pass, in the order of the file: those of the
 * structure, and with what is left of the document those of its meaning. `file` names it in messages, and names the
 * contract where the document does not.
 */
export function readContract(
  text: string,
  file: string,
): Result<{ readonly contract: Contract; readonly warnings: readonly Issue[] }, readonly Issue[]> {
  const document = readDocument(text, file);
  if (!document.ok) return document;
  const doc = document.value;
  const stranger = identityIssues(doc);
  if (stranger.length > 0) return fail(stranger);

  const version = isApiVersion(doc.value.apiVersion) ? doc.value.apiVersion : ASSUMED;
  const { issues, odcs } = readStructure(doc, version);
  const reading = startReading(doc, version);
  for (const found of [...issues, ...featureWarnings(doc, version)]) reading.add(found);
  const contract = odcs && readMeaning(reading, odcs);
  const all = reading.issues.toSorted(byPlace);
  return contract === undefined || hasErrors(all) ? fail(all) : ok({ contract, warnings: all });
}

function readMeaning(reading: Reading, odcs: OdcsContract): Contract {
  checkSemantics(reading, odcs);
  const { doc } = reading;
  const owner = ownerOf(odcs);
  return {
    id: odcs.id,
    name: odcs.name ?? fileStem(doc.file),
    version: odcs.version,
    apiVersion: odcs.apiVersion,
    ...(odcs.status === undefined ? {} : { status: odcs.status }),
    file: doc.file,
    sha256: keyOf(exactValue(doc)),
    servers: (odcs.servers ?? []).map((server, i) => readServer(doc, server, i)),
    datasets: readDatasets(reading, odcs),
    ...(owner === undefined ? {} : { owner }),
  };
}

function readServer(
  doc: YamlDocument,
  server: NonNullable<OdcsContract['servers']>[number],
  i: number,
): Server {
  return {
    server: server.server,
    type: server.type,
    ...(server.environment === undefined ? {} : { environment: server.environment }),
    properties: asWritten(doc, i) ?? server,
    at: doc.at(['servers', i, 'server']),
  };
}

/** Keys that the model does not name included: in 3.0 a server may have any. */
function asWritten(doc: YamlDocument, i: number): Readonly<Record<string, unknown>> | undefined {
  const value = valueAt(doc.value, ['servers', i]);
  return isMapping(value) ? value : undefined;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `contracts/aviation/flights.odcs.yaml` → `flights` */
export const fileStem = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? file).replace(/(\.odcs)?\.(ya?ml|json)$/i, '');

const byPlace = (a: Issue, b: Issue): number =>
  (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);
