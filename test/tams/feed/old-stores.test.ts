import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENT_TABLES } from '../../../src/events/events-table';
import { ALL_EVENTS, type EventFilter } from '../../../src/tams/feed/event-filter';
import type { FeedEvent } from '../../../src/tams/feed/feed-service';
import { MODEL_TABLES, segmentCleanupsTable } from '../../../src/tams/tables';
import { VastDatabase } from '../../../src/vast/database';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import {
  defineTable,
  instant,
  int64,
  json,
  nullable,
  utf8,
  type TableDefinition,
} from '../../../src/vast/table';
import { ALICE, externalSegment, TestStore, uuid, videoFlow } from '../store-fixture';
import { BEGINNING, drained } from './feed-fixture';

/** The log as it was before it could be read by feeds. */
const oldEvents = defineTable(
  'events',
  {
    sequence: int64(),
    at: instant(),
    type: utf8(),
    flow_id: nullable(utf8()),
    source_id: nullable(utf8()),
    payload: json<unknown>(),
  },
  { primaryKey: ['sequence'] },
);

const { scope: _, ...oldColumns } = segmentCleanupsTable.columns;
const oldCleanups = defineTable('segment_cleanups', oldColumns, {
  primaryKey: ['position'],
  projections: { by_flow: ['flow_id'] },
});

/** A folder that an older version left, with so many events in it. */
async function oldFolder(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tams-old-'));
  const model = (MODEL_TABLES as readonly TableDefinition[]).filter(
    ({ name }) => name !== 'segment_cleanups',
  );
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [...model, oldCleanups, oldEvents]);
  await db.transaction((tx) =>
    tx.insert(
      oldEvents,
      Array.from({ length: count }, (_, i) => ({
        sequence: i + 1,
        at: Date.UTC(2025, 11, 31) + i,
        type: 'flows/deleted',
        flow_id: uuid(i % 2),
        source_id: uuid(1000 + (i % 2)),
        payload: { flow_id: uuid(i % 2) },
      })),
    ),
  );
  await db.close();
  return folder;
}

let test: TestStore;
afterEach(() => test.close());

const read = (filter: EventFilter) =>
  drained<FeedEvent>(test, BEGINNING, (feeds, place, signal) => feeds.events(place, filter, signal));

it('reads on from the events of an older version into those of this one', async () => {
  test = await TestStore.open({}, await oldFolder(700));
  await test.store.flows.put(ALICE, videoFlow(1));
  await test.store.segments.add(ALICE, uuid(1), [externalSegment('a', '[0:0_1:0)')]);
  const { items } = await read(ALL_EVENTS);
  expect(items.map(({ event }) => event.sequence)).toEqual(Array.from({ length: 703 }, (_, i) => i + 1));
  expect(items[0]!.event).toMatchObject({
    type: 'flows/deleted',
    flowId: uuid(0),
    format: null,
    flowCollectedBy: [],
    sourceCollectedBy: [],
    payload: { flow_id: uuid(0) },
  });
  const ofFlow = await read({ ...ALL_EVENTS, flowIds: [uuid(1)] });
  expect(ofFlow.items).toHaveLength(352);
  const ofFormat = await read({ ...ALL_EVENTS, formats: ['video'] });
  expect(ofFormat.items.map(({ event }) => event.type)).toEqual([
    'sources/created',
    'flows/created',
    'flows/segments_added',
  ]);
});

it('keeps its new columns and its cursors when it is opened again', async () => {
  const folder = await oldFolder(3);
  test = await TestStore.open({}, folder);
  await test.store.flows.put(ALICE, videoFlow(1));
  const before = await read(ALL_EVENTS);
  await test.db.close();
  test = await TestStore.open({}, folder);
  const { items } = await read(ALL_EVENTS);
  expect(items.map(({ cursor }) => cursor)).toEqual(before.items.map(({ cursor }) => cursor));
  expect(items.at(-1)!.event.format).toBe('video');
});

it('trims old events, and goes on counting', async () => {
  test = await TestStore.open({ eventRetention: { maxAgeMs: 1000, maxCount: 10 } }, await oldFolder(50));
  await test.store.housekeeping.runOnce();
  expect((await test.events(49)).map(({ sequence }) => sequence)).toEqual([50]);
  await test.store.flows.put(ALICE, videoFlow(1));
  expect((await test.events(50)).map(({ sequence }) => sequence)).toEqual([51, 52]);
});

it('finds the payload of new stores behind all that filters read', async () => {
  test = await TestStore.open();
  expect(Object.keys(EVENT_TABLES[0].columns).at(-1)).toBe('payload');
});
