import { invalidObjectId } from '../../../media/object-id';
import type { Uuid } from '../../model';
import type { ObjectState } from '../../objects/object-state';
import { refuse, type Refusal } from './refusal';

/** An object id is one that the store can keep and address; above all it is not empty (SG4, ST4). */
export function objectIdIsWellFormed(objectId: string): Refusal | null {
  const reason = invalidObjectId(objectId);
  return reason === null ? null : refuse('ObjectNotUsable', reason);
}

/** What SG4 looks at. */
export interface ObjectUse {
  readonly objectId: string;
  readonly flowId: Uuid;
  readonly state: ObjectState;
  /** Of an allocated object. */
  readonly allocatedFor: Uuid | null;
  readonly bringsUrls: boolean;
  /** False for one that the caller does not see: it is not there, but its id cannot be theirs. */
  readonly isSeen: boolean;
}

/**
 * A segment names an object that was allocated for its own flow, or that is or lately was in use by any flow, or that the
 * store does not know and whose URLs the segment brings. URLs do not open another flow's allocation (SG4; TAMS 7.0,
 * registering segments).
 */
export function objectIsUsable(use: ObjectUse): Refusal | null {
  if (!use.isSeen) return use.bringsUrls ? refuse('ObjectNotUsable', 'its id is taken') : unknown();
  switch (use.state) {
    case 'referenced':
    case 'grace':
      return null;
    case 'allocated':
      return use.allocatedFor === use.flowId
        ? null
        : refuse('ObjectNotUsable', 'it is allocated for another flow, which has not used it yet');
    case 'gone':
      return use.bringsUrls ? null : unknown();
  }
}

const unknown = () =>
  refuse('ObjectNotUsable', 'the store does not know it, and the segment has no URLs for it');
