import type { GetUrl, UrlFilter } from '../../../src/tams/model';
import { CALLER, FLOW, OTHER_FLOW, segment, Store, uuid } from './fixture';

const NONE: UrlFilter = { labels: null, storageIds: null, presigned: null };
const GIVEN = [{ url: 'https://cdn/1', label: 'cdn' }, { url: 'https://plain/1' }];

let store: Store;
let backendId: string;
beforeEach(async () => {
  store = await Store.open();
  backendId = store.context.media.list()[0]!.id;
  const controlled = await store.allocated();
  await store.segments.add(CALLER, FLOW, [
    segment('[0:0_1:0)', controlled),
    segment('[1:0_2:0)', 'ext', { getUrls: GIVEN }),
    segment('[2:0_3:0)', controlled, { getUrls: [{ url: 'https://mirror/1', label: 'mirror' }] }),
  ]);
});
afterEach(() => store.close());

async function urls(filter: Partial<UrlFilter> = {}, flowId = FLOW): Promise<GetUrl[][]> {
  return store.segments.urlsOf(await store.list(flowId), { ...NONE, ...filter });
}
const short = (found: GetUrl[][]) =>
  found.map((ofSegment) => ofSegment.map(({ label, presigned }) => `${label}${presigned ? '*' : ''}`));

it('G1, G2, G4: pre-signed, plain, then given ones in order; presigned is always said', async () => {
  const [controlled, external, both] = await urls();
  const storageBackend = expect.objectContaining({
    id: backendId,
    label: 'embedded',
    defaultStorage: true,
  }) as unknown;
  const made = [
    {
      url: expect.stringMatching(/^http:\/\/127.0.0.1:4000\/media\/object-1\?.*signature=/) as unknown,
      label: 'embedded',
      presigned: true,
      controlled: true,
      storageBackend,
    },
    {
      url: 'http://127.0.0.1:4000/media/object-1',
      label: 'embedded',
      presigned: false,
      controlled: true,
      storageBackend,
    },
  ];
  const given = { presigned: false, controlled: false, storageBackend: null };
  expect(controlled).toEqual(made);
  expect(external).toEqual([
    { url: 'https://cdn/1', label: 'cdn', ...given },
    { url: 'https://plain/1', label: null, ...given },
  ]);
  expect(both).toEqual([...made, { url: 'https://mirror/1', label: 'mirror', ...given }]);
});

it('the same object has the same URL for all of a half hour', async () => {
  const before = await urls();
  store.clock.now += 29 * 60_000;
  expect(await urls()).toEqual(before);
  store.clock.now += 2 * 60_000;
  expect(await urls()).not.toEqual(before);
});

describe('G3: given URLs belong to the segment that brought them', () => {
  it('a segment that names an external object without any inherits those of its first registration', async () => {
    await store.segments.add(CALLER, OTHER_FLOW, [
      segment('[0:0_1:0)', 'ext'),
      segment('[1:0_2:0)', 'ext', { getUrls: [{ url: 'https://own/2', label: 'own' }] }),
      segment('[2:0_3:0)', 'ext', { getUrls: [] }),
      segment('[3:0_4:0)', 'ext', { getUrls: [{ url: 'https://own/3', label: 'own3' }] }),
    ]);
    expect(short(await urls({}, OTHER_FLOW))).toEqual([['cdn', 'null'], ['own'], ['cdn', 'null'], ['own3']]);
  });

  it('a controlled object inherits none, and another flow cannot inject any', async () => {
    await store.segments.add(CALLER, OTHER_FLOW, [segment('[0:0_1:0)', 'object-1')]);
    expect(short(await urls({}, OTHER_FLOW))).toEqual([['embedded*', 'embedded']]);
    expect(short(await urls())[0]).toEqual(['embedded*', 'embedded']);
  });

  it('outlive the segment that brought them first, for those that inherited them', async () => {
    await store.segments.add(CALLER, OTHER_FLOW, [segment('[0:0_1:0)', 'ext')]);
    await store.delete(FLOW);
    expect(short(await urls({}, OTHER_FLOW))).toEqual([['cdn', 'null']]);
  });
});

describe('filters', () => {
  const C = ['embedded*', 'embedded'];
  it.each<[string, Partial<UrlFilter>, string[][]]>([
    ['labels absent', {}, [C, ['cdn', 'null'], [...C, 'mirror']]],
    ['labels empty: all URLs go', { labels: [] }, [[], [], []]],
    ['labels: unlabelled ones drop out', { labels: ['cdn', 'mirror'] }, [[], ['cdn'], ['mirror']]],
    ['labels: of the backend', { labels: ['embedded'] }, [C, [], C]],
    ['G5: storage ids empty filter nothing', { storageIds: [] }, [C, ['cdn', 'null'], [...C, 'mirror']]],
    ['G6: storage ids drop given ones, labelled or not', { storageIds: ['BACKEND'] }, [C, [], C]],
    ['storage ids: an unknown one matches nothing', { storageIds: [uuid(77)] }, [[], [], []]],
    ['presigned true', { presigned: true }, [['embedded*'], [], ['embedded*']]],
    ['presigned false', { presigned: false }, [['embedded'], ['cdn', 'null'], ['embedded', 'mirror']]],
    [
      'all together',
      { labels: ['embedded', 'cdn'], storageIds: ['BACKEND'], presigned: true },
      [['embedded*'], [], ['embedded*']],
    ],
  ])('%s', async (_, filter, expected) => {
    const storageIds = filter.storageIds?.map((id) => (id === 'BACKEND' ? backendId : id)) ?? null;
    expect(short(await urls({ ...filter, storageIds }))).toEqual(expected);
  });

  it('nothing is signed or read for what the filter removes', async () => {
    const segments = await store.list();
    const signing = jest.spyOn(store.context.media.default!, 'presignedGetUrls');
    const reads = (filter: Partial<UrlFilter>) =>
      store.readsOf(() => store.segments.urlsOf(segments, { ...NONE, ...filter }));
    expect(await reads({ labels: [] })).toBe(0);
    expect(await reads({ storageIds: [uuid(77)] })).toBe(0);
    expect(await reads({ labels: ['cdn'] })).toBe(1);
    expect(await reads({ presigned: false })).toBe(2);
    expect(signing).not.toHaveBeenCalled();
    await reads({ presigned: true });
    expect(signing.mock.calls.map(([ids]) => ids)).toEqual([['object-1']]);
  });
});
