import { eventsTable } from '../../../src/events/events-table';
import {
  deletionRequestsTable,
  flowCollectionsTable,
  flowsTable,
  MODEL_TABLES,
  objectsTable,
  objectUrlsTable,
  segmentCleanupsTable,
  segmentsTable,
  sourcesTable,
  tagsTable,
  webhooksTable,
} from '../../../src/tams/tables';
import { InvalidValue, UnknownProjection } from '../../../src/vast/engine';
import { and, eq, ge, gt, isIn, isNotNull, isNull, le, lt, or, overlaps } from '../../../src/vast/predicate';
import type { Query } from '../../../src/vast/query';
import type { Columns, TableDefinition } from '../../../src/vast/table';
import { eachTestOpens } from '../new-store';

const store = eachTestOpens([...MODEL_TABLES, eventsTable]);
const range = { lo: 'a', hi: 'b' };
const inRange = overlaps('start_cut', 'end_cut', range);
type Asked = Omit<Partial<Query<Columns, string>>, 'where'> & { where?: unknown };
const explain = (table: TableDefinition, asked: Asked, each: string | null = null) =>
  store().db.explain(
    table,
    { columns: [table.primaryKey[0]!], limit: 100, ...asked } as Query<Columns, string>,
    each,
  );

/** What TAMS asks, as it asks it but without naming a projection; and the projection that it names, or means, today. */
const QUERIES: [string, TableDefinition, Asked, string | null, string, string[], string | null][] = [
  [
    'segments of a flow in a range',
    segmentsTable,
    { where: and(eq('flow_id', 'f'), inRange) },
    null,
    'primary',
    ['flow_id'],
    'start_cut',
  ],
  [
    'segments of many flows in a range',
    segmentsTable,
    { where: inRange },
    'flow_id',
    'primary',
    ['flow_id'],
    'start_cut',
  ],
  ['the last segments of flows', segmentsTable, { reverse: true }, 'flow_id', 'primary', ['flow_id'], null],
  [
    'segments of a flow behind a place',
    segmentsTable,
    { where: gt('start_cut', 'c') },
    'flow_id',
    'primary',
    ['flow_id'],
    'start_cut',
  ],
  [
    'segments of a flow that name an object',
    segmentsTable,
    { where: and(eq('object_id', 'o'), inRange) },
    'flow_id',
    'by_object',
    ['object_id', 'flow_id'],
    'start_cut',
  ],
  ['segments that name an object', segmentsTable, {}, 'object_id', 'by_object', ['object_id'], null],
  [
    'segments that name an object, behind a flow',
    segmentsTable,
    { where: and(ge('flow_id', 'f'), or(gt('flow_id', 'f'), gt('start_cut', 'c'))) },
    'object_id',
    'by_object',
    ['object_id'],
    'flow_id',
  ],
  [
    'segments that one deletion hid',
    segmentsTable,
    { where: eq('deletion', 4), visibility: 'deleted' },
    null,
    'primary',
    [],
    null,
  ],
  ['sources, newest first', sourcesTable, { orderBy: ['-created', 'id'] }, null, 'newest', [], null],
  [
    'sources behind a place',
    sourcesTable,
    { where: and(le('created', 5), or(lt('created', 5), gt('id', 'a'))) },
    null,
    'newest',
    [],
    'created',
  ],
  [
    'sources of a label, newest first',
    sourcesTable,
    { where: eq('label', 'l'), orderBy: ['-created', 'id'] },
    null,
    'by_label',
    ['label'],
    null,
  ],
  ['sources by id', sourcesTable, { where: isIn('id', ['a', 'b']) }, null, 'primary', [], 'id'],
  ['flows, newest first', flowsTable, { orderBy: ['-created', 'id'] }, null, 'newest', [], null],
  [
    'flows of a source, newest first',
    flowsTable,
    { where: eq('source_id', 's'), orderBy: ['-created', 'id'] },
    null,
    'by_source',
    ['source_id'],
    null,
  ],
  [
    'flows of many sources',
    flowsTable,
    { where: eq('format', 'v') },
    'source_id',
    'by_source',
    ['source_id'],
    null,
  ],
  [
    'flows of a source and a label',
    flowsTable,
    { where: and(eq('source_id', 's'), eq('label', 'l')) },
    null,
    'by_source',
    ['source_id'],
    null,
  ],
  ['flows of a label', flowsTable, { where: eq('label', 'l') }, null, 'by_label', ['label'], null],
  [
    'flows by id that pass a filter',
    flowsTable,
    { where: and(isIn('id', ['a', 'b']), eq('source_id', 's')) },
    null,
    'primary',
    [],
    'id',
  ],
  [
    'the collections that a flow is in',
    flowCollectionsTable,
    {},
    'member_id',
    'by_member',
    ['member_id'],
    null,
  ],
  ['the members of a collection', flowCollectionsTable, {}, 'flow_id', 'primary', ['flow_id'], null],
  [
    'tags of entities',
    tagsTable,
    { where: eq('entity', 'flow') },
    'entity_id',
    'primary',
    ['entity', 'entity_id'],
    null,
  ],
  [
    'some tags of some entities',
    tagsTable,
    { where: and(eq('entity', 'flow'), isIn('entity_id', ['a', 'b']), isIn('name', ['n', 'm'])) },
    null,
    'primary',
    ['entity'],
    'entity_id',
  ],
  [
    'entities with a tag, newest first',
    tagsTable,
    {
      where: and(eq('entity', 'flow'), eq('name', 'n'), eq('value', 'v')),
      orderBy: ['-entity_created', 'entity_id'],
    },
    null,
    'by_value',
    ['entity', 'name', 'value'],
    null,
  ],
  ['events by sequence', eventsTable, { where: gt('sequence', 7) }, null, 'primary', [], 'sequence'],
  ['objects by id', objectsTable, { where: isIn('id', ['a', 'b']) }, null, 'primary', [], 'id'],
  [
    'objects whose allocation has ended',
    objectsTable,
    { where: and(le('allocated_until', 5)) },
    null,
    'by_allocation_end',
    [],
    'allocated_until',
  ],
  [
    'objects that are long unreferenced',
    objectsTable,
    { where: le('unreferenced_since', 5) },
    null,
    'by_unreferenced',
    [],
    'unreferenced_since',
  ],
  [
    'all that are unreferenced',
    objectsTable,
    { where: isNotNull('unreferenced_since') },
    null,
    'by_unreferenced',
    [],
    null,
  ],
  [
    'objects that are referenced',
    objectsTable,
    { where: isNull('unreferenced_since') },
    null,
    'primary',
    [],
    null,
  ],
  [
    'URLs of objects',
    objectUrlsTable,
    { where: eq('url_set', 0) },
    'object_id',
    'primary',
    ['object_id', 'url_set'],
    null,
  ],
  [
    'clean-ups of a flow',
    segmentCleanupsTable,
    { where: eq('flow_id', 'f') },
    null,
    'by_flow',
    ['flow_id'],
    null,
  ],
  [
    'deletion requests, newest first',
    deletionRequestsTable,
    { where: or(isNull('expiry'), gt('expiry', 5)), orderBy: ['-created', 'id'] },
    null,
    'newest',
    [],
    null,
  ],
  [
    'the webhook of an identity',
    webhooksTable,
    { where: eq('identity', 'i') },
    null,
    'by_identity',
    ['identity'],
    null,
  ],
];

