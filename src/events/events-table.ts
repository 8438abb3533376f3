import { defineTable, instant, int64, json, nullable, utf8 } from '../vast/table';

/** Who collected an event's flow and source, as ids, when it happened. */
export interface Collectors {
  readonly flow: readonly string[];
  readonly source: readonly string[];
}

export const eventsTable = defineTable(
  'events',
  {
    sequence: int64(),
    at: instant(),
    type: utf8(),
    flow_id: nullable(utf8()),
    source_id: nullable(utf8()),
    /** Null in events that are older than the column, and where there is no flow. */
    format: nullable(utf8()),
    /** Null where nobody collects them. */
    collectors: nullable(json<Collectors>()),
    /** Characters of the payload; null in events that are older than the column. */
    size: nullable(int64()),
    /** JSON text, which nobody reads before a consumer wants the event. Last, for columns behind it cost reading over it. */
    payload: utf8(),
  },
  { primaryKey: ['sequence'] },
);

/** One row: which log this is, so that its cursors are told from those of another store. */
export const eventLogTable = defineTable('event_log', { id: utf8() }, { primaryKey: ['id'] });

export const EVENT_TABLES = [eventsTable, eventLogTable] as const;
