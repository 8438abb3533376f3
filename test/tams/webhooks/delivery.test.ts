import { eq } from '../../../src/vast/predicate';
import { webhooksTable } from '../../../src/tams/tables';
import { pause, until, type WebhookReceiver } from '../../support/webhook-receiver';
import { ALICE, uuid } from '../store-fixture';
import { Deliveries, once, PATIENT, QUICK, told } from './delivery-fixture';

let deliveries: Deliveries;
let receiver: WebhookReceiver;
beforeEach(async () => {
  deliveries = await Deliveries.open();
  receiver = await deliveries.receiver();
});
afterEach(() => deliveries.close());

const created = (numbers: readonly number[]): string[] => numbers.map((n) => `flows/created ${uuid(n)}`);
const ONLY_CREATED = { events: ['flows/created'] };

it('delivers what is committed after the registration, in order and once while nothing fails', async () => {
  await deliveries.makeFlows(3);
  const hook = await deliveries.register(receiver.url());
  const made = await deliveries.makeFlows(20);
  await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  expect(told(receiver.received)).toEqual(
    made.flatMap((n) => [`sources/created ${uuid(1000 + n)}`, `flows/created ${uuid(n)}`]),
  );
  expect(await deliveries.stateOf(hook)).toEqual({
    position: deliveries.test.store.context.log.cursor({ sequence: 46, item: null }),
    lag: 0,
    lastStatus: 204,
    lastError: null,
    lastAttempt: deliveries.test.clock.now,
    lastSuccess: deliveries.test.clock.now,
    failures: 0,
    nextTry: null,
    missed: 0,
  });
});

it('W9: tries again until it is taken, in rounds with growing pauses, and the rest waits in order', async () => {
  const answers = ['drop', 500, 404, 302, 'hang', 'drop', 503, 410] as const;
  let tries = 0;
  receiver.reply = () => answers[tries++] ?? 200;
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  const made = await deliveries.makeFlows(3);
  await until(() => receiver.accepted.length === 3);
  expect(told(receiver.received)).toEqual([...answers.map(() => created(made)[0]), ...created(made)]);
  expect(deliveries.log).toEqual([
    {
      level: 'warn',
      facts: { webhook: hook.id, failures: 5, status: null, reason: 'it did not answer within 2000 ms' },
      message: 'a webhook is not delivered',
    },
  ]);
});

it('W9: shows what fails, and when it is tried again', async () => {
  await deliveries.restart(PATIENT);
  receiver.reply = () => 503;
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  await deliveries.makeFlows(2);
  await until(async () => (await deliveries.stateOf(hook)).failures > 0);
  const { now } = deliveries.test.clock;
  expect(await deliveries.stateOf(hook)).toMatchObject({
    // What lies before what fails is over.
    position: deliveries.test.store.context.log.cursor({ sequence: 1, item: null }),
    lag: 3,
    lastStatus: 503,
    lastError: 'it answered with status 503',
    lastAttempt: now,
    lastSuccess: null,
    failures: 1,
    nextTry: now + 3_600_000,
  });
  const other = await deliveries.register('http://127.0.0.1:1/', ONLY_CREATED);
  await deliveries.makeFlows(1);
  await until(async () => (await deliveries.stateOf(other)).failures > 0);
  expect(await deliveries.stateOf(other)).toMatchObject({
    lastStatus: null,
    lastError: 'it could not be reached (ECONNREFUSED)',
  });
});

