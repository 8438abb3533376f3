import type { LoggedEvent } from '../../events/event-log';
import type { Uuid } from '../model';
import type { Cut } from '../time/cut';
import { parseTimeRange, rangeOfCuts, type TimeRange } from '../time/timerange';

/** What some events concern: where the replica may differ from the system of record since. */
export interface Touched {
  /** Every flow that is named. */
  readonly flows: ReadonlySet<Uuid>;
  /** Those of which all segments have to be looked at: they came, went or came back. */
  readonly whole: ReadonlySet<Uuid>;
  /** Of the others, stretches in which segments came or went: in order of time, without overlap. */
  readonly ranges: ReadonlyMap<Uuid, readonly TimeRange[]>;
}

/** The types of event that tell of flows and segments. */
export const CONCERNING: ReadonlySet<string> = new Set([
  'flows/created',
  'flows/updated',
  'flows/deleted',
  'flows/segments_added',
  'flows/segments_deleted',
]);

export function touchedBy(events: readonly LoggedEvent[]): Touched {
  const flows = new Set<Uuid>();
  const whole = new Set<Uuid>();
  const ranges = new Map<Uuid, TimeRange[]>();
  for (const { type, flowId, payload } of events) {
    if (flowId === null) continue;
    flows.add(flowId);
    if (type === 'flows/created' || type === 'flows/deleted') whole.add(flowId);
    if (type !== 'flows/segments_added' && type !== 'flows/segments_deleted') continue;
    const told = ranges.get(flowId) ?? [];
    ranges.set(flowId, told);
    const items = type === 'flows/segments_added' ? (payload.segments as readonly unknown[]) : [payload];
    for (const item of items) told.push(parseTimeRange((item as { timerange: string }).timerange));
  }
  for (const [flowId, told] of ranges)
    if (whole.has(flowId)) ranges.delete(flowId);
    else ranges.set(flowId, joined(told));
  return { flows, whole, ranges };
}

/** In order, with those joined that touch or overlap. */
function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const result: TimeRange[] = [];
  let current: { lo: Cut; hi: Cut } | null = null;
  for (const { lo, hi } of ranges.toSorted((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0))) {
    if (current && lo <= current.hi) {
      if (hi > current.hi) current.hi = hi;
      continue;
    }
    if (current) result.push(rangeOfCuts(current.lo, current.hi));
    current = { lo, hi };
  }
  if (current) result.push(rangeOfCuts(current.lo, current.hi));
  return result;
}
