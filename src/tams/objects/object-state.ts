import type { Instant } from '../model';
import type { TamsOptions } from '../context';

/**
 * Where a media object is in its life (TAMS 7.0, storage and media objects): allocated for a flow and not used yet, named by
 * a segment, in grace after its last segment went, or gone, which is as if it had never been.
 */
export type ObjectState = 'allocated' | 'referenced' | 'grace' | 'gone';

/** What of a stored object tells its state. */
export interface ObjectLife {
  readonly allocated_until: Instant | null;
  readonly unreferenced_since: Instant | null;
}

/**
 * How long an object outlives its last reference: the grace (ST11), or as long as deleted segments that name it can be
 * restored, whichever is longer. With a retention of 0 it is the grace.
 */
export function unreferencedLifeMs(options: TamsOptions): number {
  return Math.max(options.objectGraceMs, options.softDeleteRetentionMs);
}

/** Time decides, not housekeeping: an allocation that expired is gone before its row is. */
export function stateOf(life: ObjectLife | null, at: Instant, options: TamsOptions): ObjectState {
  if (life === null) return 'gone';
  if (life.allocated_until !== null) return life.allocated_until <= at ? 'gone' : 'allocated';
  if (life.unreferenced_since === null) return 'referenced';
  return life.unreferenced_since + unreferencedLifeMs(options) <= at ? 'gone' : 'grace';
}
