import { flowDocument } from '../../../src/tams/documents';
import { ALICE, BOB, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

let db: TestStore;
beforeEach(async () => {
  db = await TestStore.open();
});
afterEach(() => db.close());
const flows = () => db.store.flows;
const source = async (n: number) => (await db.store.sources.byIds([uuid(n)]))[0];

describe('creating and replacing a flow', () => {
  it('stores all that the client sets and reads it back', async () => {
    const input = videoFlow(1, {
      label: '',
      description: 'a description with 𝄞',
      tags: [
        { name: 'b', value: '2' },
        { name: '__proto__', value: 'x' },
        { name: 'a.b/c?', value: '' },
      ],
      avgBitRate: 0,
      maxBitRate: Number.MAX_SAFE_INTEGER,
      segmentDuration: { numerator: 2, denominator: 1 },
      generation: 0,
      containerMapping: { track_index: 1, vendor: { deep: [null, { x: 1.5 }] } },
      essenceParameters: {
        frame_width: 10,
        frame_height: 20,
        frame_rate: { numerator: 25 },
        avc_parameters: JSON.parse('{"profile":1,"level":2,"flags":0,"__proto__":{"y":1}}') as object,
      },
    });
    const { flow, created } = await flows().put(ALICE, input);
    expect(created).toBe(true);
    const { tags, ...rest } = input;
    expect(flow).toMatchObject(rest);
    expect(JSON.stringify(flow.essenceParameters)).toBe(JSON.stringify(input.essenceParameters));
    expect((await flows().byIds([uuid(9), uuid(1)])).map((f) => f?.id)).toEqual([undefined, uuid(1)]);
    expect(await flows().tagsOf([uuid(1)])).toEqual([
      [
        { name: '__proto__', value: 'x' },
        { name: 'a.b/c?', value: '' },
        { name: 'b', value: '2' },
      ],
    ]);
    const [, event] = await db.events();
    expect(JSON.stringify(event?.payload)).toContain('"__proto__":"x"');
    expect(tags).toHaveLength(3);
  });

  it('M1 M2 M3 M4: keeps the books at creation', async () => {
    const { flow } = await flows().put(ALICE, videoFlow(1));
    expect(flow).toMatchObject({
      created: db.clock.now,
      metadataUpdated: db.clock.now,
      segmentsUpdated: null,
      createdBy: 'alice',
      updatedBy: 'alice',
    });
    expect(flow.metadataVersion).toMatch(/./);
    const { flow: replica } = await flows().put(
      ALICE,
      videoFlow(2, { createdBy: 'somebody', metadataVersion: 'v7' }),
    );
    expect(replica).toMatchObject({ createdBy: 'somebody', updatedBy: 'alice', metadataVersion: 'v7' });
    expect((await source(1002))?.createdBy).toBe('alice');
  });

  it('M2 M3 M4 M5: a replacement, even with equal content, is a metadata write', async () => {
    const { flow: first } = await flows().put(ALICE, videoFlow(1));
    db.tick();
    const types = await db.eventsOf(() =>
      flows().put(BOB, videoFlow(1, { createdBy: 'mallory', metadataVersion: first.metadataVersion })),
    );
    const [second] = await flows().byIds([uuid(1)]);
    expect(types).toEqual(['flows/updated']);
    expect(second).toMatchObject({
      created: first.created,
      createdBy: 'alice',
      updatedBy: 'bob',
      metadataUpdated: db.clock.now,
    });
    expect(second?.metadataVersion).not.toBe(first.metadataVersion);
  });

  it('replaces totally: what is left out becomes unset, tags and collection too', async () => {
    await flows().put(ALICE, videoFlow(2));
    await flows().put(
      ALICE,
      videoFlow(1, {
        label: 'l',
        tags: [{ name: 'a', value: '1' }],
        maxBitRate: 5,
        flowCollection: [{ id: uuid(2), role: 'r' }],
      }),
    );
    await flows().put(ALICE, videoFlow(1, { tags: [{ name: 'b', value: '1' }] }));
    const [flow] = await flows().byIds([uuid(1)]);
    expect(flow).toMatchObject({ label: null, maxBitRate: null });
    expect(await flows().tagsOf([uuid(1)])).toEqual([[{ name: 'b', value: '1' }]]);
    expect(await flows().collectionsOf([uuid(1)])).toEqual([[]]);
  });

  it('F5: refuses another format', async () => {
    await flows().put(ALICE, videoFlow(1));
    await db.refused('FormatChanged', () =>
      flows().put(ALICE, { ...videoFlow(1), format: 'multi', essenceParameters: null, codec: null }),
    );
  });

  it('F7: lets the container come and go', async () => {
    await flows().put(ALICE, videoFlow(1));
    await flows().put(ALICE, videoFlow(1, { container: null, codec: 'video/raw' }));
    expect((await flows().byIds([uuid(1)]))[0]).toMatchObject({ container: null, codec: 'video/raw' });
  });

  it('creates once when many put the same new id at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => flows().put(ALICE, videoFlow(1, { label: `${i}` }))),
    );
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect((await db.events()).map(({ type }) => type).sort()).toEqual(
      ['flows/created', 'sources/created', ...Array<string>(19).fill('flows/updated')].sort(),
    );
  });

  it('numbers events without a gap, whatever is refused in between', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        flows()
          .put(ALICE, i % 3 === 0 ? videoFlow(i, { codec: 'nonsense' }) : videoFlow(i))
          .catch(() => null),
      ),
    );
    const events = await db.events();
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
    expect(events).toHaveLength(40);
  });

  it('writes events that show the flow as a GET would', async () => {
    await flows().put(ALICE, videoFlow(2));
    await flows().put(ALICE, multiFlow(1, [2], { tags: [{ name: 'k', value: 'v' }] }));
    const [sourceEvent, flowEvent] = (await db.events()).slice(2);
    const [flow] = await flows().byIds([uuid(1)]);
    expect(sourceEvent).toMatchObject({ type: 'sources/created', sourceId: uuid(1001), flowId: null });
    expect(sourceEvent?.payload).toEqual({
      source: {
        id: uuid(1001),
        format: 'urn:x-nmos:format:multi',
        created_by: 'alice',
        updated_by: 'alice',
        created: new Date(db.clock.now).toISOString(),
        updated: new Date(db.clock.now).toISOString(),
        tags: { k: 'v' },
        source_collection: [{ id: uuid(1002), role: 'role 2' }],
      },
    });
    expect(flowEvent).toMatchObject({ type: 'flows/created', flowId: uuid(1), sourceId: uuid(1001) });
    expect(flowEvent?.payload).toEqual({
      flow: flowDocument({
        flow: flow!,
        tags: [{ name: 'k', value: 'v' }],
        collection: [{ id: uuid(2), role: 'role 2', containerMapping: null }],
        collectedBy: [],
      }),
    });
    expect(Object.values((flowEvent?.payload as { flow: object }).flow)).not.toContain(null);
  });
});

