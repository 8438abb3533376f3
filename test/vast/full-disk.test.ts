import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { WriteFailed } from '../../src/vast/engine';
import { eq } from '../../src/vast/predicate';
import { defineTable, int64, utf8 } from '../../src/vast/table';
import { describeOn, SmallDisk } from '../support/small-disk';

const disk = SmallDisk.mount(32);
afterAll(() => disk?.unmount());

const ROWS = 20_000;
const shelf = (projections: Readonly<Record<string, readonly ['label']>>) =>
  defineTable('shelves', { id: utf8(), label: utf8(), width: int64() }, { primaryKey: ['id'], projections });
const plain = shelf({});
const sorted = shelf({ by_label: ['label'] });

describeOn(disk, 'a data folder that is full', () => {
  let db: VastDatabase;
  const open = async () => VastDatabase.open(await openEmbeddedEngine(join(disk!.folder, 'store')), [plain]);
  beforeAll(async () => {
    db = await open();
    for (let from = 0; from < ROWS; from += 2_000)
      await db.transaction((tx) =>
        tx.insert(
          plain,
          Array.from({ length: 2_000 }, (_, i) => ({
            id: `id-${from + i}`,
            label: `${'x'.repeat(100)}${i}`,
            width: i,
          })),
        ),
      );
  });
  afterAll(() => db.close());
  afterEach(() => disk!.empty());

  it('refuses to build a projection, reads and writes on, and builds it when there is room', async () => {
    for (const left of [0, 200_000, 1_000_000]) {
      await disk!.fill(left);
      const failure: unknown = await db.evolveTable(sorted).catch((error: unknown) => error);
      expect([left, failure]).toEqual([left, expect.any(WriteFailed)]);
      expect((failure as Error).message).toContain('the disk is full');
      expect(Object.keys(db.describeTable('shelves').projections)).toEqual(['primary']);
      expect(await db.count(plain)).toBe(ROWS);
      await disk!.empty();
    }
    await db.evolveTable(sorted);
    const found = await db.select(sorted, { columns: ['id'], projection: 'by_label', limit: ROWS });
    expect(found).toHaveLength(ROWS);
  });

  it('refuses writes, keeps what was acknowledged, and takes more when there is room', async () => {
    await disk!.fill();
    const acknowledged: string[] = [];
    let refused: unknown;
    for (let i = 0; i < 200 && !refused; i += 1)
      await db
        .transaction((tx) => tx.insert(plain, [{ id: `more-${i}`, label: 'y'.repeat(2_000), width: 0 }]))
        .then(() => acknowledged.push(`more-${i}`))
        .catch((error: unknown) => (refused = error));
    expect(refused).toBeInstanceOf(WriteFailed);
    expect((refused as Error).message).toContain('the disk is full');
    await disk!.empty();
    await db.transaction((tx) => tx.insert(plain, [{ id: 'last', label: 'z', width: 0 }]));
    await db.close();
    db = await open();
    expect(await db.count(plain)).toBe(ROWS + acknowledged.length + 1);
    expect(await db.select(plain, { columns: ['id'], where: eq('id', 'last'), limit: 1 })).toHaveLength(1);
  });
});
