import type { TokenReader } from './user-query-reader.ts';
import type { Expr, Query } from './user-query-syntax.ts';

export type ReadQuery = (reader: TokenReader) => Query;

/** What the parts of the grammar hand to each other: they refer to one another in circles. */
export interface Grammar {
  readonly reader: TokenReader;
  readonly readQuery: ReadQuery;
  /** Reads one whole expression. */
  readonly expr: () => Expr;
}

/** The name by which the one table is known where the query gives it none. */
export const OBJECT_ALIAS = 'object';

/** Words that begin or join clauses: never a column without quotes. */
const RESERVED = new Set(
  (
    'SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT WITH AND OR NOT IN IS LIKE ILIKE ' +
    'BETWEEN EXISTS CASE WHEN THEN ELSE END CAST TRY_CAST AS ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL ' +
    'DISTINCT ALL ANY SOME NULL TRUE FALSE QUALIFY WINDOW OVER FILTER ASC DESC INTO VALUES TABLE LATERAL UNNEST ' +
    'TABLESAMPLE INSERT UPDATE DELETE DROP CREATE ALTER COPY ATTACH PRAGMA SET CALL EXTRACT ESCAPE COLLATE SIMILAR ' +
    'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP'
  ).split(' '),
);
export const isReserved = (upper: string): boolean => RESERVED.has(upper);
