import fc from 'fast-check';
import { InvalidValue, orderColumns, UnknownProjection } from '../../../src/vast/engine';
import { eq, startsWith } from '../../../src/vast/predicate';
import type { OpenEngine } from '../engine-contract';
import { compareText, inOrder, matches, type PlainRow } from '../oracle';
import { cellsOf, eachOf, planOf, refill, rowsOf } from '../plans';
import { manyThings, predicate, things } from '../things';
import { withEngine } from './with-engine';

const OWN = Object.keys(things.columns).filter((name) => !name.startsWith('delet'));
/** The one that may be null. */
const JSON_COLUMN = Object.entries(things.columns).find(([, { json, nullable }]) => json && nullable)![0];
const projection = fc.constantFrom(...Object.keys(things.projections));

export function describeReads(open: OpenEngine): void {
  describe('reads', () => {
    const engine = withEngine(open, [things]);

    it('returns the cells it was given, of every kind', () =>
      fc.assert(
        fc.asyncProperty(manyThings, async (rows) => {
          await refill(engine(), things, rows);
          const read = await rowsOf(engine(), things, { columns: OWN });
          expect(read).toEqual(inOrder(things, 'primary', false, rows));
        }),
        { numRuns: 60 },
      ));

    it('selects what the plain reading of the predicate selects, in order, behind any row', () =>
      fc.assert(
        fc.asyncProperty(
          manyThings,
          fc.array(fc.tuple(predicate, projection, fc.boolean(), fc.nat(40), fc.nat(5)), { maxLength: 8 }),
          async (rows, reads) => {
            await refill(engine(), things, rows);
            for (const [where, along, reverse, place, limit] of reads) {
              const order = orderColumns(things, along).map(({ column }) => column);
              const sorted = inOrder(things, along, reverse, rows);
              const from = sorted[place];
              const wanted = sorted
                .slice(from ? place + 1 : 0)
                .filter((row) => matches(where, { ...row, deleted_by: null }))
                .slice(0, limit);
              const read = await rowsOf(engine(), things, {
                columns: OWN,
                where,
                projection: along,
                reverse,
                after: from ? cellsOf(from, order) : null,
                limit,
              });
              expect(read).toEqual(wanted);
            }
          },
        ),
        { numRuns: 150 },
      ));

    it('counts what the plain reading counts', () =>
      fc.assert(
        fc.asyncProperty(
          manyThings,
          fc.array(predicate, { minLength: 4, maxLength: 10 }),
          async (rows, all) => {
            await refill(engine(), things, rows);
            for (const where of all) {
              const wanted = rows.filter((row) => matches(where, { ...row, deleted_by: null })).length;
              expect(await engine().count(things, where, 'live')).toBe(wanted);
            }
          },
        ),
        { numRuns: 60 },
      ));

    it('answers many selects as one, each as if alone', () =>
      fc.assert(
        fc.asyncProperty(
          manyThings,
          predicate,
          projection,
          fc.boolean(),
          fc.nat(3),
          fc.nat(30),
          async (rows, where, along, reverse, limit, place) => {
            await refill(engine(), things, rows);
            const order = orderColumns(things, along).map(({ column }) => column);
            const from = rows[place];
            const said = {
              where,
              projection: along,
              reverse,
              limit,
              after: from ? cellsOf(from, order) : null,
              rowIds: true,
            };
            for (const [column, values] of [
              ['id', [...rows.map(({ id }) => id), 'absent', rows[0]?.id ?? 'absent']],
              ['made', [0, 1, 2]],
              ['good', [true, false]],
            ] as const) {
              const pages = await engine().selectEach(eachOf(things, { column, values }, said));
              const kept = { ...planOf(things, said), column };
              const alone = [];
              const lookedUp = [];
              for (const value of values) {
                const both = { op: 'and', of: [where, eq(column, value as never)] } as const;
                alone.push(await engine().select(planOf(things, { ...said, where: both })));
                lookedUp.push(await engine().lookup(kept, value));
              }
              expect(pages).toEqual(alone);
              expect(lookedUp).toEqual(alone);
            }
          },
        ),
        { numRuns: 40 },
      ));

    it('reads the texts of a JSON column as they were stored', () =>
      fc.assert(
        fc.asyncProperty(
          manyThings,
          predicate,
          projection,
          fc.boolean(),
          fc.nat(5),
          async (rows, where, along, reverse, limit) => {
            await refill(engine(), things, rows);
            const plan = { where, projection: along, reverse, limit, columns: [JSON_COLUMN] };
            const texts = await engine().selectTexts(planOf(things, plan));
            const wanted = await rowsOf(engine(), things, plan);
            expect(texts.map((text) => (text === '' ? null : (JSON.parse(text) as unknown)))).toEqual(
              wanted.map((row) => row[JSON_COLUMN]),
            );
          },
        ),
        { numRuns: 40 },
      ));

    it('reads no texts of several columns, of row ids or of what is not JSON', async () => {
      const texts = (plan: object) =>
        engine().selectTexts(planOf(things, { columns: [JSON_COLUMN], ...plan }));
      await expect(texts({ columns: ['id'] })).rejects.toThrow(InvalidValue);
      await expect(texts({ columns: [] })).rejects.toThrow(InvalidValue);
      await expect(texts({ columns: [JSON_COLUMN, JSON_COLUMN] })).rejects.toThrow(InvalidValue);
      await expect(texts({ rowIds: true })).rejects.toThrow(InvalidValue);
    });

    it('orders text by code point, also beyond U+FFFF', async () => {
      const ids = ['', 'a', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '😀', '\u{10ffff}'];
      await refill(
        engine(),
        things,
        [...ids].reverse().map((id) => ({ id, part: 0, made: 0 })),
      );
      const read = (await rowsOf(engine(), things, { columns: ['id'] })).map(({ id }) => id);
      expect(read).toEqual(ids);
      expect(read).toEqual([...ids].sort(compareText));
      expect(read).not.toEqual([...ids].sort());
    });

    it('finds a prefix that ends in the last character there is', async () => {
      const ids = ['a', 'a\u{10ffff}', 'a\u{10ffff}z', 'b', '\u{10ffff}', '\u{10ffff}\u{10ffff}x'];
      await refill(
        engine(),
        things,
        ids.map((id) => ({ id, part: 0, made: 0 })),
      );
      const found = async (prefix: string) =>
        (await rowsOf(engine(), things, { columns: ['id'], where: startsWith('id', prefix) as never })).map(
          ({ id }) => id,
        );
      expect(await found('a\u{10ffff}')).toEqual(['a\u{10ffff}', 'a\u{10ffff}z']);
      expect(await found('\u{10ffff}')).toEqual(['\u{10ffff}', '\u{10ffff}\u{10ffff}x']);
      expect(await found('')).toHaveLength(ids.length);
    });

    it('pages without repeating or missing a row while others write', async () => {
      const row = (i: number): PlainRow => ({ id: `k${i % 50}`, part: i, made: i % 3 });
      const stay = Array.from({ length: 300 }, (_, i) => row(i * 2));
      await refill(engine(), things, stay);
      const seen: PlainRow[] = [];
      let after: unknown[] | null = null;
      for (let page = 0; ; page += 1) {
        const rows = await rowsOf(engine(), things, { columns: OWN, projection: 'newest', after, limit: 7 });
        if (rows.length === 0) break;
        seen.push(...rows);
        after = cellsOf(rows.at(-1)!, ['made', 'id', 'part']);
        // Before and behind the place that the paging has reached.
        if (page < 30)
          await engine().transaction((tx) =>
            tx.insert(things, [
              row(page * 2 + 1),
              { id: `a${page}`, part: 0, made: 2 },
              { id: `z${page}`, part: 0, made: -1 - page },
            ]),
          );
        if (page > 200) throw new Error('Paging does not end');
      }
      const keys = seen.map(({ id, part }) => `${id as string} ${part as number}`);
      expect(new Set(keys).size).toBe(keys.length);
      const old = new Set(stay.map(({ id, part }) => `${id as string} ${part as number}`));
      expect(keys.filter((key) => old.has(key))).toHaveLength(stay.length);
      expect(seen).toEqual(inOrder(things, 'newest', false, seen));
    });

    it('refuses plans that make no sense, in clear words', async () => {
      const select = (said: object) => engine().select(planOf(things, said));
      await expect(select({ projection: 'fastest' })).rejects.toThrow(UnknownProjection);
      await expect(select({ columns: ['colour'] })).rejects.toThrow(InvalidValue);
      await expect(select({ where: eq('colour', 'red') })).rejects.toThrow('no column named colour');
      await expect(select({ where: eq('size', 'red') })).rejects.toThrow(InvalidValue);
      await expect(select({ where: eq('size', null) })).rejects.toThrow(InvalidValue);
      await expect(select({ where: eq('size', 2 ** 53) })).rejects.toThrow(InvalidValue);
      await expect(select({ where: eq('label', '\ud800') })).rejects.toThrow('well-formed');
      await expect(select({ where: eq('extra', {}) })).rejects.toThrow('cannot be compared');
      await expect(select({ after: ['a'] })).rejects.toThrow('takes 2 values');
      await expect(select({ limit: -1 })).rejects.toThrow('limit');
      expect(await select({ limit: 0 })).toEqual([]);
    });
  });
}
