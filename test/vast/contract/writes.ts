import fc from 'fast-check';
import { InvalidValue, UniqueViolation, type RowId } from '../../../src/vast/engine';
import { and, eq, isIn, type Predicate } from '../../../src/vast/predicate';
import type { OpenEngine } from '../engine-contract';
import { idsOf, planOf, refill, rowsOf } from '../plans';
import { marks, names, text, things } from '../things';
import { withEngine } from './with-engine';

const all = and() as Predicate;
const row = (part: number, label: string | null = null) => ({ id: 'k', part, label, made: 0 });
const by = { at: 5, by: 'me' };

export function describeWrites(open: OpenEngine): void {
  describe('writes', () => {
    const engine = withEngine(open, [things, marks, names]);
    const parts = async (visibility: 'live' | 'deleted' = 'live') =>
      (await rowsOf(engine(), things, { columns: ['part'], visibility })).map(({ part }) => part);
    const idOf = async (part: number, visibility: 'live' | 'deleted' = 'live') =>
      (await idsOf(engine(), things, { where: eq('part', part) as never, visibility }))[0]!;
    const stats = async () => {
      const { rows, deletedRows } = await engine().stats(things);
      return [rows, deletedRows];
    };
    beforeEach(() => refill(engine(), things, [row(1), row(2), row(3)]));

    it('updates live rows by their ids and says how many', async () => {
      const ids = await idsOf(engine(), things);
      const changed = await engine().transaction((tx) =>
        tx.update(things, [...ids.slice(1), '[0,"gone",9]' as RowId], { label: 'new', size: 4, extra: [1] }),
      );
      expect(changed).toBe(2);
      expect(await engine().select(planOf(things, { columns: ['part', 'label', 'size', 'extra'] }))).toEqual([
        [1, null, null, null],
        [2, 'new', 4, [1]],
        [3, 'new', 4, [1]],
      ]);
    });

    it('updates many rows of a text key, whatever characters it has, and no others', async () => {
      const keys = fc.uniqueArray(text, { minLength: 2, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(keys, fc.nat(), async (all, n) => {
          await refill(
            engine(),
            names,
            all.map((name) => ({ name })),
          );
          const changed = all.slice(n % all.length);
          const ids = await idsOf(engine(), names, { where: isIn('name', changed) as never });
          const count = await engine().transaction((tx) =>
            tx.update(names, [...ids, '["not there"]' as RowId], { note: 'x' }),
          );
          expect(count).toBe(changed.length);
          const found = await engine().select(planOf(names, { columns: ['name', 'note'] }));
          const notes = new Map(found.map(([name, note]) => [name, note]));
          expect(all.map((name) => notes.get(name))).toEqual(
            all.map((name) => (changed.includes(name) ? 'x' : null)),
          );
        }),
        { numRuns: 60 },
      );
    });

    it('follows an update along every projection', async () => {
      await engine().transaction(async (tx) => tx.update(things, [await idOf(2)], { label: 'z', made: 9 }));
      const along = (projection: string) =>
        engine().select(planOf(things, { columns: ['part'], projection }));
      expect(await along('by_label')).toEqual([[1], [3], [2]]);
      expect(await along('newest')).toEqual([[2], [1], [3]]);
    });

    it('hides deleted rows from every read, restores them, and purges for good', async () => {
      const id = await idOf(2);
      expect(await engine().transaction((tx) => tx.delete(things, [id], { id: 1, ...by }))).toBe(1);
      expect(await parts()).toEqual([1, 3]);
      expect(await parts('deleted')).toEqual([2]);
      expect(await engine().count(things, all, 'live')).toBe(2);
      expect(await engine().count(things, all, 'deleted')).toBe(1);
      expect(await engine().count(things, eq('part', 2) as never, 'live')).toBe(0);
      expect(await stats()).toEqual([2, 1]);
      expect(
        await engine().select(
          planOf(things, {
            columns: ['part', 'deleted', 'deleted_at', 'deleted_by', 'deletion'],
            visibility: 'deleted',
            where: eq('deletion', 1) as never,
          }),
        ),
      ).toEqual([[2, true, 5, 'me', 1]]);
      // The live id names nothing any more.
      expect(await engine().transaction((tx) => tx.delete(things, [id], { id: 2, ...by }))).toBe(0);
      expect(await engine().transaction((tx) => tx.update(things, [id], { label: 'x' }))).toBe(0);

      const hidden = await idOf(2, 'deleted');
      expect(await engine().transaction((tx) => tx.update(things, [hidden], { label: 'x' }))).toBe(0);
      expect(await engine().transaction((tx) => tx.restore(things, [hidden]))).toBe(1);
      expect(await engine().transaction((tx) => tx.restore(things, [hidden]))).toBe(0);
      expect(await rowsOf(engine(), things, { where: eq('part', 2) as never })).toMatchObject([
        { deleted: false, deleted_at: null, deleted_by: null, deletion: null, label: null },
      ]);
      expect(await engine().transaction((tx) => tx.purge(things, [id]))).toBe(1);
      expect(await stats()).toEqual([2, 0]);
    });

    it('keeps several deleted rows of one key apart', async () => {
      for (const deletion of [4, 5]) {
        const id = await idOf(1);
        await engine().transaction(async (tx) => {
          expect(await tx.delete(things, [id], { id: deletion, ...by })).toBe(1);
          await tx.insert(things, [row(1, `after ${deletion}`)]);
        });
      }
      expect(await parts('deleted')).toEqual([1, 1]);
      const [first, second] = await idsOf(engine(), things, { visibility: 'deleted' });
      await expect(engine().transaction((tx) => tx.restore(things, [first!]))).rejects.toThrow(
        UniqueViolation,
      );
      await engine().transaction(async (tx) => {
        await tx.purge(things, [await idOf(1)]);
        await expect(tx.restore(things, [first!, second!])).rejects.toThrow(UniqueViolation);
        expect(await tx.restore(things, [second!])).toBe(1);
      });
      expect(await stats()).toEqual([3, 1]);
    });

    it('lets only one live row have a primary key, and inserts nothing of a call that tries', async () => {
      await engine().transaction(async (tx) => {
        await expect(tx.insert(things, [row(1)])).rejects.toThrow(UniqueViolation);
        await expect(tx.insert(things, [row(7), row(8), row(2)])).rejects.toThrow(UniqueViolation);
        await expect(tx.insert(things, [row(9), row(9)])).rejects.toThrow(UniqueViolation);
        await tx.insert(things, [row(4)]);
      });
      expect(await parts()).toEqual([1, 2, 3, 4]);
      expect(await stats()).toEqual([4, 0]);
    });

    it('moves a row to another key, unless that is taken', async () => {
      const id = await idOf(1);
      await expect(engine().transaction((tx) => tx.update(things, [id], { part: 2 }))).rejects.toThrow(
        UniqueViolation,
      );
      expect(await engine().transaction((tx) => tx.update(things, [id], { part: 6 }))).toBe(1);
      expect(await parts()).toEqual([2, 3, 6]);
    });

    it('removes rows at once where deletions are for good', async () => {
      await refill(
        engine(),
        marks,
        [1, 2, 3].map((id) => ({ id, text: 't' })),
      );
      const ids = await idsOf(engine(), marks, { projection: 'by_text' });
      expect(await engine().transaction((tx) => tx.delete(marks, ids.slice(0, 2), { id: 1, ...by }))).toBe(2);
      expect(await engine().select(planOf(marks))).toEqual([[3, 't']]);
      expect(await engine().stats(marks)).toEqual({ rows: 1, deletedRows: 0 });
      expect(await engine().transaction((tx) => tx.restore(marks, ids))).toBe(0);
      expect(await engine().select(planOf(marks, { visibility: 'deleted' }))).toEqual([]);
    });

    it.each([
      ['a missing value', { id: 'k', part: 4 }],
      ['text for a number', { ...row(4), part: '4' }],
      ['a fraction for an integer', { ...row(4), made: 1.5 }],
      ['an integer that doubles cannot hold', { ...row(4), size: 2 ** 53 }],
      ['what is not a number', { ...row(4), weight: NaN }],
      ['half a surrogate pair', { ...row(4), label: 'a\ud800' }],
      ['a number for true or false', { ...row(4), good: 1 }],
      ['a column that is not there', { ...row(4), colour: 'red' }],
      ['a column that deletions set', { ...row(4), deleted_by: 'me' }],
    ])('refuses %s, and nothing is stored', async (_what, bad) => {
      await expect(
        engine().transaction((tx) => tx.insert(things, [row(5), bad as ReturnType<typeof row>])),
      ).rejects.toThrow(InvalidValue);
      expect(await parts()).toEqual([1, 2, 3]);
    });

    it.each(['', 'x', '{}', '[]', '[0,"k"]', '[0,"k",null]', '[0,1,1]', '[0,"k",{}]'])(
      'refuses %j as a row id',
      (id) =>
        expect(engine().transaction((tx) => tx.purge(things, [id as RowId]))).rejects.toThrow(InvalidValue),
    );

    it('names rows whose keys hold any text', () =>
      fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary' }), async (id) => {
          await refill(engine(), things, [{ id, part: 0, made: 0 }]);
          const [rowId] = await idsOf(engine(), things);
          expect(await engine().transaction((tx) => tx.purge(things, [rowId!]))).toBe(1);
        }),
        { numRuns: 40 },
      ));
  });
}
