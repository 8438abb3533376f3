import type { AppendedCell, AppendedType } from '../../vast/analytics/session';
import { HIGHEST, isAfter, LOWEST, timestampOfCut, type Cut } from '../time/cut';
import { SECONDS_LIMIT } from '../time/timestamp';

/*
 * How the model lies in the replica: the live flows and the segments that listings show, each with what is known of its media.
 * A cut (time/cut.ts) is two columns, whole seconds and the rest (twice the nanoseconds, and one for just after), so that it is
 * exact, sorts as it should and is skipped by ranges of blocks.
 */

/** Raised with every change of these tables: a replica of another format is thrown away. */
export const FORMAT = 1;

const FLOWS = {
  /** Short, so that segments are grouped by it quickly. */
  flow_no: 'INTEGER',
  id: 'VARCHAR',
  source_id: 'VARCHAR',
  format: 'VARCHAR',
  codec: 'VARCHAR',
  container: 'VARCHAR',
  label: 'VARCHAR',
} as const satisfies Record<string, AppendedType>;

/** As the system of record has them; `flow_no` or, where rows are still on their way, the timeline comes before. */
const SEGMENT = {
  start_s: 'BIGINT',
  start_rest: 'INTEGER',
  end_s: 'BIGINT',
  end_rest: 'INTEGER',
  object_id: 'VARCHAR',
  ts_offset: 'VARCHAR',
  last_duration: 'VARCHAR',
  sample_offset: 'BIGINT',
  sample_count: 'BIGINT',
  key_frame_count: 'BIGINT',
  /** Milliseconds since 1970. */
  registered: 'BIGINT',
} as const satisfies Record<string, AppendedType>;

/** Of the object; a null backend is that of media elsewhere, a null size is not known. */
const MEDIA = { storage_id: 'VARCHAR', size: 'BIGINT' } as const satisfies Record<string, AppendedType>;

const SEGMENTS = { flow_no: 'INTEGER', ...SEGMENT, ...MEDIA } as const;

export const FLOW_TYPES = Object.values(FLOWS);
export const SEGMENT_TYPES = Object.values(SEGMENTS);
export const SEGMENT_NAMES = Object.keys(SEGMENT);

const columnsOf = (types: Readonly<Record<string, AppendedType>>) =>
  Object.entries(types)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');

export const CREATE_REPLICA = [
  `CREATE TABLE flows (${columnsOf(FLOWS)})`,
  `CREATE TABLE segments (${columnsOf(SEGMENTS)})`,
  // One row, written with the data: what the data is as of.
  'CREATE TABLE replica (format INTEGER, log VARCHAR, position BIGINT, position_at BIGINT, uploads BIGINT)',
];

/** What a first fill gathers before it puts segments and their media together. */
export const CREATE_GATHERED = [
  `CREATE TEMP TABLE gathered_timelines (timeline VARCHAR, flow_no INTEGER)`,
  `CREATE TEMP TABLE gathered_segments (timeline VARCHAR, ${columnsOf(SEGMENT)})`,
  `CREATE TEMP TABLE gathered_objects (id VARCHAR, ${columnsOf(MEDIA)})`,
];
export const GATHERED_SEGMENT_TYPES: readonly AppendedType[] = ['VARCHAR', ...Object.values(SEGMENT)];
export const GATHERED_OBJECT_TYPES: readonly AppendedType[] = ['VARCHAR', ...Object.values(MEDIA)];

/** The columns of the system of record that a replica's segment is made of. */
export const READ_OF_SEGMENT = [
  'start_cut',
  'end_cut',
  'object_id',
  'ts_offset',
  'last_duration',
  'sample_offset',
  'sample_count',
  'key_frame_count',
  'registered',
] as const;

export const READ_OF_FLOW = ['id', 'source_id', 'format', 'codec', 'container', 'label'] as const;

/** A cut as the replica keeps it: [seconds, rest]. */
export function placeOfCut(cut: Cut): [seconds: number, rest: number] {
  if (cut === LOWEST) return [-SECONDS_LIMIT, 0];
  if (cut === HIGHEST) return [SECONDS_LIMIT, 0];
  const { seconds, nanoseconds } = timestampOfCut(cut);
  return [seconds, 2 * nanoseconds + (isAfter(cut) ? 1 : 0)];
}

/** Rows turned into columns, `first` before what was read of each. */
export class SegmentColumns {
  readonly columns: AppendedCell[][];

  /** @param further columns behind those of the segment */
  constructor(further: number) {
    this.columns = Array.from({ length: 1 + Object.keys(SEGMENT).length + further }, () => []);
  }

  get rows(): number {
    return this.columns[0]!.length;
  }

  /** @param cell what a column of `READ_OF_SEGMENT`, by its place in it, holds */
  add(
    first: AppendedCell,
    cell: (index: number) => AppendedCell,
    further: readonly AppendedCell[] = [],
  ): void {
    const [startSeconds, startRest] = placeOfCut(cell(0) as Cut);
    const [endSeconds, endRest] = placeOfCut(cell(1) as Cut);
    const { columns } = this;
    columns[0]!.push(first);
    columns[1]!.push(startSeconds);
    columns[2]!.push(startRest);
    columns[3]!.push(endSeconds);
    columns[4]!.push(endRest);
    for (let i = 2; i < READ_OF_SEGMENT.length; i += 1) columns[i + 3]!.push(cell(i));
    const behind = READ_OF_SEGMENT.length + 3;
    further.forEach((value, i) => columns[behind + i]!.push(value));
  }
}
