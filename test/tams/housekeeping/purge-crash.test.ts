import path from 'node:path';
import { Readable } from 'node:stream';
import { EmbeddedStore } from '../../../src/media/embedded-store';
import {
  entityDeletionsTable,
  hiddenStretchesTable,
  mediaRemovalsTable,
  MODEL_TABLES,
  objectsTable,
  segmentDeletionsTable,
} from '../../../src/tams/tables';
import { parseTimeRange } from '../../../src/tams/time/timerange';
import type { TableDefinition } from '../../../src/vast/table';
import { NodeProcess } from '../../support/server-process';
import { ALICE, TestStore, uuid, videoFlow } from '../store-fixture';
import { LATER } from './later';

const CHILD = path.join(__dirname, 'children/purge.ts');
const FLOWS = 20;
const OBJECTS = 600;
const SEGMENTS_EACH = 1500;
const MOST_KILLS = 6;
/** Every third object is named by a flow that stays. */
const stays = (object: number) => object % 3 === 0;
const nameOf = (object: number) => `object-${object}`;

const segmentOf = (at: number, object: number) => ({
  timerange: parseTimeRange(`[${at}:0_${at + 1}:0)`),
  objectId: nameOf(object),
});

/** A store in which much is deleted, and some of what that names is named by flows that are not. */
async function fill(): Promise<string> {
  const test = await TestStore.open();
  const { flows, segments, objects } = test.store;
  const media = test.store.context.media.default;
  if (!(media instanceof EmbeddedStore)) throw new Error('The default backend is the embedded one');
  await flows.put(ALICE, videoFlow(1));
  const ids = Array.from({ length: OBJECTS }, (_, i) => nameOf(i));
  await objects.allocate(ALICE, uuid(1), { objectIds: ids });
  await Promise.all(
    ids.map((id) =>
      media.files.write(id, Readable.from([Buffer.from('bytes')]), {
        maxBytes: 100,
        contentType: 'video/mp2t',
        mayOverwrite: () => Promise.resolve(false),
      }),
    ),
  );
  await segments.add(
    ALICE,
    uuid(1),
    ids.map((_, i) => segmentOf(i, i)),
  );
  for (let n = 2; n < 2 + FLOWS; n += 1) {
    await flows.put(ALICE, videoFlow(n, { tags: [{ name: 'n', value: String(n) }] }));
    const inputs = Array.from({ length: SEGMENTS_EACH }, (_, i) => segmentOf(i, (i * n) % OBJECTS));
    expect((await segments.add(ALICE, uuid(n), inputs)).failed).toEqual([]);
  }
  // The first flow keeps every third segment, in deletions of one segment each.
  for (let i = 0; i < OBJECTS; i += 1)
    if (!stays(i)) await segments.delete(ALICE, uuid(1), parseTimeRange(`[${i}:0_${i + 1}:0)`), null);
  for (let n = 2; n < 2 + FLOWS; n += 1) await flows.delete(ALICE, uuid(n));
  await test.db.close();
  return test.folder;
}

it('a purge outlives kill -9 at any moment: nothing deleted stays behind, nothing that is named is lost', async () => {
  const folder = await fill();
  let kills = 0;
  for (;;) {
    const child = new NodeProcess(['--import', 'tsx', CHILD, folder]);
    try {
      await child.until(/open/);
      if (kills === MOST_KILLS) await child.until(/done/);
      else await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 200));
    } finally {
      await child.stop('SIGKILL');
    }
    if (child.output.includes('done')) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(0);

  const test = await TestStore.open({}, folder);
  try {
    test.clock.now += LATER;
    for (const table of MODEL_TABLES as readonly TableDefinition[])
      if (table.softDelete)
        expect([table.name, await test.db.count(table, undefined, 'deleted')]).toEqual([table.name, 0]);
    for (const list of [
      segmentDeletionsTable,
      hiddenStretchesTable,
      entityDeletionsTable,
    ] as TableDefinition[])
      expect([list.name, await test.db.count(list)]).toEqual([list.name, 0]);
    const kept = Array.from({ length: OBJECTS }, (_, i) => i).filter(stays);
    expect(await test.db.count(objectsTable)).toBe(kept.length);
    expect(await test.db.count(mediaRemovalsTable)).toBe(0);
    const media = test.store.context.media.default as EmbeddedStore;
    for (const i of kept) expect((await media.files.stat(nameOf(i)))?.size).toBe(5);
    for (let i = 0; i < OBJECTS; i += 1)
      if (!stays(i)) expect([i, await media.files.stat(nameOf(i))]).toEqual([i, null]);
    expect(await test.store.objects.byIds(kept.map(nameOf))).not.toContain(null);
  } finally {
    await test.close();
  }
}, 180_000);
