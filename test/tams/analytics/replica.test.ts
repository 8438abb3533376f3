import fc from 'fast-check';
import { open, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replicaFile } from '../../../src/tams/analytics/replica';
import { TamsError } from '../../../src/tams/errors';
import { parseTimeRange } from '../../../src/tams/time/timerange';
import { sql } from '../../../src/vast/analytics/sql';
import { ALICE, uuid, videoFlow } from '../store-fixture';
import { Replicated } from './fixture';

let replicated: Replicated;
afterEach(() => replicated.close());
const seconds = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('the replica is the system of record', () => {
  /** What may happen; a refusal by the domain's rules is part of it. */
  const operation = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), flow: fc.nat(3) }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('add' as const),
        flow: fc.nat(3),
        seconds: fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 12 }),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('delete' as const),
        flow: fc.nat(3),
        from: fc.nat(60),
        length: fc.nat(30),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('deleteFlow' as const), flow: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), flow: fc.nat(3) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('label' as const), flow: fc.nat(3), text: fc.string() }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cleanUp' as const, 'purge' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('upload' as const), flow: fc.nat(3), late: fc.boolean() }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('sync' as const, 'reopen' as const) }) },
  );
  type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

  async function perform(step: Operation, at: number): Promise<unknown> {
    const { store } = replicated.test;
    replicated.test.tick();
    switch (step.do) {
      case 'put':
        return replicated.put(step.flow);
      case 'add':
        return replicated.add(step.flow, step.seconds, `o${at % 3}`);
      case 'delete':
        return replicated.deleteSegments(step.flow, `[${step.from}:0_${step.from + step.length}:0)`);
      case 'deleteFlow':
        return store.flows.delete(ALICE, uuid(step.flow));
      case 'restore':
        return store.flows.restore(ALICE, uuid(step.flow));
      case 'label':
        return store.flows.put(ALICE, videoFlow(step.flow, { label: step.text }));
      case 'cleanUp':
        return store.deletionWorker.runOnce();
      case 'purge':
        replicated.test.tick(8 * 86_400_000);
        return store.housekeeping.runOnce();
      case 'upload': {
        const [allocated] = await store.objects.allocate(ALICE, uuid(step.flow), { limit: 1 });
        const upload = () => store.objects.uploaded(allocated!.objectId, { size: 1000 + at, etag: 'e' });
        if (!step.late) await upload();
        const timerange = parseTimeRange(`[${100 + at}:0_${101 + at}:0)`);
        await store.segments.add(ALICE, uuid(step.flow), [{ objectId: allocated!.objectId, timerange }]);
        if (step.late) {
          await replicated.replica.caughtUp();
          await upload();
        }
        return null;
      }
      case 'sync':
        return replicated.replica.caughtUp();
      case 'reopen':
        return replicated.reopenReplica();
    }
  }

  it('after whatever happened, seen at whatever times', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 40 }), async (steps) => {
        replicated = await Replicated.open({ deleteAsyncAbove: 6 });
        try {
          for (const n of [0, 1, 2]) await replicated.put(n);
          for (const [at, step] of steps.entries())
            await perform(step, at).catch((error: unknown) => {
              if (!(error instanceof TamsError)) throw error;
            });
          await replicated.isEqual();
          // What was followed and what is filled at once are the same.
          replicated.replica.startRebuild();
          await replicated.isEqual();
        } finally {
          await replicated.close();
        }
      }),
      { numRuns: 25 },
    );
    replicated = await Replicated.open();
  }, 120_000);

  it('where a large flow goes, comes anew under its id, and is cleaned up behind', async () => {
    replicated = await Replicated.open({ deleteAsyncAbove: 20 });
    const { store } = replicated.test;
    await replicated.put(1);
    await replicated.add(1, seconds(0, 1200));
    await replicated.isEqual();
    await store.flows.delete(ALICE, uuid(1));
    await replicated.isEqual();
    await replicated.put(1);
    await replicated.add(1, seconds(100, 130));
    await replicated.isEqual();
    await replicated.reopenReplica();
    await store.deletionWorker.runOnce();
    await replicated.isEqual();
    replicated.replica.startRebuild();
    await replicated.isEqual();
  });

  it('where far more lies between what was added than was added', async () => {
    replicated = await Replicated.open();
    await replicated.put(1);
    await replicated.add(
      1,
      seconds(0, 9000).filter((second) => second % 3000 !== 5),
    );
    await replicated.isEqual();
    await replicated.add(1, [5, 3005, 6005]);
    await replicated.isEqual();
    await replicated.deleteSegments(1, '[10:0_8900:0)');
    await replicated.add(1, seconds(10, 8800));
    await replicated.isEqual();
  });
});

