import { objectsById } from '../../../src/tams/objects/object-rows';
import { CALLER, DAY, FLOW, OTHER_FLOW, segment, Store } from '../segments/fixture';

const GRACE = 300_000;
const URLS = { getUrls: [{ url: 'https://cdn/1' }] };

let store: Store;
beforeEach(async () => {
  store = await Store.open({ softDeleteRetentionMs: 0 });
});
afterEach(() => store.close());

const seen = async (id: string) => (await store.objects.byIds([id]))[0];
const canRegister = async (flowId: string, id: string, at = 100) => {
  const { added } = await store.segments.add(CALLER, flowId, [segment(`[${at}:0_${at + 1}:0)`, id)]);
  return added === 1;
};

describe('reading objects', () => {
  it('O1: shows an object only while a segment names it', async () => {
    const id = await store.allocated();
    expect(await seen(id)).toBeNull();
    await canRegister(FLOW, id);
    expect(await seen(id)).toEqual({ id, size: null, firstReferencedByFlow: FLOW });
    await store.delete(FLOW);
    expect(await seen(id)).toBeNull();
    expect(await store.objects.byIds(['nobody', id, 'nobody'])).toEqual([null, null, null]);
  });

  it('O2: the first flow stays the first, even after it dropped the object or was deleted', async () => {
    const id = await store.allocated();
    await canRegister(FLOW, id);
    await canRegister(OTHER_FLOW, id);
    await store.delete(FLOW);
    expect(await seen(id)).toMatchObject({ firstReferencedByFlow: FLOW });
    expect((await store.objects.flowsOf([id], { first: 10, after: null }))[0]!.items).toEqual([OTHER_FLOW]);
    await store.flows.delete(CALLER, FLOW);
    expect(await seen(id)).toMatchObject({ firstReferencedByFlow: FLOW });
  });

  it('flowsOf: each flow once by id, in pages, however often it names the object', async () => {
    const id = await store.allocated();
    const flows = [FLOW];
    for (let n = 10; n < 15; n += 1) flows.push(await store.makeFlow(n));
    for (const flowId of flows) {
      const inputs = Array.from({ length: 70 }, (_, i) => segment(`[${i}:0_${i + 1}:0)`, id));
      expect((await store.segments.add(CALLER, flowId, inputs)).added).toBe(70);
    }
    for (const first of [1, 2, 4, 6, 100]) {
      const all: string[] = [];
      let after: [string] | null = null;
      for (;;) {
        const [page]: Awaited<ReturnType<typeof store.objects.flowsOf>> = await store.objects.flowsOf([id], {
          first,
          after,
        });
        expect(page!.items.length).toBeLessThanOrEqual(first);
        all.push(...page!.items);
        if (!page!.hasNext) break;
        after = [page!.items.at(-1)!];
      }
      expect(all).toEqual(flows);
    }
  });
});