it.each(QUERIES)('%s', (_what, table, asked, each, projection, equal, bounded) => {
  const { seek, text, chosenBy, ...rest } = explain(table, asked, each);
  expect({ projection: rest.projection, seek, chosenBy }).toEqual({
    projection,
    seek: { equal, bounded },
    chosenBy: 'optimizer',
  });
  expect(text).toContain(`${table.name} along ${projection}`);
  // Asked so by name, it is read so.
  expect(explain(table, { ...asked, projection }, each)).toMatchObject({ projection, chosenBy: 'query' });
});

it('says in words what it chose and why', () => {
  const { text, others, filters, order } = explain(flowsTable, {
    where: and(eq('source_id', 's'), eq('format', 'v')),
  });
  expect(text).toBe(
    [
      'flows along by_source, which seeks best: seeks source_id =, looks at format of each row',
      'in the order source_id, -created, id',
      'as a scan: 1 at a time, 1 in all, of up to 65536 rows',
      'not along primary: seeks less',
      'not along newest: seeks less',
      'not along by_label: seeks less',
    ].join('\n'),
  );
  expect(filters).toEqual(['format']);
  expect(order).toEqual(['source_id', '-created', 'id']);
  expect(JSON.parse(JSON.stringify(others))).toEqual(others);
  const sparse = explain(objectsTable, {}).others;
  expect(sparse[0]).toMatchObject({
    projection: 'by_allocation_end',
    verdict: expect.stringContaining('lack rows') as string,
  });
});

it('keeps to the primary key where a query continues or reverses an order without naming one', () => {
  expect(explain(flowsTable, { where: eq('source_id', 's'), after: ['f'] }).projection).toBe('primary');
  expect(explain(flowsTable, { where: eq('source_id', 's'), reverse: true }).projection).toBe('primary');
});

it('refuses an order that no projection gives, and what is not there', () => {
  const ask = (asked: Asked) => () => explain(flowsTable, asked);
  expect(ask({ orderBy: ['codec'] })).toThrow('No projection of table flows sorts by codec');
  expect(ask({ orderBy: ['created'] })).toThrow(InvalidValue);
  expect(ask({ orderBy: ['-colour'] })).toThrow('no column named colour');
  expect(ask({ projection: 'fastest' })).toThrow(UnknownProjection);
});

it('makes pages smaller for wide rows, and splits what is more than a page', async () => {
  const { db } = store();
  const rows = Array.from({ length: 9000 }, (_, i) => ({ sequence: i + 1 }));
  expect(explain(eventsTable, { limit: 1e9 }).scan).toEqual({ splits: 1, subSplits: 1, pageRows: 65_536 });
  const urls = rows.map(({ sequence }) => ({ object_id: `o${sequence}`, url_set: 0, position: 0, url: 'u' }));
  await db.transaction((tx) => tx.insert(objectUrlsTable, urls));
  // Not before it is told: nothing is asked of the store for a plan.
  expect(explain(objectUrlsTable, { limit: 1e9 }).rows).toBe(0);
  await db.cache.refreshTableMetadata(objectUrlsTable);
  expect(explain(objectUrlsTable, { limit: 1e9 })).toMatchObject({
    rows: 9000,
    scan: { splits: 1, subSplits: 1 },
  });
  const documents = explain(segmentsTable, { columns: Object.keys(segmentsTable.columns), limit: 1e9 }).scan;
  expect(documents.pageRows).toBeLessThan(65_536 / 2);
});