it('loses nothing and keeps the order over a receiver that fails at random, while others write', async () => {
  await deliveries.restart({ ...QUICK, timeoutMs: 500 });
  // A fixed row of pseudo-random numbers: 40 % of the tries fail, in four ways.
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  receiver.reply = () => {
    const number = random();
    if (number < 0.15) return 'drop';
    if (number < 0.2) return 'hang';
    if (number < 0.3) return 500;
    if (number < 0.4) return (response) => void setTimeout(() => response.writeHead(429).end(), 5);
    return 200;
  };
  await deliveries.register(receiver.url(), ONLY_CREATED);
  const made = (await Promise.all([0, 1, 2].map(async () => deliveries.makeFlows(20)))).flat();
  await until(() => once(told(receiver.accepted)).length === made.length);
  const committed = (await deliveries.test.events())
    .filter(({ type }) => type === 'flows/created')
    .map(({ flowId }) => `flows/created ${flowId}`);
  expect(committed).toHaveLength(60);
  expect(once(told(receiver.accepted))).toEqual(committed);
  // Also the tries: nothing is begun before what comes before it is taken.
  expect(once(told(receiver.received))).toEqual(committed);
  expect(receiver.received.length).toBeGreaterThan(60);
}, 120_000);

it('is not delayed by other receivers that are dead, slow or gone', async () => {
  const dead = await deliveries.receiver();
  dead.reply = () => 'hang';
  const gone = await deliveries.receiver();
  await gone.close();
  for (let n = 0; n < 10; n += 1) {
    await deliveries.register(dead.url(`/dead/${n}`));
    await deliveries.register(gone.url(`/gone/${n}`));
  }
  await deliveries.register(receiver.url(), ONLY_CREATED);
  const made = await deliveries.makeFlows(30);
  await until(() => once(told(receiver.accepted)).length === 30);
  expect(once(told(receiver.accepted))).toEqual(created(made));
  expect(once(told(dead.received))).toEqual([`sources/created ${uuid(1001)}`]);
});

it('serves many registrations, each with its own filter, place and connection', async () => {
  const paths = Array.from({ length: 50 }, (_, n) => `/${n}`);
  for (const path of paths) await deliveries.register(receiver.url(path), ONLY_CREATED);
  const made = await deliveries.makeFlows(10);
  await until(() => receiver.received.length === 500);
  for (const path of paths)
    expect(told(receiver.received.filter((message) => message.path === path))).toEqual(created(made));
  expect(receiver.open).toBe(50);
  // And waits for more without asking for it.
  await pause(100);
  const reads = deliveries.test.db.reads;
  await pause(300);
  expect(deliveries.test.db.reads).toBe(reads);
});

it('goes on with a registration that is replaced, by its new filter, from where it was', async () => {
  await deliveries.restart(PATIENT);
  receiver.reply = () => 503;
  const hook = await deliveries.register(receiver.url(), { events: ['flows/deleted'] });
  const made = await deliveries.makeFlows(2);
  await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  await deliveries.register(receiver.url(), ONLY_CREATED);
  const later = await deliveries.makeFlows(1);
  await until(() => receiver.received.length === 1);
  expect(told(receiver.received)).toEqual(created(later));
  receiver.reply = () => 200;
  // Who registers again is tried again at once.
  await deliveries.register(receiver.url(), ONLY_CREATED);
  await until(() => receiver.accepted.length === 1);
  expect(made).toHaveLength(2);
});

describe('W9: a registration that goes', () => {
  it.each(['deleted', 'emptied'])('in the middle of a pause is tried no more: %s', async (how) => {
    receiver.reply = () => 500;
    const hook = await deliveries.register(receiver.url());
    await deliveries.makeFlows(1);
    await until(() => receiver.received.length >= 7);
    if (how === 'deleted') await deliveries.webhooks.delete(ALICE, hook.id);
    else await deliveries.webhooks.put(ALICE, { url: receiver.url(), events: [] });
    await until(() => receiver.open === 0);
    const tries = receiver.received.length;
    await pause(300);
    expect(receiver.received).toHaveLength(tries);
    expect(await deliveries.webhooks.list(ALICE)).toEqual([]);
  });
});

