import { defineTable, int64, utf8 } from '../../../src/vast/table';

/** Each transaction puts one row into `entries` and three into `postings`, and hides an older posting. */
export const entries = defineTable('entries', { number: int64(), note: utf8() }, { primaryKey: ['number'] });
export const postings = defineTable(
  'postings',
  { entry: int64(), line: int64(), text: utf8() },
  { primaryKey: ['entry', 'line'], projections: { by_text: ['text'] }, softDelete: true },
);
export const POSTINGS_AN_ENTRY = 3;
