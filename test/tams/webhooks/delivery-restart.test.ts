import { pause, until, WebhookReceiver } from '../../support/webhook-receiver';
import { trusted } from '../../../src/tams/access/caller';
import { uuid } from '../store-fixture';
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

it('W9: goes on after a restart where it was, and repeats nothing after an orderly one', async () => {
  const made: number[] = [];
  await deliveries.register(receiver.url(), ONLY_CREATED);
  for (let round = 0; round < 3; round += 1) {
    made.push(...(await deliveries.makeFlows(10)));
    await until(() => receiver.received.length > made.length - 8);
    await deliveries.restart();
  }
  await until(() => receiver.received.length >= made.length);
  expect(told(receiver.received)).toEqual(created(made));
});

it('W9: what is pending, and how long it still waits, survives a restart', async () => {
  await deliveries.restart(PATIENT);
  receiver.reply = () => 500;
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  const made = await deliveries.makeFlows(3);
  await until(async () => (await deliveries.stateOf(hook)).failures === 1);
  const before = await deliveries.stateOf(hook);
  await deliveries.restart(PATIENT);
  expect(await deliveries.stateOf(hook)).toEqual(before);
  await pause(100);
  expect(receiver.received).toHaveLength(1);
  // With shorter pauses than those it was left with, it waits no longer than these.
  receiver.reply = () => 200;
  await deliveries.restart(QUICK);
  await until(() => receiver.accepted.length === 3);
  expect(told(receiver.accepted)).toEqual(created(made));
});

it('an orderly stop waits for the answer to what has been sent, but not for long', async () => {
  let answer: () => void = () => undefined;
  receiver.reply = () => (response) => (answer = () => response.writeHead(200).end());
  const hook = await deliveries.register(receiver.url(), ONLY_CREATED);
  await deliveries.makeFlows(2);
  await until(() => receiver.received.length === 1);
  let stopped = deliveries.stop();
  answer();
  await stopped;
  expect(await deliveries.stateOf(hook)).toMatchObject({ lastStatus: 200, lag: 2 });
  receiver.reply = () => 'hang';
  deliveries.start();
  await until(() => receiver.received.length === 2);
  stopped = deliveries.stop();
  await stopped;
  // It was given up, which is no failure of the receiver's.
  expect(await deliveries.stateOf(hook)).toMatchObject({ lastStatus: 200, failures: 0, lag: 1 });
  await until(() => receiver.open === 0);
  receiver.reply = () => 200;
  deliveries.start();
  await until(() => receiver.accepted.length === 1);
  expect(once(told(receiver.received))).toEqual(created([1, 2]));
});

it('what is registered, replaced and removed while nothing delivers is heard of at the next start', async () => {
  const gone = await deliveries.register(receiver.url('/gone'));
  const changed = await deliveries.register(receiver.url('/changed'), { events: ['flows/deleted'] });
  await deliveries.stop();
  await deliveries.webhooks.delete(trusted('alice'), gone.id);
  await deliveries.register(receiver.url('/changed'), ONLY_CREATED);
  await deliveries.register(receiver.url('/new'), ONLY_CREATED);
  const made = await deliveries.makeFlows(2);
  deliveries.start();
  await until(() => receiver.received.length === 4);
  await until(async () => (await deliveries.stateOf(changed)).lag === 0);
  for (const path of ['/changed', '/new'])
    expect(told(receiver.received.filter((message) => message.path === path))).toEqual(created(made));
});
