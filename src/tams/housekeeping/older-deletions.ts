import type { TableTransaction, VastDatabase } from '../../vast/database';
import { eq, isIn } from '../../vast/predicate';
import { noteEntities, noteSegments } from '../deleted/records';
import { ALL_ROWS } from '../limits';
import type { Uuid } from '../model';
import {
  entityDeletionsTable,
  flowsTable,
  hiddenStretchesTable,
  segmentDeletionsTable,
  segmentsTable,
  sourcesTable,
} from '../tables';
import type { Cut } from '../time/cut';
import { rangeOfCuts } from '../time/timerange';

/** Deletions of one transaction. */
const STEP = 200;

interface Found {
  readonly id: number;
  readonly at: number;
  readonly flowId: Uuid | null;
  readonly sourceId: Uuid | null;
}

/**
 * Notes the deletions (deleted/records.ts) of a store that was written before they were noted, so that what they hid is found
 * and purged like all else. There are none to note where there is a note for each: that is told by two counts.
 */
export async function noteOlderDeletions(db: VastDatabase): Promise<void> {
  if ((await db.count(entityDeletionsTable)) < (await db.count(flowsTable, undefined, 'deleted')))
    await noteAll(db, entityDeletionsTable, await deletionsOfEntities(db), (tx, found) =>
      noteEntities(tx, found, found),
    );
  if ((await db.count(hiddenStretchesTable)) < (await db.count(segmentDeletionsTable))) {
    const all = await db.select(segmentDeletionsTable, { columns: ['id', 'at'], limit: ALL_ROWS });
    await noteAll(db, hiddenStretchesTable, all, noteStretch);
  }
}

/** What deleted rows tell of: each deletion once, with the flow and the source that it hid. */
async function deletionsOfEntities(db: VastDatabase): Promise<Found[]> {
  const found = new Map<number, Found>();
  for (const table of [sourcesTable, flowsTable]) {
    const rows = await db.select(table as typeof flowsTable, {
      columns: ['id', 'deletion', 'deleted_at'],
      visibility: 'deleted',
      limit: ALL_ROWS,
    });
    for (const { id: entity, deletion, deleted_at } of rows)
      if (deletion !== null && deleted_at !== null) {
        const other = found.get(deletion) ?? { flowId: null, sourceId: null };
        const own = table === flowsTable ? { flowId: entity } : { sourceId: entity };
        found.set(deletion, { ...other, ...own, id: deletion, at: deleted_at });
      }
  }
  return [...found.values()];
}

async function noteAll<D extends { readonly id: number }>(
  db: VastDatabase,
  notes: typeof entityDeletionsTable | typeof hiddenStretchesTable,
  deletions: readonly D[],
  note: (tx: TableTransaction, deletion: D) => Promise<void>,
): Promise<void> {
  const byId = notes === hiddenStretchesTable ? 'by_deletion' : 'primary';
  for (let from = 0; from < deletions.length; from += STEP) {
    const some = deletions.slice(from, from + STEP);
    await db.transaction(async (tx) => {
      const noted = await tx.select(notes as typeof entityDeletionsTable, {
        columns: ['id'],
        where: isIn(
          'id',
          some.map(({ id }) => id),
        ),
        projection: byId,
        limit: STEP,
      });
      const known = new Set(noted.map(({ id }) => id));
      for (const deletion of some) if (!known.has(deletion.id)) await note(tx, deletion);
    });
  }
}

/** A deletion hid segments of one timeline: from the start of the first to the end of the last. */
async function noteStretch(tx: TableTransaction, { id, at }: { id: number; at: number }): Promise<void> {
  const hidden = { where: eq('deletion', id), visibility: 'deleted' } as const;
  const columns = ['flow_id', 'start_cut', 'end_cut'] as const;
  const first = await tx.selectOne(segmentsTable, { columns, ...hidden });
  const last = await tx.selectOne(segmentsTable, { columns, ...hidden, reverse: true });
  if (first && last)
    await noteSegments(
      tx,
      first.flow_id,
      { id, at },
      rangeOfCuts(first.start_cut as Cut, last.end_cut as Cut),
    );
}