describe('12.3: the life of a media object', () => {
  it('allocated: is used by its flow only, and forgotten with its bytes after 24 h', async () => {
    const id = await store.allocated();
    await store.upload(id, 'bytes');
    expect(await canRegister(OTHER_FLOW, id)).toBe(false);
    store.clock.now += DAY - 1;
    expect(await store.housekeeping.runOnce()).toMatchObject({ forgottenObjects: 0 });
    store.clock.now += 1;
    expect(await canRegister(FLOW, id)).toBe(false);
    expect(await store.housekeeping.runOnce()).toMatchObject({ forgottenObjects: 1 });
    expect(await store.files.stat(id)).toBeNull();
    expect((await objectsById(store.context.db, [id])).size).toBe(0);
  });

  it('referenced: never ends while one segment of any flow names it', async () => {
    const id = await store.allocated();
    await store.upload(id, 'bytes');
    await canRegister(FLOW, id);
    await canRegister(OTHER_FLOW, id);
    await store.delete(FLOW);
    store.clock.now += 30 * DAY;
    expect(await store.housekeeping.runOnce()).toMatchObject({ forgottenObjects: 0 });
    expect(await seen(id)).not.toBeNull();
    expect(await store.files.stat(id)).not.toBeNull();
  });

  it('ST11: in grace any flow may take it up again; afterwards it is forgotten with its bytes', async () => {
    const id = await store.allocated();
    await store.upload(id, 'bytes');
    await canRegister(FLOW, id);
    await store.delete(FLOW);
    store.clock.now += GRACE - 1;
    await store.housekeeping.runOnce();
    expect(await canRegister(OTHER_FLOW, id)).toBe(true);
    store.clock.now += DAY;
    await store.housekeeping.runOnce();
    expect(await store.files.stat(id)).not.toBeNull();
    await store.delete(OTHER_FLOW);
    store.clock.now += GRACE;
    expect(await canRegister(OTHER_FLOW, id, 200)).toBe(false);
    expect(await store.housekeeping.runOnce()).toMatchObject({ forgottenObjects: 1 });
    expect(await store.files.stat(id)).toBeNull();
  });

  it('external: is forgotten after its grace, and a new registration starts anew, with its own URLs', async () => {
    await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', 'ext', URLS)]);
    await store.delete(FLOW);
    store.clock.now += GRACE;
    for (const url of ['https://cdn/2', 'https://cdn/3']) {
      expect(await canRegister(FLOW, 'ext')).toBe(false);
      await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', 'ext', { getUrls: [{ url }] })]);
      const urls = await store.segments.urlsOf(await store.list(), {
        labels: null,
        storageIds: null,
        presigned: null,
      });
      expect(urls[0]!.map((found) => found.url)).toEqual([url]);
      await store.delete(FLOW);
      store.clock.now += GRACE;
      // The second time round nothing is left of it; the first time its row was.
      await store.housekeeping.runOnce();
    }
    expect((await objectsById(store.context.db, ['ext'])).size).toBe(0);
  });

  it('a flow that is deleted starts the grace of its objects', async () => {
    const [id] = await store.add(FLOW, '[0:0_1:0)');
    await store.flows.delete(CALLER, FLOW);
    expect(await seen(id!)).toBeNull();
    store.clock.now += GRACE;
    expect(await store.housekeeping.runOnce()).toMatchObject({ forgottenObjects: 1 });
  });
});

describe('uploads', () => {
  const admit = (id: string) => store.objects.admitUpload(id);

  it('ST9: may be repeated until a segment names the object; then only missing bytes may come', async () => {
    const id = await store.allocated();
    expect(await admit(id)).toEqual({ contentType: 'video/mp2t', overwrite: true });
    await store.upload(id, 'one');
    expect(await admit(id)).toEqual({ contentType: 'video/mp2t', overwrite: true });
    await canRegister(FLOW, id);
    await expect(admit(id)).rejects.toMatchObject({ type: 'MediaImmutable', kind: 'forbidden' });
    await store.delete(FLOW);
    expect(await admit(id)).toMatchObject({ overwrite: true });
  });

  it('ST10: bytes may come after the registration', async () => {
    const [id] = await store.add(FLOW, '[0:0_1:0)');
    expect(await admit(id!)).toEqual({ contentType: 'video/mp2t', overwrite: false });
    await store.upload(id!, 'bytes');
    expect(await seen(id!)).toMatchObject({ size: 5 });
    await expect(admit(id!)).rejects.toMatchObject({ type: 'MediaImmutable' });
  });

  it('are refused for objects that are unknown, expired or elsewhere', async () => {
    const id = await store.allocated();
    await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', 'ext', URLS)]);
    store.clock.now += DAY;
    for (const unknown of [id, 'ext', 'nobody']) {
      await expect(admit(unknown)).rejects.toMatchObject({ type: 'ObjectNotFound' });
      expect(await store.objects.readable(unknown)).toBeNull();
    }
    await expect(store.objects.uploaded('nobody', { size: 1, etag: '"x"' })).rejects.toMatchObject({
      type: 'ObjectNotFound',
    });
  });

  it('are refused for a read-only flow that the object was allocated for or first registered with', async () => {
    const waiting = await store.allocated();
    const [used] = await store.add(FLOW, '[0:0_1:0)');
    await canRegister(OTHER_FLOW, used!);
    await store.setReadOnly(FLOW);
    for (const id of [waiting, used!])
      await expect(admit(id)).rejects.toMatchObject({ type: 'FlowReadOnly' });
    expect(await store.objects.readable(used!)).toEqual({ contentType: 'video/mp2t' });
  });

  it('go on for an object of a flow that reuses it read-only', async () => {
    const [used] = await store.add(FLOW, '[0:0_1:0)');
    await canRegister(OTHER_FLOW, used!);
    await store.setReadOnly(OTHER_FLOW);
    expect(await admit(used!)).toMatchObject({ overwrite: false });
  });
});