describe('its file', () => {
  const some = async () => {
    replicated = await Replicated.open();
    await replicated.put(1);
    await replicated.add(1, seconds(0, 100));
    await replicated.isEqual();
  };
  const file = () => replicaFile(join(replicated.folder, 'analytics'));

  it('is gone on with, without filling it anew', async () => {
    await some();
    await replicated.reopenReplica();
    const before = replicated.test.db.reads;
    await replicated.replica.caughtUp();
    expect(replicated.test.db.reads - before).toBeLessThan(12);
    expect(replicated.notices).toEqual([]);
    await replicated.isEqual();
  });

  it.each<[string, () => Promise<void>]>([
    ['no database', () => writeFile(file(), 'this is no database')],
    ['cut short', () => truncate(file(), 5000)],
    [
      'damaged inside',
      async () => {
        const handle = await open(file(), 'r+');
        const { size } = await handle.stat();
        await handle.write(Buffer.alloc(size - 12_288, 0x5a), 0, size - 12_288, 12_288);
        await handle.close();
      },
    ],
  ])('is thrown away when it is %s, with a line in the log', async (_what, damage) => {
    await some();
    await replicated.replica.close();
    await damage();
    replicated.openReplica();
    await replicated.isEqual();
    expect(replicated.notices).toHaveLength(1);
  });

  it('is thrown away when it is of another format or another log, or the log does not reach back to it', async () => {
    await some();
    for (const change of [
      'UPDATE replica SET format = 99',
      "UPDATE replica SET log = 'anothers'",
      'UPDATE replica SET position = 1000000',
      'UPDATE replica SET position_at = 1',
    ]) {
      const duck = await replicated.replica.caughtUp();
      await duck.session((session) => session.run(sql(change)));
      await duck.session((session) => session.run(sql('DELETE FROM segments')));
      await replicated.reopenReplica();
      await replicated.isEqual();
    }
    await replicated.replica.close();
    for (let n = 2; n < 12; n += 1) await replicated.put(n);
    replicated.test.tick(8 * 86_400_000);
    await replicated.put(12);
    await replicated.test.store.housekeeping.runOnce();
    expect(await replicated.test.store.context.log.oldest()).toBeGreaterThan(10);
    replicated.openReplica();
    await replicated.isEqual();
  });

  it('is filled anew by itself when the log is trimmed under it', async () => {
    await some();
    await replicated.put(2);
    const { store } = replicated.test;
    // Not caught up: the log goes on and loses what would come next.
    for (let n = 3; n < 20; n += 1) await replicated.put(n);
    replicated.test.tick(8 * 86_400_000);
    await replicated.put(20);
    await store.housekeeping.runOnce();
    await replicated.isEqual();
  });

  it('is not there before anybody asks', async () => {
    replicated = await Replicated.open();
    await replicated.put(1);
    expect(await readdir(replicated.folder)).toEqual([]);
  });
});

describe('who does not wait', () => {
  it('is told how far behind it is, and that it is not filled yet', async () => {
    replicated = await Replicated.open();
    await replicated.put(1);
    expect(await replicated.replica.asItIs()).toBeNull();
    await replicated.replica.caughtUp();
    expect((await replicated.replica.asItIs())?.freshness).toEqual({ behind: 0 });
    await replicated.add(1, [1]);
    await replicated.add(1, [2]);
    expect((await replicated.replica.asItIs())?.freshness).toEqual({ behind: 2 });
  });
});
