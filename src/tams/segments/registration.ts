import { appendEvents } from '../../events/append';
import type { StoreContext } from '../context';
import { ERRORS, TamsError } from '../errors';
import { requireContainer, writableFlow } from '../flows/access';
import type { AddedSegments, FailedSegment, Instant, Segment, SegmentInput, Uuid } from '../model';
import { hiddenObjects } from '../objects/hidden-objects';
import { ObjectRegister } from '../objects/object-register';
import { flowsTable, segmentsTable } from '../tables';
import { occupiedNear } from './occupied-near';
import type { OccupiedTime } from './occupied-time';
import { placeOf } from './place';
import { refusalOfInput, urlsOfInput } from './registration-checks';
import { objectIsUsable } from './rules/object';
import { doesNotOverlap } from './rules/overlap';
import type { Refusal } from './rules/refusal';
import { segmentsAdded } from './segment-events';
import { rowOf, segmentFrom } from './segment-rows';

/** The most segments of one request (H13). */
export const MAX_SEGMENTS = 10_000;

/**
 * Registers segments in the order given (TAMS 7.0, registering segments). One that breaks a rule fails and the rest goes
 * on; when none is left, or none was given (SG8), nothing changes.
 * @throws TamsError `TooLarge`, `FlowNotFound`, `FlowReadOnly`, `NoContainer`: nothing is registered then.
 */
export async function addSegments(
  context: StoreContext,
  flowId: Uuid,
  inputs: readonly SegmentInput[],
): Promise<AddedSegments> {
  if (inputs.length > MAX_SEGMENTS)
    throw new TamsError('TooLarge', `${inputs.length} segments in one request; at most ${MAX_SEGMENTS} fit`);
  const backends = context.media.list();
  const refusals = inputs.map((input) => refusalOfInput(input, backends));
  return context.db.transaction(async (tx) => {
    const stored = await writableFlow(tx, flowId);
    const { rowId, flow } = stored;
    requireContainer(flow);
    const place = await placeOf(tx, stored);
    const at = context.now();
    const candidates = inputs.filter((_, i) => refusals[i] === null);
    const occupied = await occupiedNear(
      tx,
      place.timeline,
      candidates.map(({ timerange }) => timerange),
    );
    const objects = await ObjectRegister.open(tx, flowId, candidates, at, context.options);
    const hidden = await hiddenObjects(tx, context, objects);
    const added: Segment[] = [];
    const failed: FailedSegment[] = [];
    inputs.forEach((input, index) => {
      const refusal = refusals[index] ?? refusalByStore(flowId, input, occupied, objects, hidden);
      if (refusal) {
        failed.push(failedSegment(index, input, refusal, at));
        return;
      }
      occupied.add(input.timerange);
      added.push(segmentFrom(flowId, input, objects.use(input.objectId, urlsOfInput(input))));
    });
    if (added.length > 0) {
      await tx.insert(
        segmentsTable,
        added.map((segment) => rowOf(segment, objects.storageOf(segment.objectId), place, at)),
      );
      await objects.write(tx);
      await tx.update(flowsTable, [rowId], { segments_updated: at });
      const scope = await context.scopes.ofFlow(tx, flow);
      await appendEvents(tx, at, [segmentsAdded(scope, flowId, added)]);
    }
    return { added: added.length, failed };
  });
}

/** The rules that depend on what is stored and on what the request brought before. */
function refusalByStore(
  flowId: Uuid,
  input: SegmentInput,
  occupied: OccupiedTime,
  objects: ObjectRegister,
  hidden: ReadonlySet<string>,
): Refusal | null {
  return (
    doesNotOverlap(input.timerange, occupied) ??
    objectIsUsable({
      isSeen: !hidden.has(input.objectId),
      objectId: input.objectId,
      flowId,
      state: objects.stateOf(input.objectId),
      allocatedFor: objects.allocatedFor(input.objectId),
      bringsUrls: (input.getUrls ?? []).length > 0,
    })
  );
}

function failedSegment(
  index: number,
  input: SegmentInput,
  { type, detail }: Refusal,
  time: Instant,
): FailedSegment {
  const { objectId, timerange } = input;
  return { index, objectId, timerange, error: { type, summary: `${ERRORS[type].summary}: ${detail}`, time } };
}
