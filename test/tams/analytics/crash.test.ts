import path from 'node:path';
import { NodeProcess } from '../../support/server-process';
import { TestStore } from '../store-fixture';
import { Replicated } from './fixture';

const CHILD = path.join(__dirname, 'children/keep-replica.ts');
const KILLS = 6;

it('a replica outlives kill -9 at any moment, and goes on from where it was', async () => {
  const replicated = await Replicated.open();
  await replicated.put(1);
  const { test, folder } = replicated;
  await replicated.replica.close();
  await test.store.replica.close();
  await test.db.close();

  let first = 0;
  let notices = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = new NodeProcess(['--import', 'tsx', CHILD, test.folder, folder, String(first)]);
    try {
      await child.until(/at \d+/);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    } finally {
      await child.stop('SIGKILL');
    }
    // What was being added when it was killed may be there.
    first =
      50 +
      Number(
        child.output
          .match(/at (\d+)/g)!
          .at(-1)!
          .slice(3),
      );
    notices += child.output.split('notice').length - 1;
  }
  // Never thrown away: each went on.
  expect(notices).toBe(0);

  const again = await TestStore.open({}, test.folder);
  const reopened = replicated.over(again);
  try {
    await reopened.isEqual();
    expect(reopened.notices).toEqual([]);
  } finally {
    await reopened.close();
  }
}, 120_000);
