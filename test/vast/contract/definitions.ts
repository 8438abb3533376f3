import { InvalidValue } from '../../../src/vast/engine';
import { storedForm } from '../../../src/vast/stored-table';
import { bool, defineTable, int64, json, nullable, utf8 } from '../../../src/vast/table';
import type { OpenEngine } from '../engine-contract';
import { planOf, rowsOf } from '../plans';
import { withEngine } from './with-engine';

const first = defineTable(
  'shelves',
  { id: utf8(), width: int64() },
  { primaryKey: ['id'], projections: { widest: ['-width'] }, softDelete: true },
);
const second = defineTable(
  'shelves',
  {
    id: utf8(),
    width: int64(),
    colour: nullable(utf8()),
    oak: nullable(bool()),
    labels: nullable(json<string[]>()),
  },
  { primaryKey: ['id'], projections: { widest: ['-width'] }, softDelete: true },
);

export function describeDefinitions(open: OpenEngine): void {
  describe('tables', () => {
    const engine = withEngine(open, []);

    it('come, gain columns that old rows read as null, and go', async () => {
      expect(await engine().describe()).toEqual([]);
      await engine().createTable(first);
      expect(await engine().describe()).toEqual([storedForm(first)]);
      await engine().transaction((tx) => tx.insert(first, [{ id: 'a', width: 3 }]));

      await engine().addColumns(second, ['colour', 'oak', 'labels']);
      expect((await engine().describe())[0]!.columns).toEqual([
        ...storedForm(first).columns,
        { name: 'colour', type: 'utf8', nullable: true },
        { name: 'oak', type: 'bool', nullable: true },
        { name: 'labels', type: 'json', nullable: true },
      ]);
      await engine().transaction((tx) =>
        tx.insert(second, [{ id: 'b', width: 4, colour: 'red', oak: true, labels: ['x'] }]),
      );
      const columns = ['id', 'colour', 'oak', 'labels'];
      expect(await rowsOf(engine(), second, { columns, projection: 'widest' })).toEqual([
        { id: 'b', colour: 'red', oak: true, labels: ['x'] },
        { id: 'a', colour: null, oak: null, labels: null },
      ]);

      await engine().dropTable('shelves');
      expect(await engine().describe()).toEqual([]);
      await engine().createTable(second);
      expect(await engine().select(planOf(second))).toEqual([]);
      expect(await engine().stats(second)).toEqual({ rows: 0, deletedRows: 0 });
    });

    it('are refused when they make no sense, in clear words', async () => {
      const create = (...args: Parameters<typeof defineTable>) => engine().createTable(defineTable(...args));
      await engine().createTable(defineTable('there', { id: utf8() }, { primaryKey: ['id'] }));
      await expect(create('there', { id: utf8() }, { primaryKey: ['id'] })).rejects.toThrow('already there');
      await expect(create('A"B', { id: utf8() }, { primaryKey: ['id'] })).rejects.toThrow(InvalidValue);
      await expect(create('a', { 'i"d': utf8() }, { primaryKey: ['i"d'] })).rejects.toThrow(InvalidValue);
      await expect(create('a', { id: nullable(utf8()) }, { primaryKey: ['id'] })).rejects.toThrow('null');
      await expect(create('a', { id: utf8() }, { primaryKey: [] })).rejects.toThrow('primary key');
      await expect(
        create('a', { id: utf8(), of: json() }, { primaryKey: ['id'], projections: { of: ['of'] } }),
      ).rejects.toThrow('JSON');
      await expect(engine().dropTable('nowhere')).rejects.toThrow('no table named nowhere');
      const needed = defineTable('there', { id: utf8(), more: utf8() }, { primaryKey: ['id'] });
      await expect(engine().addColumns(needed, ['more'])).rejects.toThrow('nullable');
      expect((await engine().describe()).map(({ name }) => name)).toEqual(['shelves', 'there']);
    });
  });
}
