import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AnalyticsService } from '../../../src/tams/analytics/analytics-service';
import { replicaFile } from '../../../src/tams/analytics/replica';
import { describeOn, SmallDisk } from '../../support/small-disk';
import { Replicated } from './fixture';

const disk = SmallDisk.mount(24);
afterAll(() => disk?.unmount());

const seconds = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const FULL = {
  type: 'AnalyticsUnavailable',
  message: expect.stringContaining('the disk is full') as unknown,
};
const CLOSED = { type: 'AnalyticsUnavailable', message: expect.stringContaining('read-only') as unknown };

describeOn(disk, 'the folder of analytics', () => {
  let replicated: Replicated;
  beforeEach(async () => {
    replicated = await Replicated.open({}, join(disk!.folder, 'replica'));
    await replicated.put(1);
    await replicated.add(1, seconds(0, 3_000));
  });
  afterEach(async () => {
    await disk!.empty();
    await replicated.close();
  });
  const service = () =>
    new AnalyticsService({ ...replicated.test.store.context, replica: replicated.replica });
  const folder = () => join(replicated.folder, 'analytics');
  const exported = async (format: 'arrow' | 'parquet') => {
    let bytes = 0;
    const rows = { table: 'segments', scope: {}, format } as const;
    for await (const piece of await service().export(rows, new AbortController().signal))
      bytes += piece.byteLength;
    return bytes;
  };

  it('that is full is told when the copy is filled; it is filled when there is room', async () => {
    for (const left of [0, 60_000]) {
      await disk!.fill(left);
      await expect(service().look(true)).rejects.toMatchObject(FULL);
      // What was begun does not keep the disk full.
      if (left > 0) await expect(access(replicaFile(folder()))).rejects.toMatchObject({ code: 'ENOENT' });
      await disk!.empty();
    }
    await replicated.isEqual();
  });

  it('that fills up while the copy follows loses nothing, wherever it stops', async () => {
    await replicated.isEqual();
    let next = 10_000;
    for (const left of [0, 4_096, 30_000, 100_000, 250_000, 1_000_000, 4_000_000]) {
      await disk!.fill(left);
      await replicated.add(1, seconds(next, next + 2_000));
      await replicated.deleteSegments(1, `[${next + 500}:0_${next + 900}:0)`);
      next += 2_000;
      const answered = await service()
        .look(true)
        .catch((error: unknown) => error);
      if (left === 0) expect(answered).toMatchObject(FULL);
      else if (answered instanceof Error) expect(answered).toMatchObject(FULL);
      await disk!.empty();
      await replicated.isEqual();
    }
    expect(replicated.notices.filter((notice) => notice.includes('thrown away'))).toEqual([]);
  }, 60_000);

  it('that is full refuses a Parquet export and leaves no file and no place taken; Arrow needs no room', async () => {
    await replicated.isEqual();
    await disk!.fill();
    for (let i = 0; i < 3; i += 1) await expect(exported('parquet')).rejects.toMatchObject(FULL);
    expect(await readdir(join(folder(), 'export'))).toEqual([]);
    expect(await exported('arrow')).toBeGreaterThan(100_000);
    await disk!.empty();
    expect(await exported('parquet')).toBeGreaterThan(10_000);
  });

  it('that is read-only is told, and the copy goes on from where it was when it is not', async () => {
    await replicated.isEqual();
    await replicated.replica.close();
    disk!.readOnly(true);
    try {
      replicated.openReplica();
      await expect(service().look(true)).rejects.toMatchObject(CLOSED);
    } finally {
      disk!.readOnly(false);
    }
    await replicated.add(1, [20_000]);
    await replicated.isEqual();
    expect(replicated.notices).toEqual([]);
  });
});
