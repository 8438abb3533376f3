import { ObjectService } from '../../../src/tams/objects/object-service';
import { mediaRemovalsTable } from '../../../src/tams/tables';
import { CALLER, DAY, FLOW, OTHER_FLOW, segment, Store, uuid } from '../segments/fixture';

let store: Store;
beforeEach(async () => {
  store = await Store.open();
});
afterEach(() => store.close());

const allocate = (request: Parameters<typeof store.objects.allocate>[2], flowId = FLOW) =>
  store.objects.allocate(CALLER, flowId, request);
const refused = (type: string, request: Parameters<typeof store.objects.allocate>[2], flowId = FLOW) =>
  store.unchangedBy(() => expect(allocate(request, flowId)).rejects.toMatchObject({ type }));

it('gives signed uploads of the type of the flow, without metadata write or event', async () => {
  const [before] = await store.flows.byIds([FLOW]);
  const [allocation] = await allocate({ objectIds: ['news/a b'] });
  expect(allocation).toEqual({
    objectId: 'news/a b',
    putUrl: {
      url: expect.stringMatching(/^http:\/\/127.0.0.1:4000\/media\/news\/a%20b\?.*signature=/) as unknown,
      contentType: 'video/mp2t',
      headers: { 'content-type': 'video/mp2t' },
    },
  });
  expect(await store.events()).toEqual([]);
  expect(await store.flows.byIds([FLOW])).toEqual([before]);
});

describe('ST1: limit', () => {
  it.each([
    [{}, 10],
    [{ limit: null, objectIds: null, storageId: null }, 10],
    [{ limit: 1 }, 1],
    [{ limit: 1000 }, 1000],
    [{ limit: 5000 }, 1000],
  ])('%j allocates %i', async (request, count) => {
    expect(await allocate(request)).toHaveLength(count);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d', (limit) => refused('InvalidStorageRequest', { limit }));
  it('refuses limit together with object_ids', () =>
    refused('InvalidStorageRequest', { limit: 1, objectIds: ['a'] }));
});

describe('ST2, ST4: given ids', () => {
  it.each([
    ['none', []],
    ['more than 1000', Array.from({ length: 1001 }, (_, i) => `o${i}`)],
    ['one twice', ['a', 'b', 'a']],
    ['an empty one', ['a', '']],
    ['a path out of the store', ['../../etc/passwd']],
    ['a control character', ['a\u0000']],
    ['more than 1024 bytes', ['é'.repeat(513)]],
  ])('refuses %s', (_, objectIds) => refused('InvalidStorageRequest', { objectIds }));
});

describe('ST3: given ids are new, in one namespace for all flows', () => {
  const exists = (objectIds: string[]) =>
    store.unchangedBy(() =>
      expect(allocate({ objectIds }, OTHER_FLOW)).rejects.toMatchObject({
        type: 'ObjectIdExists',
        message: expect.stringContaining('already exist') as unknown,
      }),
    );

  it('refuses what is allocated, in use, external or in its grace, and then allocates none', async () => {
    await allocate({ objectIds: ['allocated'] });
    const [used, dropped] = await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)');
    const getUrls = [{ url: 'https://a/b' }];
    await store.segments.add(CALLER, FLOW, [segment('[5:0_6:0)', 'external', { getUrls })]);
    await store.delete(FLOW, '[1:0_2:0)');
    for (const id of ['allocated', used!, dropped!, 'external']) await exists(['fresh', id]);
    expect(await allocate({ objectIds: ['fresh'] })).toHaveLength(1);
  });

  it('an expired allocation is gone before housekeeping ran, its bytes too', async () => {
    await allocate({ objectIds: ['a'] });
    await store.upload('a', 'old bytes');
    store.clock.now += DAY - 1;
    await exists(['a']);
    store.clock.now += 1;
    expect(await allocate({ objectIds: ['a'] }, OTHER_FLOW)).toHaveLength(1);
    expect(await store.files.stat('a')).toBeNull();
    expect((await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', 'a')])).added).toBe(0);
    expect((await store.segments.add(CALLER, OTHER_FLOW, [segment('[0:0_1:0)', 'a')])).added).toBe(1);
  });

  it('an id whose old bytes could not be removed is still taken', async () => {
    await allocate({ objectIds: ['a'] });
    await store.upload('a', 'old bytes');
    store.clock.now += DAY;
    const deleting = jest
      .spyOn(store.context.media.default!, 'delete')
      .mockRejectedValue(new Error('the store is away'));
    await expect(allocate({ objectIds: ['a'] })).rejects.toMatchObject({ type: 'ObjectIdExists' });
    await expect(store.housekeeping.runOnce()).rejects.toThrow('the store is away');
    deleting.mockRestore();
    const { db } = store.context;
    expect(await db.count(mediaRemovalsTable)).toBe(1);
    expect(await allocate({ objectIds: ['a'] })).toHaveLength(1);
    expect(await db.count(mediaRemovalsTable)).toBe(0);
  });

  it('of two simultaneous requests for an id one gets it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => allocate({ objectIds: ['a'] }, i % 2 ? FLOW : OTHER_FLOW)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the flow and the backend', () => {
  it.each([
    ['FlowNotFound', uuid(99)],
    ['FlowReadOnly', uuid(3)],
    ['NoContainer', uuid(4)],
  ])('%s', async (type, flowId) => {
    await store.makeFlow(3, { readOnly: true });
    await store.makeFlow(4, { container: null });
    await refused(type, {}, flowId);
  });

  it('takes the backend that is named, and refuses an unknown one', async () => {
    const [backend] = store.context.media.list();
    expect(await allocate({ storageId: backend!.id, limit: 1 })).toHaveLength(1);
    await refused('InvalidStorageRequest', { storageId: uuid(77) });
  });

  it('without a default one must be named', async () => {
    const media = { ...store.context.media, default: null };
    const objects = new ObjectService({ ...store.context, media });
    await expect(objects.allocate(CALLER, FLOW, {})).rejects.toMatchObject({ type: 'InvalidStorageRequest' });
  });
});

it('ST6: ids made by the store are plain UUIDs of version 4, all different', async () => {
  const ids = (await allocate({ limit: 100 })).map(({ objectId }) => objectId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('ST7: an upload URL is valid for an hour at least', async () => {
  const [allocation] = await allocate({ limit: 1 });
  const expires = Number(new URL(allocation!.putUrl.url).searchParams.get('expires'));
  expect(expires * 1000).toBeGreaterThanOrEqual(store.clock.now + 3_600_000);
});
