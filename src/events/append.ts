import type { TableTransaction } from '../vast/database';
import { eventsTable } from './events-table';

/** Whom an event concerns, as things stood when it happened (for a deletion, just before): what consumers filter by. */
export interface EventScope {
  readonly flowId: string | null;
  readonly sourceId: string | null;
  /** The flow's content format. */
  readonly format: string | null;
  /** The flows that collect the flow. */
  readonly flowCollectedBy: readonly string[];
  /** The sources that collect the source. */
  readonly sourceCollectedBy: readonly string[];
}

export interface NewEvent extends EventScope {
  /** TAMS' name, such as `flows/created`. */
  readonly type: string;
  /** The `event` property of TAMS' message, without what depends on the receiver (signed URLs). */
  readonly payload: unknown;
}

/** The sequence that the next event of this transaction gets. */
export async function nextSequence(tx: TableTransaction): Promise<number> {
  return ((await lastEvent(tx))?.sequence ?? 0) + 1;
}

/**
 * Appends the events of a change in the change's own transaction: both happen or neither. Times never go back, whatever the
 * clock does, so that a time names one place in the log.
 */
export async function appendEvents(
  tx: TableTransaction,
  at: number,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const last = await lastEvent(tx);
  const first = (last?.sequence ?? 0) + 1;
  await tx.insert(
    eventsTable,
    events.map((event, index) => {
      const payload = JSON.stringify(event.payload);
      const { flowCollectedBy, sourceCollectedBy } = event;
      return {
        sequence: first + index,
        at: Math.max(at, last?.at ?? at),
        type: event.type,
        flow_id: event.flowId,
        source_id: event.sourceId,
        payload,
        format: event.format,
        collectors:
          flowCollectedBy.length + sourceCollectedBy.length === 0
            ? null
            : { flow: flowCollectedBy, source: sourceCollectedBy },
        size: payload.length,
      };
    }),
  );
}

/** The log is never empty again once it has an event (`retention.ts`), so sequences go on for ever. */
function lastEvent(tx: TableTransaction) {
  return tx.selectOne(eventsTable, { columns: ['sequence', 'at'], reverse: true });
}
