import { join } from 'node:path';
import Database from 'libsql';
import { Connection } from '../../../src/vast/engines/embedded/connection';
import { MODEL_TABLES } from '../../../src/tams/tables';
import { ETERNITY, parseTimeRange } from '../../../src/tams/time/timerange';
import { parseTimestamp } from '../../../src/tams/time/timestamp';
import type { TableDefinition } from '../../../src/vast/table';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

/*
 * Live rows are one stretch of every table and of every projection: the one whose first key column, the tomb, is 0. A read that
 * seeks the tomb visits no deleted row, however many there are. So every statement that live reads run must seek it, in
 * each table that keeps deleted rows.
 */

const SOFT = (MODEL_TABLES as readonly TableDefinition[])
  .filter(({ softDelete }) => softDelete)
  .map(({ name }) => name);
const page = { first: 10, after: null };
const RANGE = parseTimeRange('[1:0_3:0)');

let test: TestStore;
beforeAll(async () => {
  test = await TestStore.open();
  const { flows, segments } = test.store;
  for (const n of [1, 2])
    await flows.put(ALICE, videoFlow(n, { label: 'l', tags: [{ name: 'a', value: '1' }] }));
  await flows.put(ALICE, multiFlow(9, [1, 2]));
  await segments.add(ALICE, uuid(1), [externalSegment('o', '[0:0_2:0)'), externalSegment('o', '[2:0_4:0)')]);
});
afterAll(() => test.close());

/** The live reads that surfaces make. */
function reads(): Record<string, () => Promise<unknown>> {
  const { flows, sources, segments, coverage, objects, liveEdges } = test.store;
  const ids = [uuid(1), uuid(2)];
  const query = { timerange: ETERNITY, objectId: null, reverse: false };
  return {
    flows: () => flows.byIds(ids),
    'a flow document': () => flows.documentText(uuid(1)),
    'flows, newest first': () => flows.list({}, page),
    'flows with a label': () => flows.list({ label: 'l' }, page),
    'flows of a source': () => flows.listOfSources([uuid(1001)], {}, page),
    'flows with a tag': () => flows.list({ tags: [{ name: 'a', value: '1' }] }, page),
    'flows with a segment': () => flows.list({ timerange: RANGE }, page),
    'flows in a collection': () => flows.list({ collectedBy: uuid(9) }, page),
    'counts of flows': () => flows.count({ label: 'l' }),
    tags: () => flows.tagsOf(ids),
    collections: () => flows.collectionsOf([uuid(9)]),
    collectors: () => flows.collectorsOf(ids),
    sources: () => sources.byIds([uuid(1001)]),
    'sources, newest first': () => sources.list({}, page),
    'sources with a label': () => sources.list({ label: 'l' }, page),
    'sources with a tag': () => sources.list({ tags: [{ name: 'a', value: '1' }] }, page),
    'collections of sources': () => sources.collectionsOf([uuid(1009)]),
    segments: () => segments.ofFlows(ids, query, page),
    'segments behind a place': () =>
      segments.ofFlows(ids, query, { first: 1, after: [parseTimeRange('[0:0_2:0)').lo] }),
    'segments in a range': () => segments.ofFlows([uuid(1)], { ...query, timerange: RANGE }, page),
    'segments of an object': () => segments.ofFlows(ids, { ...query, objectId: 'o' }, page),
    'segment documents': () => segments.listed(uuid(1), { ...query, reverse: true }, page),
    'the segment at an instant': () => segments.at(ids, parseTimestamp('1:0')),
    extents: () => segments.timerangesOf(ids, RANGE),
    coverage: () => coverage.ofFlows(ids, RANGE, 0n),
    'who names an object': () => objects.flowsOf(['o'], page),
    'segments that name an object': () => segments.ofObjects(['o'], page),
    'live edges': () => liveEdges.ofFlows(ids, 1000),
    'live edges of sources': () => liveEdges.ofSources([uuid(1001)], 1000),
  };
}

/** The statements that a read runs, with what it binds. */
async function statementsOf(
  read: () => Promise<unknown>,
): Promise<(readonly [sql: string, params: readonly unknown[]])[]> {
  const value = jest.spyOn(Connection.prototype, 'value');
  try {
    await read();
    return value.mock.calls.map(([sql, params]) => [sql, params ?? []] as const);
  } finally {
    value.mockRestore();
  }
}

it('every statement of every live read seeks the live rows of each table it reads', async () => {
  const db = new Database(join(test.folder, 'store.db'), { readonly: true });
  try {
    for (const [name, read] of Object.entries(reads())) {
      const statements = await statementsOf(read);
      expect([name, statements.length]).not.toEqual([name, 0]);
      for (const [sql, params] of statements) {
        const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(params) as { detail: string }[];
        // The alias of a table's row, or of the one that an overlap begins with.
        const steps = plan
          .map(({ detail }) => detail)
          .filter((detail) => /^(SEARCH|SCAN) [ts]\b/.test(detail));
        if (!SOFT.some((table) => sql.includes(`"${table}"`))) continue;
        expect([name, steps.length]).not.toEqual([name, 0]);
        for (const step of steps)
          expect([name, step]).toEqual([name, expect.stringMatching(/^SEARCH .*\(_tomb=\?/)]);
      }
    }
  } finally {
    db.close();
  }
});

it('what restoring and looking at the deleted read is sought too, deletion by deletion', async () => {
  const { flows, segments, administration } = test.store;
  await flows.put(ALICE, videoFlow(3));
  await segments.add(ALICE, uuid(3), [externalSegment('o', '[0:0_2:0)'), externalSegment('o', '[2:0_4:0)')]);
  await segments.delete(ALICE, uuid(3), parseTimeRange('[0:0_2:0)'), null);
  const db = new Database(join(test.folder, 'store.db'), { readonly: true });
  const plansOf = async (read: () => Promise<unknown>): Promise<string[]> =>
    (await statementsOf(read)).flatMap(([sql, params]) =>
      (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(params as unknown[]) as { detail: string }[])
        .map(({ detail }) => detail)
        .filter((detail) =>
          sql.includes('"segments"') || sql.includes('"flows"') || sql.includes('"sources"')
            ? /^(SEARCH|SCAN) t|TEMP/.test(detail)
            : false,
        ),
    );
  try {
    const steps = [
      ...(await plansOf(() => administration.deletedSegments(uuid(3), RANGE, page))),
      ...(await plansOf(() => segments.restore(ALICE, uuid(3), ETERNITY))),
    ];
    await flows.delete(ALICE, uuid(3));
    steps.push(...(await plansOf(() => administration.deletedFlows(page))));
    steps.push(...(await plansOf(() => flows.restore(ALICE, uuid(3)))));
    expect(steps.length).toBeGreaterThan(10);
    for (const step of steps) expect(step).toMatch(/^SEARCH .*\(_tomb=\?/);
  } finally {
    db.close();
  }
});
