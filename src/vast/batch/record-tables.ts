import { bool, defineTable, instant, int64, json, nullable, utf8 } from '../table';
import type { Key } from './row-keys';

/** The insertions of several transactions that are not finished, and those with an idempotency key that are. */
export const insertionsTable = defineTable(
  'batch_insertions',
  {
    id: utf8(),
    /** The table that it inserts into. */
    target: utf8(),
    rollback: utf8(),
    keyed: bool(),
    /** Null when it is finished and its batches are forgotten. */
    begun: nullable(instant()),
    /** From here on it is not to be undone. */
    finished: nullable(instant()),
    /** When finished: rows of the data, and the fingerprint of them all. */
    rows: nullable(int64()),
    fingerprint: nullable(utf8()),
  },
  {
    primaryKey: ['id'],
    projections: { unfinished: ['begun'], finished: ['finished'] },
    sparse: ['unfinished', 'finished'],
  },
);

/** The batches that an unfinished insertion has stored, each written in the transaction that stored its rows. */
export const partsTable = defineTable(
  'batch_parts',
  {
    insertion: utf8(),
    /** Its rows are those from number `first` to before number `behind`. */
    first: int64(),
    behind: int64(),
    fingerprint: utf8(),
    /** The primary keys of its rows. */
    keys: json<readonly Key[]>(),
  },
  { primaryKey: ['insertion', 'first'] },
);

export const RECORD_TABLES = [insertionsTable, partsTable];
