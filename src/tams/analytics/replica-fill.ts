import type { EventLog } from '../../events/event-log';
import { cellsOf } from '../../vast/analytics/hybrid';
import type { DuckSession } from '../../vast/analytics/session';
import { sql } from '../../vast/analytics/sql';
import type { VastDatabase } from '../../vast/database';
import { ALL_ROWS } from '../limits';
import { latestLateUpload } from '../objects/late-uploads';
import { NOWHERE, Timelines } from '../segments/timelines';
import { flowsTable, objectsTable, segmentsTable } from '../tables';
import {
  CREATE_GATHERED,
  CREATE_REPLICA,
  FLOW_TYPES,
  FORMAT,
  GATHERED_OBJECT_TYPES,
  GATHERED_SEGMENT_TYPES,
  READ_OF_FLOW,
  READ_OF_SEGMENT,
  SEGMENT_NAMES,
  SegmentColumns,
} from './replica-tables';
import { storePosition, timeOfEvent } from './replica-position';

/** Rows that are read before they are appended: what is in memory. */
const BATCH = 16_384;

interface Origin {
  readonly db: VastDatabase;
  readonly log: EventLog;
}

/**
 * Fills an empty replica from the system of record. The position is taken first, then everything is scanned: what changes
 * meanwhile has an event behind the position, and is read again when that is followed. The position is written last, with the
 * segments: a fill that did not get there is no replica.
 */
export async function fillReplica({ db, log }: Origin, session: DuckSession): Promise<void> {
  const position = await log.latest();
  const positionAt = await timeOfEvent(log, position);
  for (const statement of [...CREATE_REPLICA, ...CREATE_GATHERED]) await session.run(sql(statement));
  await gatherFlows(db, session);
  await gatherSegments(db, session);
  // After the segments, so that none names an object that is not seen; the uploads' position before their sizes.
  const uploads = await latestLateUpload(db);
  await gatherObjects(db, session);
  await session.transaction(async () => {
    await session.run(
      sql(`INSERT INTO segments SELECT flow_no, ${SEGMENT_NAMES.join(', ')}, storage_id, size
        FROM gathered_segments JOIN gathered_timelines USING (timeline) LEFT JOIN gathered_objects ON object_id = id`),
    );
    await session.run(sql('INSERT INTO replica VALUES (?::INTEGER, ?, NULL, NULL, NULL)', [FORMAT, log.id]));
    await storePosition(session, { position, positionAt, uploads });
  });
  for (const table of ['timelines', 'segments', 'objects'])
    await session.run(sql(`DROP TABLE gathered_${table}`));
}

/** The flows, and where the segments of each are that may be seen. */
async function gatherFlows(db: VastDatabase, session: DuckSession): Promise<void> {
  const timelines = new Timelines(db);
  let flowNo = 0;
  for await (const batch of db.scan(
    flowsTable,
    { columns: READ_OF_FLOW, limit: ALL_ROWS },
    { batchRows: BATCH },
  )) {
    const columns = cellsOf(batch);
    const numbers = columns[0]!.map(() => (flowNo += 1));
    await session.append('flows', FLOW_TYPES, [numbers, ...columns]);
    const places = await timelines.of(columns[0] as string[]);
    const seen = places.flatMap((timeline, i) =>
      timeline === NOWHERE ? [] : [[timeline, numbers[i]!] as const],
    );
    await session.append(
      'gathered_timelines',
      ['VARCHAR', 'INTEGER'],
      [seen.map(([timeline]) => timeline), seen.map(([, number]) => number)],
    );
  }
}

async function gatherSegments(db: VastDatabase, session: DuckSession): Promise<void> {
  const read = { columns: ['flow_id', ...READ_OF_SEGMENT] as const, limit: ALL_ROWS };
  for await (const batch of db.scan(segmentsTable, read, { batchRows: BATCH })) {
    const [timelines, ...cells] = cellsOf(batch);
    const gathered = new SegmentColumns(0);
    timelines!.forEach((timeline, row) => gathered.add(timeline, (column) => cells[column]![row]!));
    await session.append('gathered_segments', GATHERED_SEGMENT_TYPES, gathered.columns);
  }
}

async function gatherObjects(db: VastDatabase, session: DuckSession): Promise<void> {
  const read = { columns: ['id', 'storage_id', 'size'] as const, limit: ALL_ROWS };
  for await (const batch of db.scan(objectsTable, read, { batchRows: BATCH }))
    await session.append('gathered_objects', GATHERED_OBJECT_TYPES, cellsOf(batch));
}
