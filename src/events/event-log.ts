import type { TableTransaction, VastDatabase } from '../vast/database';
import { gt } from '../vast/predicate';
import { defineTable, instant, int64, json, nullable, utf8 } from '../vast/table';

/** Whom an event concerns, as things stood when it happened: what consumers filter by. */
export interface EventScope {
  readonly flowId: string | null;
  readonly sourceId: string | null;
}

export interface NewEvent extends EventScope {
  /** TAMS' name, such as `flows/created`. */
  readonly type: string;
  /** The `event` property of TAMS' message, without what depends on the receiver (signed URLs). */
  readonly payload: unknown;
}

export interface LoggedEvent extends NewEvent {
  /** 1, 2, 3 … without a gap, in commit order. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export const eventsTable = defineTable(
  'events',
  {
    sequence: int64(),
    at: instant(),
    type: utf8(),
    flow_id: nullable(utf8()),
    source_id: nullable(utf8()),
    payload: json<unknown>(),
  },
  { primaryKey: ['sequence'] },
);

/** The sequence that the next event of this transaction gets. */
export async function nextSequence(tx: TableTransaction): Promise<number> {
  const last = await tx.selectOne(eventsTable, { columns: ['sequence'], reverse: true });
  return (last?.sequence ?? 0) + 1;
}

/** Appends the events of a change in the change's own transaction: both happen or neither. */
export async function appendEvents(
  tx: TableTransaction,
  at: number,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const first = await nextSequence(tx);
  await tx.insert(
    eventsTable,
    events.map((event, index) => ({
      sequence: first + index,
      at,
      type: event.type,
      flow_id: event.flowId,
      source_id: event.sourceId,
      payload: event.payload,
    })),
  );
}

/** Up to `limit` events strictly behind `sequence`, in order. */
export async function eventsAfter(db: VastDatabase, sequence: number, limit: number): Promise<LoggedEvent[]> {
  const rows = await db.select(eventsTable, {
    columns: ['sequence', 'at', 'type', 'flow_id', 'source_id', 'payload'],
    where: gt('sequence', sequence),
    limit,
  });
  return rows.map(({ flow_id, source_id, ...rest }) => ({ ...rest, flowId: flow_id, sourceId: source_id }));
}
