/** A place in a log: behind the event `sequence`, or, with `item`, behind that item (from 0) of what the event tells. */
export interface Place {
  readonly sequence: number;
  readonly item: number | null;
}

/** What is given as a cursor was not made for this log. */
export class BadCursor extends Error {}

/** The log no longer holds what follows a cursor; `oldest` is the cursor from which it holds everything. */
export class CursorExpired extends Error {
  constructor(readonly oldest: string) {
    super(`the log no longer reaches back to it; the oldest cursor is ${oldest}`);
  }
}

/** Events are numbered from 1: there is no item of event 0. */
const CURSOR = /^([a-z0-9]{8})-(?:0|([1-9]\d{0,15})(?:\.(0|[1-9]\d{0,8}))?)$/;

/** A place as an opaque text that is safe in URLs and headers. */
export function formatCursor(logId: string, { sequence, item }: Place): string {
  return `${logId}-${sequence}${item === null ? '' : `.${item}`}`;
}

/** @throws BadCursor for what `formatCursor` did not make for this log */
export function parseCursor(logId: string, text: string): Place {
  const match = CURSOR.exec(text);
  if (!match) throw new BadCursor('it is no cursor of an event feed');
  if (match[1] !== logId) throw new BadCursor('it comes from the event log of another store');
  return { sequence: Number(match[2] ?? 0), item: match[3] === undefined ? null : Number(match[3]) };
}

/** Whether `a` lies before `b`: something may be told of behind the one that is over at the other. */
export function isBefore(a: Place, b: Place): boolean {
  if (a.sequence !== b.sequence) return a.sequence < b.sequence;
  return (a.item ?? Infinity) < (b.item ?? Infinity);
}

/** The last event that is over at a place: behind an item, the rest of its event is still to come. */
export function overThrough({ sequence, item }: Place): number {
  return item === null ? sequence : sequence - 1;
}
