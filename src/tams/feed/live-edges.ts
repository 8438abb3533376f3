import type { EventHead } from '../../events/event-log';
import { follow } from '../../events/follow';
import { NOTHING } from '../access/sight';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { MAX_FILTER_IDS } from '../limits';
import type { Instant, LiveEdge, Uuid } from '../model';
import { flowsOfSources } from '../sources/flows';
import { flowsTable, segmentsTable } from '../tables';
import type { Cut } from '../time/cut';
import { endOf, rangeOfCuts } from '../time/timerange';
import { compareTimestamps, type Timestamp } from '../time/timestamp';

/** The edge of a flow, which is null while it has no segments, or when it is gone. */
export interface FlowLiveEdge {
  readonly flowId: Uuid;
  readonly edge: LiveEdge | null;
}

/** What of an edge does not change by itself. */
interface Edge {
  readonly end: Timestamp;
  readonly committed: Instant;
}

/** The longest that a timer can be set for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Where timelines end now, and whether they go on (not in TAMS 7.0). */
export class LiveEdgeService {
  constructor(private readonly context: StoreContext) {}

  /**
   * The edge of each flow. Two storage reads.
   * @param windowMs how long after its last segment a flow counts as live
   */
  async ofFlows(flowIds: readonly Uuid[], windowMs: number): Promise<(LiveEdge | null)[]> {
    return (await this.edgesOf(flowIds)).map((edge) => edge && this.seen(edge, windowMs));
  }

  /** The edge of each source: that of the flow that reaches furthest; it is live if one of its flows is. Three storage reads. */
  async ofSources(sourceIds: readonly Uuid[], windowMs: number): Promise<(LiveEdge | null)[]> {
    const flows = await flowsOfSources(this.context, sourceIds);
    const edges = await this.edgesOf(flows.flat());
    let at = 0;
    return flows.map((ofSource) => {
      const own = edges.slice(at, (at += ofSource.length)).filter((edge) => edge !== null);
      if (own.length === 0) return null;
      const furthest = own.reduce((a, b) => (compareTimestamps(a.end, b.end) < 0 ? b : a));
      const newest = own.reduce((a, b) => (a.committed < b.committed ? b : a));
      return { ...this.seen(furthest, windowMs), live: this.seen(newest, windowMs).live };
    });
  }

  /**
   * The edges of the flows as they are, then those that change, until the signal aborts: when segments are added at the end or
   * removed there, when a flow goes, and when it has been silent for longer than the window.
   * @throws TamsError `InvalidFilter` for too many flows
   */
  async *changes(
    flowIds: readonly Uuid[],
    windowMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<FlowLiveEdge, void, void> {
    const watched = [...new Set(flowIds)];
    if (watched.length > MAX_FILTER_IDS)
      throw new TamsError(
        'InvalidFilter',
        `${watched.length} flows; at most ${MAX_FILTER_IDS} can be watched at once`,
      );
    const ids = new Set(watched);
    const told = new Map<Uuid, LiveEdge | null>();
    let place = await this.context.log.latest();
    let concerned: readonly Uuid[] = watched;
    while (!signal.aborted) {
      const edges = await this.ofFlows(await this.seenOf(concerned), windowMs);
      for (const [i, flowId] of concerned.entries()) {
        const edge = edges[i] ?? null;
        if (told.has(flowId) && isSame(told.get(flowId) ?? null, edge)) continue;
        told.set(flowId, edge);
        yield { flowId, edge };
      }
      const next = await this.nextChange(place, ids, told, windowMs, signal);
      place = next.place;
      concerned = next.flowIds;
    }
  }

  /** Waits until something happens to one of the flows, or one of them has been silent for too long. */
  private async nextChange(
    place: number,
    ids: ReadonlySet<Uuid>,
    told: ReadonlyMap<Uuid, LiveEdge | null>,
    windowMs: number,
    signal: AbortSignal,
  ): Promise<{ place: number; flowIds: readonly Uuid[] }> {
    const silence = silenceOf(told, windowMs, this.context.now());
    const round = new AbortController();
    const end = () => round.abort();
    const timer = silence && setTimeout(end, Math.min(silence.inMs, LONGEST_TIMER_MS));
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      const passes = ({ flowId }: EventHead) => flowId !== null && ids.has(flowId);
      let through = place;
      for await (const page of follow(this.context.log, {
        consumer: 'live_edge',
        after: place,
        passes,
        signal: round.signal,
      })) {
        through = page.through;
        if (page.heads.length > 0)
          return { place: through, flowIds: [...new Set(page.heads.map(({ flowId }) => flowId!))] };
      }
      return { place: through, flowIds: silence?.flowIds ?? [] };
    } finally {
      signal.removeEventListener('abort', end);
      if (timer) clearTimeout(timer);
    }
  }

  /** The flows, with nothing in place of those that are not seen: each time, for what is seen changes with their tags. */
  private async seenOf(flowIds: readonly Uuid[]): Promise<readonly Uuid[]> {
    const { db, sight } = this.context;
    if (!sight) return flowIds;
    const seen = await sight.flows(db, flowIds);
    return flowIds.map((id) => (seen.has(id) ? id : NOTHING));
  }

  private seen({ end, committed }: Edge, windowMs: number): LiveEdge {
    const ageMs = Math.max(0, this.context.now() - committed);
    return { end, committed, ageMs, live: ageMs <= windowMs };
  }

  private async edgesOf(flowIds: readonly Uuid[]): Promise<(Edge | null)[]> {
    const { db, timelines } = this.context;
    const lasts = await db.selectEach(segmentsTable, 'flow_id', await timelines.of(flowIds), {
      columns: ['start_cut', 'end_cut', 'registered'],
      reverse: true,
      limit: 1,
    });
    const unknown = flowIds.filter((_, i) => lasts[i]?.[0]?.registered === null);
    const updated = await this.segmentsUpdated(unknown);
    return lasts.map(([last], i) => {
      const end = last && endOf(rangeOfCuts(last.start_cut as Cut, last.end_cut as Cut));
      return end ? { end, committed: last.registered ?? updated.get(flowIds[i]!) ?? 0 } : null;
    });
  }

  /** For segments that were registered before it was written when: the last change of their flows'. */
  private async segmentsUpdated(flowIds: readonly Uuid[]): Promise<Map<Uuid, Instant | null>> {
    if (flowIds.length === 0) return new Map();
    const rows = await this.context.db.selectEach(flowsTable, 'id', flowIds, {
      columns: ['id', 'segments_updated'],
      limit: 1,
    });
    return new Map(rows.flat().map((row) => [row.id, row.segments_updated]));
  }
}

function isSame(a: LiveEdge | null, b: LiveEdge | null): boolean {
  if (a === null || b === null) return a === b;
  return a.committed === b.committed && a.live === b.live && compareTimestamps(a.end, b.end) === 0;
}

/** Which of the flows that are live will first have been silent for too long, and in how many milliseconds. */
function silenceOf(
  told: ReadonlyMap<Uuid, LiveEdge | null>,
  windowMs: number,
  now: Instant,
): { readonly inMs: number; readonly flowIds: readonly Uuid[] } | null {
  const live = [...told].flatMap(([flowId, edge]) =>
    edge?.live ? [{ flowId, until: edge.committed + windowMs }] : [],
  );
  if (live.length === 0) return null;
  const first = Math.min(...live.map(({ until }) => until));
  // Live it is up to the end of the window, and not a moment later.
  return { inMs: Math.max(0, first - now) + 1, flowIds: live.map(({ flowId }) => flowId) };
}
