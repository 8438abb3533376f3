import type { VastDatabase } from '../../src/vast/database';
import { and, eq, gt, isIn, isNull, not, overlaps, startsWith } from '../../src/vast/predicate';
import { defineTable, int64, nullable, utf8 } from '../../src/vast/table';

// What must and must not compile; `npm run types` is the test.
const shelves = defineTable(
  'shelves',
  { id: utf8(), from: utf8(), to: utf8(), size: nullable(int64()) },
  { primaryKey: ['id'], projections: { largest: ['-size', 'id'] }, softDelete: true },
);
declare const db: VastDatabase;

export const compiles = [
  db.select(shelves, { columns: ['id', 'size'], where: and(eq('id', 'a'), not(gt('size', 3))), limit: 1 }),
  db.select(shelves, { columns: ['id'], where: and(isIn('id', ['a']), isNull('size')), limit: 1 }),
  db.select(shelves, {
    columns: ['id', 'deleted_at'],
    where: overlaps('from', 'to', { lo: 'a', hi: 'b' }),
    limit: 1,
  }),
  db
    .select(shelves, { columns: ['id'], where: startsWith('id', 'a'), limit: 1 })
    .then((rows) => rows[0]?.id.length),
];

// @ts-expect-error no such column to select
void db.select(shelves, { columns: ['colour'], limit: 1 });
// @ts-expect-error no such column to compare
void db.select(shelves, { columns: ['id'], where: eq('colour', 'red'), limit: 1 });
// @ts-expect-error a size is a number
void db.select(shelves, { columns: ['id'], where: eq('size', '3'), limit: 1 });
// @ts-expect-error also deep inside the tree
void db.select(shelves, { columns: ['id'], where: and(eq('id', 'a'), not(eq('size', '3'))), limit: 1 });
// @ts-expect-error numbers do not start with text
void db.select(shelves, { columns: ['id'], where: startsWith('size', 'a'), limit: 1 });
// @ts-expect-error an id is needed
void db.transaction((tx) => tx.insert(shelves, [{ from: 'a', to: 'b' }]));
// @ts-expect-error a projection sorts by columns of the table
defineTable('broken', { id: utf8() }, { primaryKey: ['id'], projections: { byColour: ['colour'] } });
