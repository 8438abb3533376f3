import { GraphHarness } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
});
afterAll(() => graph.close());

it('shows those who run the store its tables: columns, key, projections with rows and bytes, and the cache', async () => {
  const { data, errors } = await graph.run(`{ administration {
    tables { name rows deletedRows primaryKey columns { name type nullable } projections { name columns sparse rows bytes } }
    tableCache { hits misses }
  } }`);
  expect(errors).toBeUndefined();
  const { tables, tableCache } = data.administration;
  const objects = tables.find((of: { name: string }) => of.name === 'objects');
  expect(objects).toMatchObject({ rows: 0, deletedRows: 0, primaryKey: ['id'] });
  expect(objects.columns[1]).toEqual({ name: 'storage_id', type: 'utf8', nullable: true });
  expect(objects.projections).toContainEqual({
    name: 'by_unreferenced',
    columns: ['unreferenced_since', 'id'],
    sparse: true,
    rows: 0,
    bytes: 8192,
  });
  const { hits, misses } = tableCache as { hits: number; misses: number };
  expect(hits / (hits + misses)).toBeGreaterThan(0.9);
});