describe('a flow and its source', () => {
  it('SO1: a new source copies label, description and tags, once', async () => {
    const tags = [{ name: 'a', value: '1' }];
    const types = await db.eventsOf(() =>
      flows().put(ALICE, videoFlow(1, { label: 'one', description: 'd', tags })),
    );
    expect(types).toEqual(['sources/created', 'flows/created']);
    await flows().put(ALICE, videoFlow(2, { sourceId: uuid(1001), label: 'two' }));
    await flows().put(ALICE, videoFlow(1, { label: 'three' }));
    expect(await source(1001)).toMatchObject({
      format: 'video',
      label: 'one',
      description: 'd',
      updatedBy: 'alice',
    });
    expect(await db.store.sources.tagsOf([uuid(1001)])).toEqual([tags]);
  });

  it('SO2: refuses a format other than the source has, for a new flow and for one that moves', async () => {
    await flows().put(ALICE, videoFlow(1));
    await flows().put(ALICE, multiFlow(2, []));
    await db.refused('FormatMismatch', () => flows().put(ALICE, multiFlow(3, [], { sourceId: uuid(1001) })));
    await db.refused('FormatMismatch', () => flows().put(ALICE, multiFlow(2, [], { sourceId: uuid(1001) })));
  });

  it('F6: a flow may move; the source it leaves goes with its last flow', async () => {
    await flows().put(ALICE, videoFlow(1, { tags: [{ name: 'a', value: '1' }] }));
    await flows().put(ALICE, videoFlow(2, { sourceId: uuid(1001) }));
    expect(await db.eventsOf(() => flows().put(ALICE, videoFlow(1, { sourceId: uuid(2000) })))).toEqual([
      'sources/created',
      'flows/updated',
    ]);
    expect(await db.eventsOf(() => flows().put(ALICE, videoFlow(2, { sourceId: uuid(2000) })))).toEqual([
      'flows/updated',
      'sources/deleted',
    ]);
    expect(await source(1001)).toBeNull();
    expect(await db.store.sources.tagsOf([uuid(1001)])).toEqual([[]]);
    expect(await db.store.sources.count({})).toBe(1);
  });
});

