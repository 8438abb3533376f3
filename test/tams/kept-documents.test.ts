import { flowDocument, segmentDocument } from '../../src/tams/documents';
import type { PageRequest, Uuid } from '../../src/tams/model';
import { flowsTable, segmentsTable } from '../../src/tams/tables';
import { ETERNITY, parseTimeRange } from '../../src/tams/time/timerange';
import { and } from '../../src/vast/predicate';
import type { TableDefinition } from '../../src/vast/table';
import { BOB, externalSegment, multiFlow, TestStore, uuid, videoFlow } from './store-fixture';

const ALL = { timerange: ETERNITY, objectId: null, reverse: false };
const PAGE: PageRequest = { first: 100, after: null };

let db: TestStore;
const flows = () => db.store.flows;
const segments = () => db.store.segments;

beforeEach(async () => {
  db = await TestStore.open();
});
afterEach(() => db.close());

/** The flow's document as it is written from the columns and the tables beside it. */
async function fromColumns(id: Uuid): Promise<unknown> {
  const [flow] = await flows().byIds([id]);
  if (!flow) return null;
  const [tags = []] = await flows().tagsOf([id]);
  const [collection = []] = await flows().collectionsOf([id]);
  const [collectedBy = []] = await flows().collectorsOf([id]);
  return flowDocument({ flow, tags, collection, collectedBy });
}

async function documentsAgree(...ids: readonly Uuid[]): Promise<void> {
  for (const id of ids) {
    const text = await flows().documentText(id);
    expect(text === null ? null : (JSON.parse(text) as unknown)).toEqual(await fromColumns(id));
  }
}

/** As a store that was written before documents were kept. */
async function forgetDocuments(table: TableDefinition): Promise<void> {
  await db.db.transaction(async (tx) => {
    const rows = await tx.select(table, { columns: [], where: and(), limit: 1000, includeRowIds: true });
    await tx.update(
      table,
      rows.map(({ rowId }) => rowId),
      { document: null },
    );
  });
}

describe("a flow's document", () => {
  it('is what its columns say, after every kind of write', async () => {
    const [one, two, multi] = [uuid(1), uuid(2), uuid(3)];
    const agree = () => documentsAgree(one, two, multi);
    await flows().put(BOB, videoFlow(1, { label: 'a "label"\n', tags: [{ name: '__proto__', value: 'x' }] }));
    await flows().put(BOB, videoFlow(2, { readOnly: true, segmentDuration: { numerator: 2 } }));
    await agree();
    await flows().put(BOB, multiFlow(3, [1, 2]));
    await agree();
    db.tick();
    await segments().add(BOB, one, [externalSegment('o', '[0:0_1:0)')]);
    await agree();
    await flows().update(BOB, one, { setTags: [{ name: 'b', value: '😀' }], description: 'd' });
    await flows().update(BOB, multi, { flowCollection: [{ id: one, role: 'r' }] });
    await agree();
    await flows().put(BOB, videoFlow(1));
    await agree();
    await flows().delete(BOB, one);
    await agree();
    await flows().restore(BOB, one);
    await flows().delete(BOB, multi);
    await agree();
    await flows().restore(BOB, multi);
    await agree();
  });

  it('is written anew where it was not kept', async () => {
    await flows().put(BOB, videoFlow(1, { tags: [{ name: 'a', value: 'b' }] }));
    await flows().put(BOB, multiFlow(3, [1]));
    await forgetDocuments(flowsTable);
    await documentsAgree(uuid(1), uuid(3), uuid(77));
  });

  it('costs two reads', async () => {
    await flows().put(BOB, videoFlow(1));
    expect(await db.readsOf(() => flows().documentText(uuid(1)))).toBe(2);
  });
});

describe("a segment's document", () => {
  const flow = uuid(1);

  beforeEach(async () => {
    await flows().put(BOB, videoFlow(1));
    const [allocated] = await db.store.objects.allocate(BOB, flow, { limit: 1 });
    await segments().add(BOB, flow, [
      {
        ...externalSegment('plain', '[0:0_1:0)'),
        sampleCount: 25,
        tsOffset: { seconds: -1, nanoseconds: 0 },
      },
      {
        objectId: 'a "quoted", \\ back,"media":{"x":1}',
        timerange: parseTimeRange('[1:0_2:0]'),
        keyFrameCount: 1,
        getUrls: [{ url: 'https://media.example/quoted', label: 'a "label"' }],
      },
      { objectId: allocated!.objectId, timerange: parseTimeRange('(2:0_3:0]') },
      { objectId: allocated!.objectId, timerange: parseTimeRange('[3:0_4:0)') },
    ]);
  });

  async function listed() {
    const [page] = await segments().ofFlows([flow], ALL, PAGE);
    const { items } = await segments().listed(flow, ALL, PAGE);
    return { wanted: page!.items, items };
  }

  async function agrees(): Promise<void> {
    const { wanted, items } = await listed();
    expect(items.map(({ openJson }) => JSON.parse(`${openJson}}`) as unknown)).toEqual(
      wanted.map(segmentDocument),
    );
    expect(items.map(({ objectId, timerange, urlSet }) => ({ objectId, timerange, urlSet }))).toEqual(
      wanted.map(({ objectId, timerange, urlSet }) => ({ objectId, timerange, urlSet })),
    );
    const anyUrl = { labels: null, storageIds: null, presigned: null };
    expect(await segments().urlsOf(items, anyUrl)).toEqual(await segments().urlsOf(wanted, anyUrl));
  }

  it('is what its columns say, and tells where its media are', async () => {
    const { items } = await listed();
    // The third's start is exclusive, so it was refused.
    expect(items).toHaveLength(3);
    await agrees();
  });

  it('is written anew where it was not kept', async () => {
    await forgetDocuments(segmentsTable);
    await agrees();
  });

  it('costs one read a page, and none for the URLs of our own media', async () => {
    expect(await db.readsOf(() => segments().listed(flow, ALL, PAGE))).toBe(1);
    const { items } = await listed();
    const own = items.filter(({ storageId }) => storageId !== null);
    expect(own).toHaveLength(1);
    const anyUrl = { labels: null, storageIds: null, presigned: null };
    expect(await db.readsOf(() => segments().urlsOf(own, anyUrl))).toBe(0);
  });
});
