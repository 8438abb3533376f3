import { PRIMARY, type Projection } from '../../table';
import type { ColumnType, StoredColumn, StoredTable } from '../../stored-table';
import type { Connection } from './connection';
import { indexName, TOMB } from './layout';

/** What the catalog said of a table before format 3. */
interface Named {
  readonly name: string;
  readonly columns: readonly string[];
  readonly projections: readonly string[];
}

/** Format 3: the catalog holds whole definitions. What the older one did not say is read off the tables' shape. */
export function inferDefinitions(connection: Connection): void {
  const all = connection.json('SELECT json_group_array(json(definition)) FROM "_tables"') as Named[];
  for (const named of all)
    connection.run('UPDATE "_tables" SET definition = ?2 WHERE name = ?1', [
      named.name,
      JSON.stringify(inferred(connection, named)),
    ]);
}

const TYPES: Readonly<Record<string, ColumnType>> = { TEXT: 'utf8', INTEGER: 'int64', REAL: 'float64' };
const DELETION: readonly StoredColumn[] = [
  { name: 'deleted', type: 'bool', nullable: false },
  { name: 'deleted_at', type: 'instant', nullable: true },
  { name: 'deleted_by', type: 'utf8', nullable: true },
  { name: 'deletion', type: 'int64', nullable: true },
];

function inferred(connection: Connection, { name, columns, projections }: Named): StoredTable {
  const shape = connection.json(
    'SELECT json_group_array(json_array(name, type, "notnull", pk)) FROM pragma_table_info(?1)',
    [name],
  ) as [string, string, number, number][];
  const softDelete = shape.some(([column]) => column === TOMB);
  const stored = new Map(shape.map(([column, type, notNull]) => [column, { type, notNull }]));
  const key = shape.filter(([column, , , place]) => place > 0 && column !== TOMB);
  const primaryKey = key.sort((a, b) => a[3] - b[3]).map(([column]) => column);
  return {
    name,
    columns: columns.map((column) => {
      const deletion = softDelete ? DELETION.find((of) => of.name === column) : undefined;
      const { type = 'TEXT', notNull = 0 } = stored.get(column) ?? {};
      return deletion ?? { name: column, type: TYPES[type] ?? 'utf8', nullable: notNull === 0 };
    }),
    primaryKey,
    projections: Object.fromEntries(
      projections.map((projection) => [
        projection,
        projection === PRIMARY
          ? { columns: primaryKey.map((column) => ({ column, descending: false })), sparse: false }
          : projectionOf(connection, indexName(name, projection)),
      ]),
    ),
    softDelete,
    disjoint: null,
    inferred: true,
  };
}

function projectionOf(connection: Connection, index: string): Projection {
  const sorted = connection.json(
    'SELECT json_group_array(json_array(name, "desc")) FROM pragma_index_xinfo(?1) WHERE "key" = 1',
    [index],
  ) as [string, number][];
  const partial = connection.value(
    "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = ?1 AND sql LIKE '% WHERE %'",
    [index],
  );
  return {
    columns: sorted
      .filter(([column]) => column !== TOMB)
      .map(([column, descending]) => ({ column, descending: descending === 1 })),
    sparse: partial === 1,
  };
}
