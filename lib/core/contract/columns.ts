import type { Path } from './document/path.ts';
import type { Column } from './model.ts';
import type { Item } from './odcs/property.ts';
import type { Reading } from './reading.ts';
import { isSensitive } from './sensitive.ts';
import { columnName, type ObjectSite, propertySites } from './sites.ts';

export function readColumn(reading: Reading, property: Item, path: Path): Column {
  const name = property.name ?? '';
  return {
    physicalName: columnName(property),
    name,
    ...(property.logicalType === undefined ? {} : { logicalType: property.logicalType }),
    ...(property.physicalType === undefined ? {} : { physicalType: property.physicalType }),
    required: property.required ?? false,
    partitioned: property.partitioned ?? false,
    ...(property.classification === undefined ? {} : { classification: property.classification }),
    sensitive: isSensitive(property),
    options: property.logicalTypeOptions ?? {},
    ...(property.properties === undefined
      ? {}
      : {
          properties: property.properties.map((p, i) => readColumn(reading, p, [...path, 'properties', i])),
        }),
    ...(property.items === undefined
      ? {}
      : { items: readColumn(reading, property.items, [...path, 'items']) }),
    at: reading.doc.at(property.name === undefined ? path : [...path, 'name']),
  };
}

/** Physical names of the partition columns in their order; columns without a position come last, as declared. */
export function partitionColumns(site: ObjectSite): readonly string[] {
  const columns = propertySites(site).filter(({ property }) => property.partitioned === true);
  return columns
    .toSorted((a, b) => position(a.property.partitionKeyPosition) - position(b.property.partitionKeyPosition))
    .map(({ column }) => column);
}

/** Physical names of the primary key's columns in their order. */
export function primaryKeyColumns(site: ObjectSite): readonly string[] {
  const columns = propertySites(site).filter(({ property }) => property.primaryKey === true);
  return columns
    .toSorted((a, b) => position(a.property.primaryKeyPosition) - position(b.property.primaryKeyPosition))
    .map(({ column }) => column);
}

/** The standard's default, -1, means "no position". */
const position = (given: number | undefined): number =>
  given === undefined || given < 1 ? Number.MAX_SAFE_INTEGER : given;
