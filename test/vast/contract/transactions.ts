import { UniqueViolation, type WriteTransaction } from '../../../src/vast/engine';
import { and, eq, type Predicate } from '../../../src/vast/predicate';
import type { OpenEngine } from '../engine-contract';
import { idsOf, planOf, refill } from '../plans';
import { marks, things } from '../things';
import { withEngine } from './with-engine';

const all = and() as Predicate;
const mark = (id: number) => ({ id, text: 't' });
const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

export function describeTransactions(open: OpenEngine): void {
  describe('transactions', () => {
    const engine = withEngine(open, [things, marks]);
    const ids = async () => (await engine().select(planOf(marks, { columns: ['id'] }))).flat();
    beforeEach(() => refill(engine(), marks, [mark(1)]));

    it('stores all of a work or nothing', async () => {
      await expect(
        engine().transaction(async (tx) => {
          await tx.insert(marks, [mark(2), mark(3)]);
          await tx.insert(things, [{ id: 'x', part: 0, made: 0 }]);
          await tx.purge(marks, await idsOf(tx, marks, { where: eq('id', 1) as never }));
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect(await ids()).toEqual([1]);
      expect(await engine().count(things, all, 'live')).toBe(0);
      expect(await engine().stats(marks)).toEqual({ rows: 1, deletedRows: 0 });
    });

    it('fails one of many that come together, and only that one', async () => {
      const outcomes = await Promise.allSettled(
        [2, 3, 1, 4, 3, 5].map((id) =>
          engine().transaction(async (tx) => {
            await tx.insert(marks, [mark(id)]);
            return id;
          }),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(outcomes[2]).toMatchObject({ reason: expect.any(UniqueViolation) as unknown });
      expect(await ids()).toEqual([1, 2, 3, 4, 5]);
      expect(await engine().stats(marks)).toEqual({ rows: 5, deletedRows: 0 });
    });

    it('sees its own writes in every kind of read', async () => {
      await engine().transaction(async (tx) => {
        await tx.insert(marks, [mark(2)]);
        expect(await tx.select(planOf(marks, { columns: ['id'] }))).toEqual([[1], [2]]);
        expect(await tx.count(marks, all, 'live')).toBe(2);
        expect(await tx.count(marks, eq('id', 2) as never, 'live')).toBe(1);
        expect(
          await tx.selectEach({
            ...planOf(marks, { columns: ['id'] }),
            each: { column: 'id', values: [2] },
          }),
        ).toEqual([[[2]]]);
        expect(await tx.lookup({ ...planOf(marks, { columns: ['id'] }), column: 'id' }, 2)).toEqual([[2]]);
      });
    });

    it('sees what transactions before it wrote, though they came together', async () => {
      const counts = await Promise.all(
        [2, 3, 4].map((id) =>
          engine().transaction(async (tx) => {
            const before = await tx.count(marks, all, 'live');
            await tx.insert(marks, [mark(id)]);
            return before;
          }),
        ),
      );
      expect(counts).toEqual([1, 2, 3]);
    });

    it('shows reads outside only what is committed', async () => {
      let inside: () => void = () => undefined;
      const wrote = new Promise<void>((resolve) => (inside = resolve));
      let goOn: () => void = () => undefined;
      const looked = new Promise<void>((resolve) => (goOn = resolve));
      const writing = engine().transaction(async (tx) => {
        await tx.insert(marks, [mark(2)]);
        inside();
        await looked;
      });
      await wrote;
      expect(await ids()).toEqual([1]);
      expect(await engine().count(marks, all, 'live')).toBe(1);
      expect(await engine().stats(marks)).toEqual({ rows: 1, deletedRows: 0 });
      goOn();
      await writing;
      expect(await ids()).toEqual([1, 2]);
    });

    it('runs works one after another, also those that take their time', async () => {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          engine().transaction(async (tx) => {
            const next = (await tx.count(marks, all, 'live')) + 1;
            await pause();
            await tx.insert(marks, [mark(next)]);
          }),
        ),
      );
      expect(await ids()).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    });

    it('refuses a transaction that is used after its end', async () => {
      let kept: WriteTransaction | undefined;
      await engine().transaction((tx) => {
        kept = tx;
        return Promise.resolve();
      });
      await expect(kept!.insert(marks, [mark(9)])).rejects.toThrow('has ended');
      expect(await ids()).toEqual([1]);
    });

    it('returns what the work returns', async () => {
      expect(await engine().transaction(() => Promise.resolve('done'))).toBe('done');
    });
  });

  describe('closing', () => {
    it('finishes the transactions it has and refuses what comes later', async () => {
      const engine = await open();
      await engine.createTable(marks);
      const last = engine.transaction((tx) => tx.insert(marks, [mark(1)]));
      const closing = engine.close();
      await expect(engine.select(planOf(marks))).rejects.toThrow('closed');
      await expect(engine.transaction(() => Promise.resolve())).rejects.toThrow('closed');
      await last;
      await closing;
      await engine.close();
    });
  });
}
