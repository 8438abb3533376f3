import type { VastDatabase } from '../vast/database';
import { le } from '../vast/predicate';
import type { EventLog } from './event-log';
import { eventsTable } from './events-table';

/** How long the log reaches back. */
export interface EventRetention {
  /** Milliseconds; older events go. */
  readonly maxAgeMs: number;
  /** The newest so many stay. */
  readonly maxCount: number;
}

/** Events of one transaction: others wait while it runs. */
const BATCH = 1_000;

/**
 * Removes the events that the retention no longer holds, oldest first, and says how many. The newest event always stays:
 * sequences go on from it.
 * @param announce awaited before anything goes, with the sequence up to which events will
 */
export async function trimLog(
  db: VastDatabase,
  log: EventLog,
  { maxAgeMs, maxCount }: EventRetention,
  now: number,
  announce: (through: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const latest = await log.latest();
  const tooOld = (await log.placeAt(now - maxAgeMs)).sequence;
  const through = Math.min(latest - 1, Math.max(tooOld, latest - maxCount));
  if (through <= (await log.oldest())) return 0;
  await announce(through);
  let removed = 0;
  for (;;) {
    const gone = await removeBatch(db, through);
    const last = gone.at(-1);
    // Batch by batch: the next one may fail.
    if (last !== undefined) log.forgetThrough(last);
    removed += gone.length;
    if (gone.length < BATCH) return removed;
  }
}

/** Removes the oldest events up to `through`, and says which. */
function removeBatch(db: VastDatabase, through: number): Promise<number[]> {
  return db.transaction(async (tx) => {
    const rows = await tx.select(eventsTable, {
      columns: ['sequence'],
      where: le('sequence', through),
      limit: BATCH,
      includeRowIds: true,
    });
    await tx.purge(
      eventsTable,
      rows.map(({ rowId }) => rowId),
    );
    return rows.map(({ sequence }) => sequence);
  });
}
