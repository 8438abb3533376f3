import type { LogRow } from './log-rows';

/** What a subscriber was told, or should have been: two feeds agree when their texts do. */
export interface Told {
  readonly cursor: string;
  readonly text: string;
}

export interface FeedFilter {
  readonly flowIds?: readonly string[];
  readonly sourceIds?: readonly string[];
  readonly collectedBy?: readonly string[];
  readonly formats?: readonly string[];
  readonly types?: readonly string[];
  /** In whole seconds, from one up to the other. */
  readonly timerange?: readonly [number, number];
}

/** A kind of subscription: how it is asked for, how its messages are read, and, read slowly and plainly, what it should tell. */
export interface Feed {
  readonly query: string;
  read(data: Record<string, unknown>): { readonly told: Told[]; readonly cursor: string };
  expected(rows: readonly LogRow[], filter: FeedFilter): Told[];
}

const SEGMENT_FIELDS = 'cursor at kind flowId timerange segment { objectId timerange }';

interface SegmentMessage {
  readonly cursor: string;
  readonly at: string;
  readonly kind: string;
  readonly flowId: string;
  readonly timerange: string;
  readonly segment: { readonly objectId: string; readonly timerange: string } | null;
}

interface EventMessage {
  readonly cursor: string;
  readonly at: string;
  readonly type: string;
  readonly flowId?: string;
  readonly sourceId?: string;
  readonly timerange?: string;
  readonly segments?: readonly { readonly objectId: string; readonly timerange: string }[];
}

const toldOfSegment = ({ cursor, at, kind, flowId, timerange, segment }: SegmentMessage): Told => ({
  cursor,
  text: `${cursor} ${at} ${kind} ${flowId} ${timerange} ${segment ? `${segment.objectId} ${segment.timerange}` : ''}`,
});

const toldOfEvent = (message: EventMessage): Told => {
  const { cursor, at, type, flowId = '', sourceId = '', timerange = '', segments = [] } = message;
  const added = segments.map((segment) => `${segment.objectId} ${segment.timerange}`).join();
  return { cursor, text: `${cursor} ${at} ${type} ${flowId} ${sourceId} ${timerange} ${added}` };
};

const SEGMENT_ARGUMENTS = `$after: String, $flowIds: [UUID!], $sourceIds: [UUID!], $collectedBy: [UUID!], $formats: [ContentFormat!], $timerange: TimeRange`;
const SEGMENT_VALUES =
  'after: $after, flowIds: $flowIds, sourceIds: $sourceIds, collectedBy: $collectedBy, formats: $formats, timerange: $timerange';

export const SEGMENTS: Feed = {
  query: `subscription (${SEGMENT_ARGUMENTS}) { segments(${SEGMENT_VALUES}) { ${SEGMENT_FIELDS} } }`,
  read: (data) => {
    const told = toldOfSegment(data.segments as SegmentMessage);
    return { told: [told], cursor: told.cursor };
  },
  expected: expectedSegments,
};

export const BATCHES: Feed = {
  query: `subscription (${SEGMENT_ARGUMENTS}) { segmentBatches(${SEGMENT_VALUES}, maxSize: 37, maxWait: 150) { cursor events { ${SEGMENT_FIELDS} } } }`,
  read: (data) => {
    const { cursor, events } = data.segmentBatches as { cursor: string; events: SegmentMessage[] };
    if (events.length === 0 || events.length > 37) throw new Error(`a batch of ${events.length}`);
    return { told: events.map(toldOfSegment), cursor };
  },
  expected: expectedSegments,
};

export const EVENTS: Feed = {
  query: `subscription ($after: String, $types: [String!], $flowIds: [UUID!], $sourceIds: [UUID!]) {
    events(after: $after, types: $types, flowIds: $flowIds, sourceIds: $sourceIds) {
      cursor at type
      ... on FlowEvent { flowId }
      ... on SourceEvent { sourceId }
      ... on SegmentsAdded { segments { objectId timerange } }
      ... on SegmentsDeleted { timerange }
    }
  }`,
  read: (data) => {
    const told = toldOfEvent(data.events as EventMessage);
    return { told: [told], cursor: told.cursor };
  },
  expected: (rows, filter) =>
    rows
      .filter((row) => passes(row, filter))
      .map((row) =>
        toldOfEvent({
          cursor: row.cursor,
          at: row.at,
          type: row.type,
          ...(row.type.startsWith('flows/') ? { flowId: row.flowId! } : { sourceId: row.sourceId! }),
          ...(row.removed ? { timerange: row.removed } : {}),
          segments: row.added,
        }),
      ),
};

function expectedSegments(rows: readonly LogRow[], filter: FeedFilter): Told[] {
  return rows
    .filter((row) => passes(row, filter))
    .flatMap(({ cursor, at, flowId, added, removed }): SegmentMessage[] => {
      const message = { at, flowId: flowId! };
      if (removed) return [{ ...message, cursor, kind: 'DELETED', timerange: removed, segment: null }];
      return added.map((segment, item) => ({
        ...message,
        cursor: item === added.length - 1 ? cursor : `${cursor}.${item}`,
        kind: 'ADDED',
        timerange: segment.timerange,
        segment,
      }));
    })
    .filter(({ timerange }) => overlapsSeconds(timerange, filter.timerange))
    .map(toldOfSegment);
}

function passes(row: LogRow, { types, flowIds, sourceIds, formats, collectedBy }: FeedFilter): boolean {
  if (types && !types.includes(row.type)) return false;
  if (flowIds && !(row.flowId && flowIds.includes(row.flowId))) return false;
  if (sourceIds && !(row.sourceId && sourceIds.includes(row.sourceId))) return false;
  if (formats && !formats.includes(row.format ?? '')) return false;
  return !collectedBy || row.collectors.some((id) => collectedBy.includes(id));
}

/** A range of whole seconds, such as `[10:0_12:0)`. */
export function secondsOf(timerange: string): readonly [from: number, to: number] {
  const match = /^\[(\d+):0_(\d+):0\)$/.exec(timerange);
  if (!match) throw new Error(`not of whole seconds: ${timerange}`);
  return [Number(match[1]), Number(match[2])];
}

function overlapsSeconds(timerange: string, wanted: FeedFilter['timerange']): boolean {
  if (!wanted) return true;
  const [from, to] = secondsOf(timerange);
  return from < wanted[1] && to > wanted[0];
}
