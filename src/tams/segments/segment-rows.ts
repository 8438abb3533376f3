import type { RowOf } from '../../vast/table';
import type { InsertRow } from '../../vast/database';
import type { Instant, Segment, SegmentInput, Uuid } from '../model';
import type { segmentsTable } from '../tables';
import type { Cut } from '../time/cut';
import { rangeOfCuts } from '../time/timerange';
import { formatTimestamp } from '../time/timestamp';
import { keptDocument } from './kept-documents';
import type { Place } from './place';

type SegmentColumns = (typeof segmentsTable)['columns'];

/** The columns that make a Segment. */
export const SEGMENT_COLUMNS = [
  'flow_id',
  'start_cut',
  'end_cut',
  'object_id',
  'ts_offset',
  'last_duration',
  'sample_offset',
  'sample_count',
  'key_frame_count',
  'url_set',
] as const;

/** The columns that each property of a Segment is made of. */
const COLUMNS_OF = {
  flowId: ['flow_id'],
  objectId: ['object_id'],
  timerange: ['start_cut', 'end_cut'],
  tsOffset: ['ts_offset'],
  lastDuration: ['last_duration'],
  sampleOffset: ['sample_offset'],
  sampleCount: ['sample_count'],
  keyFrameCount: ['key_frame_count'],
  urlSet: ['url_set'],
} as const satisfies Record<keyof Segment, readonly (keyof SegmentRow)[]>;

/** What to read for these properties, and for the place in the order of time. */
export function columnsFor(properties: readonly (keyof Segment)[]): readonly (keyof SegmentRow)[] {
  const needed = new Set<string>([
    ...COLUMNS_OF.timerange,
    ...properties.flatMap((name) => COLUMNS_OF[name]),
  ]);
  return SEGMENT_COLUMNS.filter((column) => needed.has(column));
}

export type SegmentRow = Pick<RowOf<SegmentColumns>, (typeof SEGMENT_COLUMNS)[number]>;

/** Properties whose columns were not read are undefined: whoever left them out does not look at them. */
export function segmentOf(row: SegmentRow): Segment {
  return {
    flowId: row.flow_id,
    objectId: row.object_id,
    timerange: rangeOfCuts(row.start_cut as Cut, row.end_cut as Cut),
    tsOffset: row.ts_offset,
    lastDuration: row.last_duration,
    sampleOffset: row.sample_offset,
    sampleCount: row.sample_count,
    keyFrameCount: row.key_frame_count,
    urlSet: row.url_set,
  };
}

/** The segment that registering `input` makes. */
export function segmentFrom(flowId: Uuid, input: SegmentInput, urlSet: number | null): Segment {
  return {
    flowId,
    objectId: input.objectId,
    timerange: input.timerange,
    tsOffset: input.tsOffset ? formatTimestamp(input.tsOffset) : null,
    lastDuration: input.lastDuration ? formatTimestamp(input.lastDuration) : null,
    sampleOffset: input.sampleOffset ?? null,
    sampleCount: input.sampleCount ?? null,
    keyFrameCount: input.keyFrameCount ?? null,
    urlSet,
  };
}

/** The row of a new segment on its flow's timeline, whose object the backend `storageId` holds. */
export function rowOf(
  segment: Segment,
  storageId: string | null,
  { timeline, deletionBarrier }: Place,
  at: Instant,
): InsertRow<SegmentColumns> {
  return {
    flow_id: timeline,
    start_cut: segment.timerange.lo,
    end_cut: segment.timerange.hi,
    object_id: segment.objectId,
    ts_offset: segment.tsOffset,
    last_duration: segment.lastDuration,
    sample_offset: segment.sampleOffset,
    sample_count: segment.sampleCount,
    key_frame_count: segment.keyFrameCount,
    url_set: segment.urlSet,
    document: keptDocument(segment, storageId),
    registered: at,
    deletion_barrier: deletionBarrier,
  };
}
