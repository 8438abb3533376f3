import { eq } from '../../../src/vast/predicate';
import { webhooksTable } from '../../../src/tams/tables';
import { until, type WebhookReceiver } from '../../support/webhook-receiver';
import { uuid } from '../store-fixture';
import { Deliveries, PATIENT, told } from './delivery-fixture';

/** The log holds the newest four events; five flows make ten. */
const RETENTION = { eventRetention: { maxAgeMs: 86_400_000, maxCount: 4 } };
const ONLY_CREATED = { events: ['flows/created'] };

let deliveries: Deliveries;
let receiver: WebhookReceiver;
beforeEach(async () => {
  deliveries = await Deliveries.open(PATIENT, RETENTION);
  receiver = await deliveries.receiver();
});
afterEach(() => deliveries.close());

const trim = async (): Promise<number> => (await deliveries.test.store.housekeeping.runOnce()).trimmedEvents;
const created = (...numbers: number[]): string[] => numbers.map((n) => `flows/created ${uuid(n)}`);

it('counts what the webhook wanted of the events that go, says so, and goes on behind them', async () => {
  receiver.reply = () => 503;
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  await deliveries.makeFlows(5);
  await until(async () => (await deliveries.stateOf(hook)).failures === 1);
  expect(await trim()).toBe(6);
  // Of the events 1 to 6 it wanted 2, 4 and 6.
  expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 3, failures: 1 });
  expect(deliveries.log).toEqual([
    {
      level: 'warn',
      facts: { webhook: hook.id, missed: 3 },
      message: 'events were not delivered before they went',
    },
  ]);
  expect(await trim()).toBe(0);
  receiver.reply = () => 200;
  await deliveries.register(receiver.url(), ONLY_CREATED);
  await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  expect(told(receiver.accepted)).toEqual(created(4, 5));
  expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 3 });
});

it('counts nothing for those that keep up or want nothing of it', async () => {
  const keepsUp = await deliveries.register(receiver.url(), ONLY_CREATED);
  receiver.reply = ({ path }) => (path === '/hook' ? 200 : 503);
  const wantsLast = await deliveries.register(receiver.url('/last'), { ...ONLY_CREATED, flowIds: [uuid(4)] });
  const wantsNone = await deliveries.register(receiver.url('/none'), { events: ['flows/deleted'] });
  await deliveries.makeFlows(5);
  for (const hook of [keepsUp, wantsNone])
    await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  await until(async () => (await deliveries.stateOf(wantsLast)).failures === 1);
  expect(await trim()).toBe(6);
  for (const hook of [keepsUp, wantsLast, wantsNone])
    expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 0 });
  await deliveries.restart(PATIENT, RETENTION);
  await deliveries.makeFlows(1);
  for (const hook of [keepsUp, wantsNone])
    await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  for (const hook of [keepsUp, wantsLast, wantsNone])
    expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 0 });
});

it('does not count what is taken while it is about to go', async () => {
  let answer: () => void = () => undefined;
  receiver.reply = () => (response) => (answer = () => response.writeHead(200).end());
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  await deliveries.makeFlows(5);
  await until(() => receiver.received.length === 1);
  const trimmed = trim();
  receiver.reply = () => 200;
  answer();
  expect(await trimmed).toBe(6);
  await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  // How far it came before the events went is a race; each one was either taken or missed.
  const taken = told(receiver.received);
  expect(taken).toEqual(expect.arrayContaining(created(1, 4, 5)));
  expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 5 - taken.length });
});

it('counts also while nothing delivers', async () => {
  receiver.reply = () => 503;
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  await deliveries.makeFlows(5);
  await until(async () => (await deliveries.stateOf(hook)).failures === 1);
  await deliveries.stop();
  expect(await trim()).toBe(6);
  expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 3, lag: 4, failures: 1 });
});

it('takes for wanted what nobody can tell any more', async () => {
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  await deliveries.makeFlows(5);
  await until(async () => (await deliveries.stateOf(hook)).lag === 0);
  await deliveries.stop();
  await trim();
  await deliveries.test.db.transaction(async (tx) => {
    const where = eq('id', hook.id);
    const rows = await tx.select(webhooksTable, { columns: [], where, limit: 1, includeRowIds: true });
    await tx.update(webhooksTable, [rows[0]!.rowId], { position: 0 });
  });
  deliveries.start();
  await until(() => receiver.received.length === 7);
  expect(told(receiver.received.slice(5))).toEqual(created(4, 5));
  expect(await deliveries.stateOf(hook)).toMatchObject({ missed: 6 });
});
