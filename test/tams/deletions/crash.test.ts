import path from 'node:path';
import { BATCH } from '../../../src/tams/deletions/cleanup';
import { segmentsTable } from '../../../src/tams/tables';
import { NodeProcess } from '../../support/server-process';
import { Deletions, FLOW, seconds } from './fixture';

const CHILD = path.join(__dirname, 'children/work-on-deletions.ts');
const SEGMENTS = 20_000;
const MOST_KILLS = 5;

it('DL6: a request outlives kill -9 at any moment: what was done is neither lost nor done again', async () => {
  let deletions = await Deletions.open();
  await deletions.put(1);
  for (let from = 0; from < SEGMENTS; from += 1000)
    await deletions.add(FLOW, `o${from}`, seconds(from, from + 1000));
  const { id } = await deletions.deleteFlow();
  const { folder } = deletions.test;
  await deletions.test.db.close();

  let kills = 0;
  for (;;) {
    const child = new NodeProcess(['--import', 'tsx', CHILD, folder]);
    try {
      await child.until(/open/);
      if (kills === MOST_KILLS) await child.until(/done/);
      else await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 150));
    } finally {
      await child.stop('SIGKILL');
    }
    if (child.output.includes('done')) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(0);

  deletions = await Deletions.open({}, folder);
  try {
    expect((await deletions.request(id)).status).toBe('done');
    const batches = seconds(0, SEGMENTS / BATCH).map((n) => n * BATCH);
    expect(await deletions.deletedRanges()).toEqual(batches.map((from) => `[${from}:0_${from + BATCH}:0)`));
    expect(await deletions.test.db.count(segmentsTable)).toBe(0);
    expect(await deletions.test.db.count(segmentsTable, undefined, 'deleted')).toBe(SEGMENTS);
    const objects = await deletions.store.objects.byIds(batches.map((from) => `o${from}`));
    expect(objects.every((object) => object === null)).toBe(true);
  } finally {
    await deletions.close();
  }
}, 120_000);
