import { EVENT_TABLES } from '../../src/events/events-table';
import { MODEL_TABLES } from '../../src/tams/tables';
import type { VastDatabase } from '../../src/vast/database';
import type { TableDefinition } from '../../src/vast/table';

/** Rows of every table, live and deleted. */
export type Dump = readonly (readonly [table: string, live: unknown, deleted: unknown])[];

/** What background work writes in its own time. */
const BACKGROUND: Readonly<Record<string, readonly string[]>> = {
  webhooks: ['position', 'replays', 'deliveries'],
};

/** Everything stored that requests change: equal before and after what must change nothing. */
export async function dumpOf(database: VastDatabase): Promise<Dump> {
  const dump: [string, unknown, unknown][] = [];
  for (const table of [...MODEL_TABLES, ...EVENT_TABLES] as TableDefinition[]) {
    const background = BACKGROUND[table.name] ?? [];
    const columns = Object.keys(table.columns).filter((name) => !background.includes(name));
    const query = { columns, limit: 1_000_000 };
    const deleted = table.softDelete ? await database.select(table, { ...query, visibility: 'deleted' }) : [];
    dump.push([table.name, await database.select(table, query), deleted]);
  }
  return dump;
}
