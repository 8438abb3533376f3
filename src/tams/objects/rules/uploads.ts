import { TamsError } from '../../errors';
import type { Uuid } from '../../model';

/**
 * Media of an object that was allocated for, or first registered with, a read-only flow are not written (TAMS 7.0, read-only
 * flows).
 * @throws TamsError `FlowReadOnly`
 */
export function flowsAreWritable(flows: readonly { id: Uuid; read_only: boolean }[]): void {
  for (const { id, read_only } of flows) if (read_only) throw new TamsError('FlowReadOnly', id);
}

/**
 * Written media never change: an object may be written again only while no segment names it; once one does, bytes that are
 * still missing may come (ST9).
 * @throws TamsError `MediaImmutable`
 */
export function objectMayBeWritten(objectId: string, referenced: boolean, hasBytes: boolean): void {
  if (referenced && hasBytes) throw new TamsError('MediaImmutable', objectId);
}