describe('replay', () => {
  it('delivers again from a cursor, and goes on', async () => {
    const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
    const first = await deliveries.makeFlows(2);
    await until(async () => (await deliveries.stateOf(hook)).lag === 0);
    const { position } = await deliveries.stateOf(hook);
    const second = await deliveries.makeFlows(2);
    await until(async () => (await deliveries.stateOf(hook)).lag === 0);
    await deliveries.webhooks.replay(ALICE, hook.id, position);
    await until(() => receiver.received.length === 6);
    const third = await deliveries.makeFlows(1);
    await until(() => receiver.received.length === 7);
    expect(told(receiver.received)).toEqual(created([...first, ...second, ...second, ...third]));
  });

  it('ends a pause, passes what fails when the cursor does, and is stored though nothing delivers', async () => {
    await deliveries.restart(PATIENT);
    receiver.reply = () => 500;
    const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
    await deliveries.makeFlows(2);
    await until(async () => (await deliveries.stateOf(hook)).failures === 1);
    const { log } = deliveries.test.store.context;
    receiver.reply = () => 200;
    await deliveries.webhooks.replay(ALICE, hook.id, log.cursor({ sequence: 2, item: null }));
    await until(() => receiver.accepted.length === 1);
    expect(told(receiver.accepted)).toEqual(created([2]));
    expect(await deliveries.stateOf(hook)).toMatchObject({ failures: 0, nextTry: null, lag: 0 });
    await deliveries.stop();
    await deliveries.webhooks.replay(ALICE, hook.id, log.cursor({ sequence: 0, item: null }));
    expect(await deliveries.stateOf(hook)).toMatchObject({ lag: 4 });
    deliveries.start();
    await until(() => receiver.accepted.length === 3);
  });

  it('begins with the whole event when the cursor is within one', async () => {
    const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
    await deliveries.makeFlows(1);
    await until(async () => (await deliveries.stateOf(hook)).lag === 0);
    const { log } = deliveries.test.store.context;
    await deliveries.webhooks.replay(ALICE, hook.id, log.cursor({ sequence: 2, item: 0 }));
    await until(() => receiver.received.length === 2);
  });
});

describe('the position', () => {
  const storedPosition = async (id: string) =>
    (await deliveries.test.db.selectOne(webhooksTable, { columns: ['position'], where: eq('id', id) }))
      ?.position;

  it('is stored now and then, not with each event', async () => {
    await deliveries.restart({ saveEveryMs: 3_600_000, savePassedEveryMs: 3_600_000 });
    const hook = await deliveries.register(receiver.url());
    await deliveries.makeFlows(5);
    await until(() => receiver.received.length === 10);
    expect(await storedPosition(hook.id)).toBe(1);
    await deliveries.stop();
    expect(await storedPosition(hook.id)).toBe(10);
  });

  it('is stored soon when nothing is left, also behind what nobody wants', async () => {
    const hook = await deliveries.register(receiver.url());
    const indifferent = await deliveries.register(receiver.url('/other'), { events: ['flows/deleted'] });
    await deliveries.makeFlows(5);
    await until(async () => (await storedPosition(hook.id)) === 10);
    await until(async () => (await storedPosition(indifferent.id)) === 10);
  });

  it('of a registration that is older than deliveries is behind what there is at the start', async () => {
    const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
    await deliveries.stop();
    await deliveries.makeFlows(2);
    const [row] = await deliveries.test.db.select(webhooksTable, {
      columns: ['id'],
      limit: 1,
      includeRowIds: true,
    });
    await deliveries.test.db.transaction((tx) =>
      tx.update(webhooksTable, [row!.rowId], { position: null, replays: null, deliveries: null }),
    );
    expect(await deliveries.stateOf(hook)).toMatchObject({ lag: 0, failures: 0, missed: 0 });
    deliveries.start();
    await until(async () => (await storedPosition(hook.id)) === 4);
    const made = await deliveries.makeFlows(1);
    await until(() => receiver.received.length === 1);
    expect(told(receiver.received)).toEqual(created(made));
  });
});
