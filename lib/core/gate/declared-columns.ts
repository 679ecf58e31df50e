import type { Dataset } from '../contract/model.ts';
import { typeForText } from '../sql/logical-type.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { typeNameOf } from '../sql/type-name-of.ts';

/** The columns that a contract declares, as if there were files of them: those that name partitions are in the path. */
export const declaredColumns = ({
  columns,
  partitionedBy,
}: Pick<Dataset, 'columns' | 'partitionedBy'>): readonly PhysicalColumn[] =>
  columns.map((c) => {
    const type = typeForText(c);
    const from = partitionedBy.includes(c.physicalName) ? 'path' : 'file';
    return { name: c.physicalName, type, typeName: typeNameOf(type), from };
  });
