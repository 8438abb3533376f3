import { appendEvents, type NewEvent } from '../../events/append';
import type { StorageBackend } from '../../media/store';
import type { InsertRow, TableTransaction } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import type { StoreContext } from '../context';
import { ERRORS, TamsError } from '../errors';
import { flowsInUse, requireContainer, writable, type FlowInUse } from '../flows/access';
import type { AddedSegments, FailedSegment, Instant, Segment, SegmentInput, Uuid } from '../model';
import { hiddenObjects } from '../objects/hidden-objects';
import { ObjectRegister } from '../objects/object-register';
import { flowsTable, segmentsTable } from '../tables';
import type { TimeRange } from '../time/timerange';
import { occupiedNear } from './occupied-near';
import type { OccupiedTime } from './occupied-time';
import { placeOf, type Place } from './place';
import { refusalOfInput, urlsOfInput } from './registration-checks';
import { objectIsUsable } from './rules/object';
import { doesNotOverlap } from './rules/overlap';
import type { Refusal } from './rules/refusal';
import { segmentsAdded } from './segment-events';
import { rowOf, segmentFrom } from './segment-rows';

/** What one request asks for. */
export interface Registration {
  readonly flowId: Uuid;
  readonly inputs: readonly SegmentInput[];
}

/**
 * Registers segments in the order given (TAMS 7.0, registering segments). One that breaks a rule fails and the rest goes
 * on; when none is left, or none was given (SG8), nothing changes. Many registrations take as many storage reads as one, as long
 * as segments come behind those of their flows (`occupiedNear`).
 * @returns for each registration what came of it; the error `FlowNotFound`, `FlowReadOnly` or `NoContainer` of one of which
 * nothing is registered
 */
export async function registerSegments(
  tx: TableTransaction,
  context: StoreContext,
  registrations: readonly Registration[],
): Promise<(AddedSegments | TamsError)[]> {
  const at = context.now();
  const flows = await flowsInUse(tx, [...new Set(registrations.map(({ flowId }) => flowId))]);
  const asked = registrations.map((registration) => askedOf(registration, flows, context.media.list()));
  const admitted = asked.filter((one): one is Asked => !(one instanceof TamsError));
  const destinations = await destinationsOf(tx, admitted);
  const candidates = admitted.flatMap((one) => one.candidates);
  const objects = await ObjectRegister.open(tx, candidates, at, context.options);
  const hidden = await hiddenObjects(tx, context, objects);

  const rows: InsertRow<(typeof segmentsTable)['columns']>[] = [];
  const events: NewEvent[] = [];
  const changed = new Set<RowId>();
  const outcomes: (AddedSegments | TamsError)[] = [];
  for (const one of asked) {
    if (one instanceof TamsError) {
      outcomes.push(one);
      continue;
    }
    const { flowId, stored, refusals } = one;
    const { place, occupied } = destinations.get(flowId)!;
    const added: Segment[] = [];
    const failed: FailedSegment[] = [];
    one.inputs.forEach((input, index) => {
      const refusal = refusals[index] ?? refusalByStore(flowId, input, occupied, objects, hidden);
      if (refusal) {
        failed.push(failedSegment(index, input, refusal, at));
        return;
      }
      occupied.add(input.timerange);
      const segment = segmentFrom(flowId, input, objects.use(flowId, input.objectId, urlsOfInput(input)));
      added.push(segment);
      rows.push(rowOf(segment, objects.storageOf(segment.objectId), place, at));
    });
    if (added.length > 0) {
      changed.add(stored.rowId);
      events.push(segmentsAdded(await context.scopes.ofFlow(tx, stored.flow), flowId, added));
    }
    outcomes.push({ added: added.length, failed });
  }
  await tx.insert(segmentsTable, rows);
  await objects.write(tx);
  await tx.update(flowsTable, [...changed], { segments_updated: at });
  await appendEvents(tx, at, events);
  return outcomes;
}

/** A registration whose flow takes segments. */
interface Asked extends Registration {
  readonly stored: FlowInUse;
  /** For each input, what speaks against it whatever is stored. */
  readonly refusals: readonly (Refusal | null)[];
  /** The inputs against which nothing does. */
  readonly candidates: readonly SegmentInput[];
}

function askedOf(
  { flowId, inputs }: Registration,
  flows: ReadonlyMap<Uuid, FlowInUse>,
  backends: readonly StorageBackend[],
): Asked | TamsError {
  try {
    const stored = writable(flows.get(flowId), flowId);
    requireContainer(stored.flow);
    const refusals = inputs.map((input) => refusalOfInput(input, backends));
    return { flowId, inputs, stored, refusals, candidates: inputs.filter((_, i) => refusals[i] === null) };
  } catch (error) {
    if (error instanceof TamsError) return error;
    throw error;
  }
}

/** Where the segments of a flow go. */
interface Destination {
  readonly place: Place;
  /** What of its timeline they may meet. */
  readonly occupied: OccupiedTime;
}

/** For each of the flows. */
async function destinationsOf(
  tx: TableTransaction,
  asked: readonly Asked[],
): Promise<Map<Uuid, Destination>> {
  const places = new Map<Uuid, Place>();
  const candidates = new Map<string, TimeRange[]>();
  for (const { flowId, stored, candidates: inputs } of asked) {
    const place = places.get(flowId) ?? (await placeOf(tx, stored));
    places.set(flowId, place);
    const ranges = candidates.get(place.timeline) ?? [];
    candidates.set(place.timeline, ranges);
    for (const { timerange } of inputs) ranges.push(timerange);
  }
  const occupied = await occupiedNear(tx, candidates);
  return new Map(
    [...places].map(([flowId, place]) => [flowId, { place, occupied: occupied.get(place.timeline)! }]),
  );
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