describe('collections', () => {
  beforeEach(async () => {
    for (const n of [1, 2, 3]) await flows().put(ALICE, videoFlow(n));
  });

  it('F10: keeps order and repeats, and names a collector once', async () => {
    const items = [3, 1, 3, 2].map((n, i) => ({
      id: uuid(n),
      role: `r${i}`,
      containerMapping: i === 1 ? { mp2ts_container: { pid: 257, x: 'kept' } } : null,
    }));
    await flows().put(ALICE, multiFlow(9, [], { flowCollection: items }));
    await flows().put(ALICE, multiFlow(8, [3]));
    expect(await flows().collectionsOf([uuid(9), uuid(1)])).toEqual([items, []]);
    expect(await flows().collectorsOf([uuid(3), uuid(1), uuid(9)])).toEqual([
      [uuid(8), uuid(9)],
      [uuid(9)],
      [],
    ]);
  });

  it('refuses members that are not registered, naming each', async () => {
    await db.refused('InvalidCollection', () => flows().put(ALICE, multiFlow(9, [1, 70, 71])));
    await expect(flows().put(ALICE, multiFlow(9, [1, 70, 71]))).rejects.toMatchObject({
      details: [{ path: 'flow_collection[1].id' }, { path: 'flow_collection[2].id' }],
    });
    await flows().delete(ALICE, uuid(1));
    await db.refused('InvalidCollection', () => flows().put(ALICE, multiFlow(9, [1])));
  });

  it('F9: refuses a flow that contains itself, directly or through others', async () => {
    await db.refused('InvalidCollection', () => flows().put(ALICE, multiFlow(9, [9])));
    await flows().put(ALICE, multiFlow(10, [1]));
    await flows().put(ALICE, multiFlow(11, [10, 2]));
    await flows().put(ALICE, multiFlow(12, [3, 11]));
    const loop = [{ id: uuid(12), role: 'loop' }];
    await db.refused('InvalidCollection', () => flows().put(ALICE, multiFlow(10, [12])));
    await db.refused('InvalidCollection', () => flows().update(ALICE, uuid(10), { flowCollection: loop }));
    await db.refused('InvalidCollection', () =>
      flows().update(ALICE, uuid(1), { flowCollection: [{ id: uuid(1), role: 'x' }] }),
    );
    await flows().put(ALICE, multiFlow(13, [12, 11, 10]));
  });

  it('M6: members are not written when they are collected', async () => {
    const before = await flows().byIds([uuid(1)]);
    const types = await db.eventsOf(() => flows().put(ALICE, multiFlow(9, [1])));
    expect(types).toEqual(['sources/created', 'flows/created']);
    expect(await flows().byIds([uuid(1)])).toEqual(before);
  });
});
