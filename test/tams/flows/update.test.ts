import type { FlowPatch } from '../../../src/tams/model';
import { ALICE, BOB, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

let db: TestStore;
beforeEach(async () => {
  db = await TestStore.open();
  await flows().put(ALICE, videoFlow(2));
  await flows().put(
    ALICE,
    videoFlow(1, {
      label: 'l',
      maxBitRate: 1,
      tags: [{ name: 'a', value: '1' }],
      flowCollection: [{ id: uuid(2), role: 'r' }],
    }),
  );
  db.tick();
});
afterEach(() => db.close());
const flows = () => db.store.flows;
const flow = async () => (await flows().byIds([uuid(1)]))[0]!;
const tags = async () => (await flows().tagsOf([uuid(1)]))[0];

test.each<[string, FlowPatch, object]>([
  ['label', { label: 'x' }, { label: 'x', maxBitRate: 1 }],
  ['PR3: the empty text', { label: '' }, { label: '' }],
  ['null clears', { label: null, maxBitRate: null }, { label: null, maxBitRate: null }],
  ['description', { description: 'd' }, { description: 'd', label: 'l' }],
  ['bit rates', { avgBitRate: 0, maxBitRate: 7 }, { avgBitRate: 0, maxBitRate: 7 }],
  [
    'F5: codec, container and essence',
    { codec: 'video/raw', container: null, essenceParameters: { frame_width: 3, frame_height: 4 } },
    { codec: 'video/raw', container: null, essenceParameters: { frame_width: 3, frame_height: 4 } },
  ],
  [
    'the rest',
    { generation: 3, segmentDuration: { numerator: 1 }, containerMapping: { track_index: 0 } },
    { generation: 3, segmentDuration: { numerator: 1 }, containerMapping: { track_index: 0 } },
  ],
  ['M5: the stored value again', { label: 'l' }, { label: 'l' }],
])('changes only what the patch names: %s', async (_, patch, expected) => {
  const before = await flow();
  expect(await db.eventsOf(() => flows().update(BOB, uuid(1), patch))).toEqual(['flows/updated']);
  const after = await flow();
  expect(after).toEqual({
    ...before,
    ...expected,
    updatedBy: 'bob',
    metadataUpdated: db.clock.now,
    metadataVersion: after.metadataVersion,
  });
  expect(after.metadataVersion).not.toBe(before.metadataVersion);
  expect(await tags()).toEqual([{ name: 'a', value: '1' }]);
});

test.each<[string, FlowPatch]>([
  ['nothing', {}],
  ['PR4: clearing what is unset', { description: null, avgBitRate: null, removeTags: ['nothing'] }],
])('changes nothing and sends no event: %s', async (_, patch) => {
  const before = await db.dump();
  expect(await flows().update(BOB, uuid(1), patch)).toEqual(await flow());
  expect(await db.dump()).toEqual(before);
});

test.each<[string, FlowPatch, [string, string][]]>([
  ['in place of all', { tags: [{ name: 'b', value: '2' }] }, [['b', '2']]],
  ['null removes all', { tags: null }, []],
  [
    'sets and removes single ones',
    { setTags: [{ name: 'c', value: '3' }], removeTags: ['a', 'nothing'] },
    [['c', '3']],
  ],
  ['changes a value', { setTags: [{ name: 'a', value: '9' }] }, [['a', '9']]],
  [
    'all, then one more',
    {
      tags: [
        { name: 'x', value: '1' },
        { name: 'y', value: '1' },
      ],
      setTags: [{ name: 'x', value: '2' }],
      removeTags: ['y'],
    },
    [['x', '2']],
  ],
  [
    'a name that objects have',
    { setTags: [{ name: '__proto__', value: '' }] },
    [
      ['__proto__', ''],
      ['a', '1'],
    ],
  ],
])('writes tags: %s', async (_, patch, expected) => {
  expect(await db.eventsOf(() => flows().update(BOB, uuid(1), patch))).toEqual(['flows/updated']);
  expect((await tags())?.map(({ name, value }) => [name, value])).toEqual(expected);
});

test.each<FlowPatch['flowCollection'][]>([[[]], [null]])(
  'PR6: %j ends the collection, once',
  async (none) => {
    expect(await db.eventsOf(() => flows().update(BOB, uuid(1), { flowCollection: none }))).toEqual([
      'flows/updated',
    ]);
    expect(await flows().collectionsOf([uuid(1)])).toEqual([[]]);
    expect(await db.eventsOf(() => flows().update(BOB, uuid(1), { flowCollection: none }))).toEqual([]);
  },
);

test.each<[string, string, FlowPatch]>([
  ['no codec', 'InvalidFlow', { codec: null }],
  ['no essence', 'InvalidFlow', { essenceParameters: null }],
  ['bit rate', 'InvalidFlow', { maxBitRate: -1 }],
  ['a tag twice', 'InvalidFlow', { setTags: [{ name: 'x', value: '' }], removeTags: ['x'] }],
  [
    'a tag list with a repeat',
    'InvalidFlow',
    {
      tags: [
        { name: 'x', value: '' },
        { name: 'x', value: '1' },
      ],
    },
  ],
  ['a member that is unknown', 'InvalidCollection', { flowCollection: [{ id: uuid(77), role: '' }] }],
  ['a member that is no id', 'InvalidFlow', { flowCollection: [{ id: 'x', role: '' }] }],
])('refuses: %s', (_, type, patch) =>
  db.refused(type, () => flows().update(BOB, uuid(1), { label: 'x', ...patch })),
);

test('PR5: a tag that must be there and is not', () =>
  db.refused('TagNotFound', () => flows().update(BOB, uuid(1), { removeTags: ['x'], presentTags: ['x'] })));

it('refuses what is not there', () =>
  db.refused('FlowNotFound', () => flows().update(BOB, uuid(77), { label: 'x' })));

describe('a read-only flow (RO1, RO2, RO3)', () => {
  beforeEach(async () => {
    await flows().update(ALICE, uuid(1), { readOnly: true });
  });

  test.each<[string, FlowPatch]>([
    ['label', { label: 'x' }],
    ['RO2: no label', { label: null }],
    ['description', { description: 'x' }],
    ['clearing what is unset', { description: null }],
    ['bit rates', { maxBitRate: 3 }],
    ['tags', { setTags: [{ name: 'x', value: '' }] }],
    ['an absent tag', { removeTags: ['x'] }],
    ['collection', { flowCollection: [] }],
    ['unlocking with something else', { readOnly: false, label: 'x' }],
  ])('refuses a patch: %s', (_, patch) =>
    db.refused('FlowReadOnly', () => flows().update(ALICE, uuid(1), patch)),
  );

  it('refuses replacement even by an unlocking document, deletion, segments and storage', async () => {
    await db.refused('FlowReadOnly', () => flows().put(ALICE, videoFlow(1, { readOnly: false })));
    await db.refused('FlowReadOnly', () => flows().delete(ALICE, uuid(1)));
    await db.refused('FlowReadOnly', () => db.store.objects.allocate(ALICE, uuid(1), {}));
  });

  it('takes either value of readOnly, each a metadata write', async () => {
    for (const readOnly of [true, false]) {
      expect(await db.eventsOf(() => flows().update(BOB, uuid(1), { readOnly }))).toEqual(['flows/updated']);
      expect(await flow()).toMatchObject({ readOnly, updatedBy: 'bob' });
    }
    await flows().update(BOB, uuid(1), { label: 'free again' });
  });

  it('can be collected, and its source stays writable', async () => {
    await flows().put(ALICE, multiFlow(5, [1]));
    await db.store.sources.update(ALICE, uuid(1001), { label: 'x' });
    await db.refused('FormatMismatch', () => flows().put(ALICE, multiFlow(6, [1], { sourceId: uuid(1001) })));
  });

  it('takes effect after the write that sets it', async () => {
    await flows().put(ALICE, videoFlow(4, { readOnly: true, label: 'x' }));
    await db.refused('FlowReadOnly', () => flows().put(ALICE, videoFlow(4)));
  });
});
