import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { appendEvents } from '../../src/events/append';
import { EVENT_TABLES } from '../../src/events/events-table';
import { MODEL_TABLES } from '../../src/tams/tables';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { idOf } from '../bench/dataset';

/** Events of one transaction. */
const BATCH = 5_000;

/** Writes a log of as many additions of one segment into a data folder that no gateway has open. */
export async function writeBacklog(folder: string, events: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const engine = await openEmbeddedEngine(path.join(folder, 'store'));
  const db = await VastDatabase.open(engine, [...MODEL_TABLES, ...EVENT_TABLES]);
  const scope = {
    flowId: idOf('flow', 1),
    sourceId: idOf('source', 1),
    format: 'video',
    flowCollectedBy: [],
    sourceCollectedBy: [],
  };
  const began = Date.now() - events;
  for (let first = 0; first < events; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - first) }, (_, i) => ({
      ...scope,
      type: 'flows/segments_added',
      payload: {
        flow_id: scope.flowId,
        segments: [
          {
            object_id: `object-${first + i}`,
            timerange: `[${first + i}:0_${first + i + 1}:0)`,
            ts_offset: '0:0',
            url_set: 1,
          },
        ],
      },
    }));
    await db.transaction((tx) => appendEvents(tx, began + first, batch));
  }
  await db.close();
}
