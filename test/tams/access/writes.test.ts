import { trusted } from '../../../src/tams/access/caller';
import type { Limits } from '../../../src/tams/access/limits';
import type { FlowPatch, SourcePatch, Tag } from '../../../src/tams/model';
import { ETERNITY } from '../../../src/tams/time/timerange';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

const NEWS: Tag[] = [{ name: 'auth_classes', value: 'news' }];
const SPORT: Tag[] = [{ name: 'auth_classes', value: 'sport' }];
const caller = (limits: Partial<Limits>) => ({
  ...trusted('limited'),
  limits: { sourceIds: [], flowIds: [], classes: [], ...limits },
});
const OF_NEWS = caller({ classes: ['news'] });

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
  await test.store.flows.put(ALICE, videoFlow(1, { tags: NEWS }));
  await test.store.flows.put(ALICE, videoFlow(2, { tags: SPORT }));
});
afterEach(() => test.close());

const as = (limited = OF_NEWS) => test.store.as(limited);
const tagOf = async (n: number) =>
  (await test.store.flows.tagsOf([uuid(n)]))[0]!.find(({ name }) => name === 'auth_classes')?.value;
const membersOf = async (n: number) =>
  (await test.store.flows.collectionsOf([uuid(n)]))[0]!.map(({ id }) => id);

describe('a flow is put', () => {
  const put = (n: number, rest = {}, limited = OF_NEWS) => as(limited).flows.put(limited, videoFlow(n, rest));

  it('where it is seen then: by a class, its id or its source', async () => {
    expect(await put(3, { tags: NEWS })).toMatchObject({ created: true });
    expect(await put(4, {}, caller({ flowIds: [uuid(4)] }))).toMatchObject({ created: true });
    expect(await put(5, {}, caller({ sourceIds: [uuid(1005)] }))).toMatchObject({ created: true });
    expect((await as().sources.byIds([uuid(1003)]))[0]).not.toBeNull();
  });

  it('nowhere else', async () => {
    await test.refused('BeyondLimits', () => put(3));
    await test.refused('BeyondLimits', () => put(3, { tags: SPORT }));
    await test.refused('BeyondLimits', () => put(3, {}, caller({ flowIds: [uuid(4)] })));
  });

  it('not in place of one that is hidden, which is told as for an id that is free', async () => {
    const messages = await Promise.all(
      [2, 3].map((n) => put(n).then(String, (error: unknown) => String(error).replaceAll(uuid(n), 'ID'))),
    );
    expect(messages[0]!.replace(uuid(1002), 'SOURCE')).toBe(messages[1]!.replace(uuid(1003), 'SOURCE'));
    await test.refused('BeyondLimits', () => put(2, { tags: NEWS }));
    await test.refused('BeyondLimits', () => put(2, {}, caller({ sourceIds: [uuid(1003)] })));
  });

  it('not in a source that is hidden: to name a flow would show it', async () => {
    const byId = caller({ flowIds: [uuid(3)] });
    await test.refused('BeyondLimits', () => put(3, { sourceId: uuid(1002) }, byId));
    await put(3, {}, byId);
    await test.refused('BeyondLimits', () => put(3, { sourceId: uuid(1002) }, byId));
    await test.refused('BeyondLimits', () => put(1, { sourceId: uuid(1002), tags: NEWS }));
    expect(await put(6, { sourceId: uuid(1001), tags: NEWS })).toMatchObject({ created: true });
  });

  it('not in place of a hidden one that is deleted, of which there are records', async () => {
    await test.store.flows.delete(ALICE, uuid(2));
    await test.refused('BeyondLimits', () => put(2, { tags: NEWS }));
    await test.store.flows.delete(ALICE, uuid(1));
    expect(await put(1, { tags: NEWS })).toMatchObject({ created: true });
  });
});

