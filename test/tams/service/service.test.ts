import { deletionRequestsTable } from '../../../src/tams/tables';
import { formatTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, TestStore, uuid } from '../store-fixture';

let db: TestStore;
beforeEach(async () => {
  db = await TestStore.open({ serviceVersion: '1.2.3' });
});
afterEach(() => db.close());
const service = () => db.store.service;

describe('the service', () => {
  it('says what it is and where media can be kept', async () => {
    expect(await service().get()).toMatchObject({
      name: null,
      description: null,
      type: 'urn:x-tams:service',
      apiVersion: '7.0',
      serviceVersion: '1.2.3',
      storageBackends: [{ label: 'embedded', storeType: 'http_object_store', defaultStorage: true }],
    });
  });

  it('S2: leaves what is left out, clears by null or the empty text, and sends no event', async () => {
    expect(await service().update(ALICE, { name: 'n', description: 'd' })).toMatchObject({
      name: 'n',
      description: 'd',
    });
    expect(await service().update(ALICE, { name: 'm' })).toMatchObject({ name: 'm', description: 'd' });
    expect(await service().update(ALICE, {})).toMatchObject({ name: 'm', description: 'd' });
    expect(await service().update(ALICE, { name: '', description: null })).toMatchObject({
      name: null,
      description: null,
    });
    expect(await db.events()).toEqual([]);
  });

  it('refuses what cannot be stored', async () => {
    await db.refused('InvalidText', () => service().update(ALICE, { name: '\ud800' }));
    await db.refused('TooLarge', () => service().update(ALICE, { description: 'x'.repeat(1_100_000) }));
  });
});

describe('deletion requests', () => {
  const stored = (n: number, created: number, expiry: number | null) => ({
    id: uuid(n),
    flow_id: uuid(100),
    to_delete: '[0:0_10:0)',
    remaining: '()',
    delete_flow: true,
    status: 'done',
    created,
    created_by: 'alice',
    updated: created,
    expiry,
  });

  it('DL6: are listed newest first until they expire', async () => {
    const { now } = db.clock;
    await db.db.transaction((tx) =>
      tx.insert(deletionRequestsTable, [
        stored(1, now - 3, now + 1),
        stored(2, now - 1, null),
        stored(3, now - 2, now),
      ]),
    );
    const { deletions } = db.store;
    expect((await deletions.list()).map(({ id }) => id)).toEqual([uuid(2), uuid(1)]);
    const [one, expired, unknown] = await deletions.byIds([uuid(1), uuid(3), uuid(4)]);
    expect([expired, unknown]).toEqual([null, null]);
    expect(one).toMatchObject({ flowId: uuid(100), deleteFlow: true, status: 'done', error: null });
    expect(formatTimeRange(one!.timerangeToDelete)).toBe('[0:0_10:0)');
    expect(formatTimeRange(one!.timerangeRemaining)).toBe('()');
  });
});
