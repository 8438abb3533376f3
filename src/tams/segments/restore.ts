import { setTimeout as pause } from 'node:timers/promises';
import { appendEvents } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import type { StoreContext } from '../context';
import { latestDeletionOf, stretchOf, type HiddenStretch } from '../deleted/records';
import { deletionsHaveEnded } from '../deletions/cancellation';
import { TamsError } from '../errors';
import { writableFlow } from '../flows/access';
import type { Uuid } from '../model';
import { flowsTable } from '../tables';
import type { Cut } from '../time/cut';
import { NEVER, rangeOfCuts, type TimeRange } from '../time/timerange';
import { placeOf } from './place';
import { RestoreReport, type RestoredSegments } from './restore-report';
import { behind, restoreStep, type Restoration } from './restore-step';
import { segmentsAdded } from './segment-events';

/** Deleted segments that one call looks at: bounds how long it takes, not what can be restored. */
export const LOOKED_AT_MOST = 50_000;

/**
 * Brings back deleted segments of a flow that `timerange` completely covers (not in TAMS 7.0), the latest deletion first, so
 * that of those that were at the same time the last one comes back. Those that something keeps stay deleted, and the answer
 * says which and why. In steps of `STEP` segments with other transactions in between, each with its flows/segments_added: what
 * is there is true at any moment, and a call that ends early can be made again.
 * @param after where an earlier call stopped
 * @throws TamsError `FlowNotFound`, `FlowReadOnly`, `RestoreConflict` while a deletion request of the flow is at work;
 * `InvalidPage`
 */
export async function restoreSegments(
  context: StoreContext,
  flowId: Uuid,
  timerange: TimeRange,
  after: readonly unknown[] | null,
): Promise<RestoredSegments> {
  const report = new RestoreReport();
  let [through, from] = positionOf(after) ?? [Number.MAX_SAFE_INTEGER, timerange.lo];
  await context.db.transaction((tx) => restorable(tx, flowId));
  for (;;) {
    const stretch = await stretchOf(context.db, flowId, timerange, through);
    if (!stretch) return report.result(null);
    if (stretch.id !== through) from = timerange.lo;
    const stopped = await restoreStretch(context, flowId, stretch, rangeOfCuts(from, timerange.hi), report);
    if (stopped !== null) return report.result([stretch.id, stopped]);
    through = stretch.id - 1;
  }
}

/**
 * Brings back what one deletion hid of the range, and adds what became of it to the report.
 * @param most segments that the report may have looked at before it stops
 * @returns the time up to which it came; null when it is done
 */
export async function restoreStretch(
  context: StoreContext,
  flowId: Uuid,
  stretch: Pick<HiddenStretch, 'id' | 'at' | 'timeline'>,
  timerange: TimeRange,
  report: RestoreReport,
  most = LOOKED_AT_MOST,
): Promise<Cut | null> {
  let rest = timerange;
  for (;;) {
    if (report.lookedAt >= most) return rest.lo;
    const began = performance.now();
    let step: Restoration[];
    try {
      step = await context.db.transaction((tx) => stepIn(tx, context, flowId, stretch, rest));
    } catch (error) {
      // What is back stays back: the answer must say so.
      if (!(error instanceof TamsError) || report.lookedAt === 0) throw error;
      report.interruptedBy(error, context.now());
      return rest.lo;
    }
    report.add(step);
    rest = behind(step, timerange);
    if (rest === NEVER) {
      report.endStretch();
      return null;
    }
    // As long again for others.
    await pause(performance.now() - began);
  }
}

async function stepIn(
  tx: TableTransaction,
  context: StoreContext,
  flowId: Uuid,
  stretch: Pick<HiddenStretch, 'id' | 'at' | 'timeline'>,
  timerange: TimeRange,
): Promise<Restoration[]> {
  const { stored, timeline } = await restorable(tx, flowId);
  const lastGone = (await latestDeletionOf(tx, flowId))?.id ?? null;
  const step = await restoreStep(tx, context, { timeline, lastGone }, stretch, timerange);
  const back = step.filter(({ obstacle }) => obstacle === null).map(({ segment }) => segment);
  if (back.length > 0) {
    const at = context.now();
    await tx.update(flowsTable, [stored.rowId], { segments_updated: at });
    const scope = await context.scopes.ofFlow(tx, stored.flow);
    await appendEvents(tx, at, [segmentsAdded(scope, flowId, back)]);
  }
  return step;
}

/** The flow whose segments may come back now, and where they are. */
async function restorable(tx: TableTransaction, flowId: Uuid) {
  const stored = await writableFlow(tx, flowId);
  await deletionsHaveEnded(tx, flowId);
  return { stored, timeline: (await placeOf(tx, stored)).timeline };
}

function positionOf(after: readonly unknown[] | null): [number, Cut] | null {
  if (after === null) return null;
  const [deletion, cut, ...more] = after;
  if (typeof deletion !== 'number' || typeof cut !== 'string' || more.length > 0)
    throw new TamsError('InvalidPage', 'its position belongs to another listing');
  return [deletion, cut as Cut];
}