describe('classes', () => {
  const patch = (change: FlowPatch, limited = OF_NEWS, n = 1) =>
    as(limited).flows.update(limited, uuid(n), change);
  const patchSource = (change: SourcePatch, limited = OF_NEWS) =>
    as(limited).sources.update(limited, uuid(1001), change);
  const classes = (value: string) => ({ setTags: [{ name: 'auth_classes', value }] });

  it('that are not theirs neither come nor go', async () => {
    for (const change of [classes('news,sport'), classes('sport'), classes('news, admin')]) {
      await test.refused('BeyondLimits', () => patch(change));
      await test.refused('BeyondLimits', () => patchSource(change));
    }
    await test.store.flows.update(ALICE, uuid(1), classes('news,sport'));
    await test.store.sources.update(ALICE, uuid(1001), classes('news,sport'));
    for (const change of [
      classes('news'),
      { removeTags: ['auth_classes'] },
      { tags: NEWS },
      { tags: null },
    ]) {
      await test.refused('BeyondLimits', () => patch(change));
      await test.refused('BeyondLimits', () => patchSource(change));
    }
    const byId = caller({ flowIds: [uuid(1)], sourceIds: [uuid(1001)] });
    await test.refused('BeyondLimits', () => patch({ tags: null }, byId));
    await test.refused('BeyondLimits', () => as(byId).flows.put(byId, videoFlow(1)));
    const both = caller({ classes: ['news', 'sport'] });
    await patch(classes(' sport ,news'), both);
    expect(await tagOf(1)).toBe(' sport ,news');
    await patch(classes('sport'), both);
    expect(await as().flows.byIds([uuid(1)])).toEqual([null]);
  });

  it('cannot go so that nothing is seen any more', async () => {
    await test.refused('BeyondLimits', () => patch({ removeTags: ['auth_classes'] }));
    await test.refused('BeyondLimits', () => patchSource({ tags: null }));
    const byIdToo = caller({ flowIds: [uuid(1)], classes: ['news'] });
    await patch({ removeTags: ['auth_classes'] }, byIdToo);
    await patchSource({ tags: null }, byIdToo);
    expect(await as().flows.count({})).toBe(0);
  });

  it('leave everything else to be written', async () => {
    await patch({ label: 'new', setTags: [{ name: 'x', value: 'y' }] });
    await patchSource({ label: 'new' });
    expect((await as().flows.byIds([uuid(1)]))[0]).toMatchObject({ label: 'new', updatedBy: 'limited' });
  });
});

describe('what is hidden is not there', () => {
  it.each([2, 99])('for writes: flow %i', async (n) => {
    const view = as();
    const id = uuid(n);
    const none = `No such flow: ${id}`;
    await expect(view.flows.update(OF_NEWS, id, { label: 'x' })).rejects.toThrow(none);
    await expect(view.flows.formatOf(id)).rejects.toThrow(none);
    await expect(view.flows.delete(OF_NEWS, id)).rejects.toThrow(none);
    await expect(view.segments.add(OF_NEWS, id, [externalSegment('x', '[0:0_1:0)')])).rejects.toThrow(none);
    await expect(view.segments.delete(OF_NEWS, id, ETERNITY, null)).rejects.toThrow(none);
    await expect(view.segments.restore(OF_NEWS, id, ETERNITY)).rejects.toThrow(none);
    await expect(view.objects.allocate(OF_NEWS, id, { limit: 1 })).rejects.toThrow(none);
    await expect(view.flows.restore(OF_NEWS, id)).rejects.toThrow(`no flow ${id} was deleted lately`);
    await expect(view.sources.update(OF_NEWS, uuid(1000 + n), { label: 'x' })).rejects.toThrow(
      `No such source: ${uuid(1000 + n)}`,
    );
    const members = [{ id, role: 'r' }];
    await expect(view.flows.update(OF_NEWS, uuid(1), { flowCollection: members })).rejects.toThrow(
      `${id} is no registered flow`,
    );
  });

  it('for restoring: neither a hidden flow that was deleted, nor one that is there', async () => {
    await test.store.flows.delete(ALICE, uuid(1));
    await test.store.flows.delete(ALICE, uuid(2));
    await test.refused('NothingToRestore', () => as().flows.restore(OF_NEWS, uuid(2)));
    expect(await as().flows.restore(OF_NEWS, uuid(1))).toMatchObject({ id: uuid(1) });
    for (const limits of [{ flowIds: [uuid(2)] }, { sourceIds: [uuid(1002)] }, { classes: ['sport'] }]) {
      const limited = caller(limits);
      expect(await as(limited).flows.restore(limited, uuid(2))).toMatchObject({ id: uuid(2) });
      await test.store.flows.delete(ALICE, uuid(2));
    }
  });
});

describe('collections', () => {
  beforeEach(async () => {
    await test.store.flows.put(ALICE, videoFlow(3, { tags: NEWS }));
    await test.store.flows.put(ALICE, multiFlow(10, [2, 1], { tags: NEWS }));
  });
  const members = (...ns: number[]) => ns.map((n) => ({ id: uuid(n), role: 'new' }));

  it('keep hidden members whatever is written, behind those that are given', async () => {
    await as().flows.update(OF_NEWS, uuid(10), { flowCollection: members(3, 1) });
    expect(await membersOf(10)).toEqual([uuid(3), uuid(1), uuid(2)]);
    await as().flows.put(OF_NEWS, multiFlow(10, [1], { tags: NEWS }));
    expect(await membersOf(10)).toEqual([uuid(1), uuid(2)]);
    await as().flows.update(OF_NEWS, uuid(10), { flowCollection: null });
    expect(await membersOf(10)).toEqual([uuid(2)]);
    expect((await test.store.flows.collectionsOf([uuid(10)]))[0]![0]!.role).toBe('role 2');
  });

  it('do not count as written when nothing that is seen goes', async () => {
    await as().flows.update(OF_NEWS, uuid(10), { flowCollection: null });
    const [before] = await test.store.flows.byIds([uuid(10)]);
    test.tick();
    await as().flows.update(OF_NEWS, uuid(10), { flowCollection: null });
    expect((await test.store.flows.byIds([uuid(10)]))[0]).toEqual(before);
  });

  it('get no hidden members', async () => {
    await test.refused('InvalidCollection', () =>
      as().flows.put(OF_NEWS, multiFlow(10, [1, 2], { tags: NEWS })),
    );
  });
});

