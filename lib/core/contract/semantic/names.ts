import type { Path } from '../document/path.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';
import { objectSites, propertySites, qualitySites } from '../sites.ts';

/** Names that must tell things apart: datasets, columns (engines ignore case), ids of rules. */
export function checkNames(reading: Reading, odcs: OdcsContract): void {
  const objects = objectSites(odcs);
  repeated(
    objects.map(({ object, path }) => ({ name: object.name, path: [...path, 'name'] })),
    (name, path, line) => reading.error('SLU-130', { name, line }, path),
    reading,
  );
  for (const object of objects) {
    repeated(
      propertySites(object).map(({ column, path, property }) => ({
        name: column,
        key: column.toLowerCase(),
        path: [...path, property.physicalName === undefined ? 'name' : 'physicalName'],
      })),
      (name, path, line) => reading.error('SLU-131', { name, line, dataset: object.object.name }, path),
      reading,
    );
    const rules = qualitySites(object).flatMap(({ quality, path }) =>
      quality.id === undefined ? [] : [{ name: quality.id, path: [...path, 'id'] }],
    );
    const say = (name: string, path: Path, line: string) =>
      reading.error('SLU-132', { name, line, dataset: object.object.name }, path);
    repeated(rules, say, reading);
  }
}

interface Named {
  readonly name: string;
  readonly key?: string;
  readonly path: Path;
}

function repeated(
  list: readonly Named[],
  say: (name: string, path: Path, line: string) => void,
  { doc }: Reading,
): void {
  const first = new Map<string, Path>();
  for (const { name, key = name, path } of list) {
    const earlier = first.get(key);
    if (earlier) say(name, path, String(doc.at(earlier).line));
    else first.set(key, path);
  }
}
