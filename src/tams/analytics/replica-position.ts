import type { EventLog } from '../../events/event-log';
import type { DuckSession } from '../../vast/analytics/session';
import { sql } from '../../vast/analytics/sql';
import { FORMAT } from './replica-tables';

/** What a replica's data is as of. */
export interface ReplicaPosition {
  /** The last event that it has taken in. */
  readonly position: number;
  /** When that was: tells whether the log is still the same one, also after an older copy of the store was put back. */
  readonly positionAt: number;
  /** The last late upload (objects/late-uploads.ts) that it has taken in. */
  readonly uploads: number;
}

/** To be called in the transaction that brings the data there. */
export function storePosition(
  session: DuckSession,
  { position, positionAt, uploads }: ReplicaPosition,
): Promise<void> {
  return session.run(
    sql('UPDATE replica SET position = ?::BIGINT, position_at = ?::BIGINT, uploads = ?::BIGINT', [
      position,
      positionAt,
      uploads,
    ]),
  );
}

/** The position of a replica that can go on from where it is; null for any other: it has to be filled anew. */
export async function positionOf(session: DuckSession, log: EventLog): Promise<ReplicaPosition | null> {
  const tables = await session.rows<{ n: number }>(
    sql("SELECT count(*)::INTEGER AS n FROM information_schema.tables WHERE table_name = 'replica'"),
  );
  if (tables[0]?.n !== 1) return null;
  const [row] = await session.rows<{
    format: number;
    log: string;
    position: number;
    at: number;
    uploads: number;
  }>(
    sql(
      'SELECT format, log, position::DOUBLE AS position, position_at::DOUBLE AS at, uploads::DOUBLE AS uploads FROM replica',
    ),
  );
  if (row?.format !== FORMAT || row.log !== log.id) return null;
  const { position, at, uploads } = row;
  if (position > (await log.latest()) || position < (await log.oldest())) return null;
  return at === (await timeOfEvent(log, position)) ? { position, positionAt: at, uploads } : null;
}

/** When the event was appended; 0 when there is none of this sequence, or no longer. */
export async function timeOfEvent(log: EventLog, sequence: number): Promise<number> {
  if (sequence === 0 || sequence <= (await log.oldest())) return 0;
  const [head] = await log.heads(sequence - 1, 1);
  return head?.at ?? 0;
}
