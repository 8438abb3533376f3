import path from 'node:path';
import { EVENT_TABLES, eventLogTable, eventsTable } from '../../src/events/events-table';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { MODEL_TABLES } from '../../src/tams/tables';

/** An event as it lies in the store, its texts as the graph spells them. */
export interface LogRow {
  readonly sequence: number;
  readonly cursor: string;
  readonly at: string;
  readonly type: string;
  readonly flowId: string | null;
  readonly sourceId: string | null;
  /** As the graph's enum names it. */
  readonly format: string | null;
  readonly collectors: readonly string[];
  readonly added: readonly { readonly objectId: string; readonly timerange: string }[];
  readonly removed: string | null;
}

interface Payload {
  readonly segments?: readonly { readonly object_id: string; readonly timerange: string }[];
  readonly timerange?: string;
}

/** The event log of a gateway that has stopped, straight from the tables of its data folder. */
export async function readLog(folder: string): Promise<LogRow[]> {
  const engine = await openEmbeddedEngine(path.join(folder, 'store'));
  const db = await VastDatabase.open(engine, [...MODEL_TABLES, ...EVENT_TABLES]);
  try {
    const { id } = (await db.selectOne(eventLogTable, { columns: ['id'] }))!;
    const rows = await db.select(eventsTable, {
      columns: ['sequence', 'at', 'type', 'flow_id', 'source_id', 'payload', 'format', 'collectors'],
      limit: 10_000_000,
    });
    return rows.map((row) => {
      const payload = JSON.parse(row.payload) as Payload;
      return {
        sequence: row.sequence,
        cursor: `${id}-${row.sequence}`,
        at: new Date(row.at).toISOString(),
        type: row.type,
        flowId: row.flow_id,
        sourceId: row.source_id,
        format: row.format?.toUpperCase() ?? null,
        collectors: row.collectors?.flow ?? [],
        added: (payload.segments ?? []).map(({ object_id, timerange }) => ({
          objectId: object_id,
          timerange,
        })),
        removed: payload.timerange ?? null,
      };
    });
  } finally {
    await db.close();
  }
}