describe('media objects of hidden flows', () => {
  const register = async (objectId: string, urls: boolean, limited = OF_NEWS) => {
    const segment = externalSegment(objectId, '[0:0_1:0)');
    const { added, failed } = await as(limited).segments.add(limited, uuid(1), [
      urls ? segment : { ...segment, getUrls: null },
    ]);
    return added === 1 ? 'added' : failed[0]!.error.summary.replaceAll(objectId, 'ID');
  };

  it('cannot be registered, in use, in grace or allocated, as if they were not there', async () => {
    await test.store.segments.add(ALICE, uuid(2), [
      externalSegment('used', '[0:0_1:0)'),
      externalSegment('dropped', '[1:0_2:0)'),
    ]);
    await test.store.segments.delete(ALICE, uuid(2), ETERNITY, 'dropped');
    await test.store.objects.allocate(ALICE, uuid(2), { objectIds: ['allocated'] });
    const unknown = await register('never-existed', false);
    for (const id of ['used', 'dropped', 'allocated']) {
      expect(await register(id, false)).toBe(unknown);
      expect(await register(id, true)).toMatch(/its id is taken/);
      expect(await as().objects.byIds([id])).toEqual([null]);
    }
  });

  it('can, when a flow that is seen names them too, or they are its own', async () => {
    await test.store.segments.add(ALICE, uuid(2), [externalSegment('shared', '[0:0_1:0)')]);
    await test.store.flows.put(ALICE, videoFlow(3, { tags: NEWS }));
    await test.store.segments.add(ALICE, uuid(3), [externalSegment('shared', '[5:0_6:0)')]);
    expect(await register('shared', false)).toBe('added');
    await as().segments.delete(OF_NEWS, uuid(1), ETERNITY, null);
    expect(await register('own', true)).toBe('added');
    await as().segments.delete(OF_NEWS, uuid(1), ETERNITY, null);
    expect(await register('own', false)).toBe('added');
  });

  it('cannot be read without a signature', async () => {
    const limited = OF_NEWS;
    for (const n of [1, 2]) {
      const id = `object-${n}`;
      await test.store.objects.allocate(ALICE, uuid(n), { objectIds: [id] });
      await test.store.segments.add(ALICE, uuid(n), [{ ...externalSegment(id, '[0:0_1:0)'), getUrls: null }]);
    }
    expect(await as(limited).objects.readable('object-1')).toEqual({ contentType: 'video/mp2t' });
    expect(await as(limited).objects.readable('object-2')).toBeNull();
    expect(await test.store.as(ALICE).objects.readable('object-2')).not.toBeNull();
  });
});

it('deletion requests are those of flows that are seen, or were last', async () => {
  const few = await TestStore.open({ deleteAsyncAbove: 0 });
  try {
    for (const [n, tags] of [NEWS, SPORT].entries()) {
      await few.store.flows.put(ALICE, videoFlow(n + 1, { tags }));
      await few.store.segments.add(ALICE, uuid(n + 1), [externalSegment(`o${n}`, '[0:0_1:0)')]);
    }
    const { request: seen } = await few.store.flows.delete(ALICE, uuid(1));
    const { request: hidden } = await few.store.flows.delete(ALICE, uuid(2));
    const { deletions } = few.store.as(OF_NEWS);
    expect((await deletions.list()).map(({ id }) => id)).toEqual([seen!.id]);
    expect(await deletions.byIds([seen!.id, hidden!.id, uuid(9)])).toEqual([seen, null, null]);
  } finally {
    await few.close();
  }
});

it('webhooks, statistics of the store and administration are not for limited callers', async () => {
  const view = as();
  const refusal = { type: 'BeyondLimits', kind: 'forbidden' };
  const webhook = { url: 'https://receiver.example/', events: ['flows/created' as const] };
  const owned = await test.store.webhooks.put({ ...ALICE, principal: 'limited' }, webhook);
  expect(() => view.webhooks.put(OF_NEWS, webhook)).toThrow(expect.objectContaining(refusal) as Error);
  expect(() => view.performance.metrics('prometheus')).toThrow(expect.objectContaining(refusal) as Error);
  expect(() => view.administration.tables()).toThrow(expect.objectContaining(refusal) as Error);
  // Nor does it see, end or replay what its user registered without limits.
  expect(await view.webhooks.list(OF_NEWS)).toEqual([]);
  expect(await view.webhooks.delete(OF_NEWS, owned!.id)).toBe(false);
  await expect(view.webhooks.replay(OF_NEWS, owned!.id, 'x')).rejects.toThrow('No such webhook');
});
