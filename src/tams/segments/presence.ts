import type { TableReader } from '../../vast/database';
import { overlaps } from '../../vast/predicate';
import { segmentsTable } from '../tables';
import type { TimeRange } from '../time/timerange';

/**
 * Whether each timeline has a segment that overlaps `timerange`: of the actual segments, not of their extent (T12). One storage
 * read. All time asks for any segment; the empty range is overlapped by none.
 */
export async function timelinesWithSegments(
  reader: TableReader,
  timelines: readonly string[],
  timerange: TimeRange,
): Promise<boolean[]> {
  const found = await reader.selectEach(segmentsTable, 'flow_id', timelines, {
    columns: ['start_cut'],
    where: overlaps('start_cut', 'end_cut', timerange),
    limit: 1,
  });
  return found.map((rows) => rows.length > 0);
}
