import { randomUUID } from 'node:crypto';
import { contextOf } from '../../../src/graphql/context';
import type { Send } from '../../../src/graphql/subscriptions/delivery';
import { LiveGroups, type GroupSource } from '../../../src/graphql/subscriptions/live-groups';
import type { Caller } from '../../../src/tams/model';
import { Random } from '../../rest-compat/hostile/random';
import { pause, until } from '../../support/stream-client';
import { externalSegment, uuid, videoFlow, ALICE, BOB } from '../../tams/store-fixture';
import { GraphHarness } from '../harness';

const SEED = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 32);
const FLOW = 'subscription { segments { cursor flow { label } } }';

let harness: GraphHarness;
let added: number;
beforeEach(async () => {
  harness = await GraphHarness.open();
  for (const n of [1, 2]) await harness.test.store.flows.put(ALICE, videoFlow(n));
  added = 0;
  // The first segment of a flow reads more than those behind it.
  for (const n of [1, 2]) await add(1, n);
});
afterEach(() => harness.close());

async function add(count = 1, flow = 1): Promise<void> {
  const segments = Array.from({ length: count }, () =>
    externalSegment(`object-${added}`, `[${added}:0_${(added += 1)}:0)`),
  );
  await harness.test.store.segments.add(ALICE, uuid(flow), segments);
}

interface Asked {
  readonly query?: string;
  readonly variables?: Record<string, unknown>;
  readonly caller?: Caller;
  /** How long each message takes on its way. */
  readonly takes?: () => Promise<void> | null;
}

/** A subscription, without a transport, and the messages it has sent. */
class Subscriber {
  readonly messages: any[] = [];
  readonly requestId = randomUUID();
  readonly over: Promise<void>;
  private readonly ending = new AbortController();

  constructor({ query = FLOW, variables = {}, caller = ALICE, takes = () => null }: Asked) {
    const begun = harness.server.streams.begin({ query, variables }, () =>
      contextOf(harness.test.store, {
        accounts: harness.accounts,
        caller,
        requestId: this.requestId,
        logger: harness.logger,
      }),
    );
    if (begun.kind !== 'stream') throw new Error(begun.kind);
    const send: Send = (text) => {
      if (this.ending.signal.aborted) throw new Error('It was sent something after its end');
      this.messages.push(JSON.parse(text));
      return takes();
    };
    this.over = begun.follow(send, this.ending.signal);
  }

  get cursors(): string[] {
    return this.messages.map(({ data }) => data.segments.cursor as string);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.over;
  }
}

/** Subscribes and waits until all stand at the end of the log. */
async function subscribed(...asked: Asked[]): Promise<Subscriber[]> {
  const subscribers = asked.map((one) => new Subscriber(one));
  await pause(150);
  return subscribers;
}

/** How often the flow was read for the message of one segment: once a round. */
async function roundsOf(subscribers: readonly Subscriber[]): Promise<number> {
  const before = subscribers.map(({ messages }) => messages.length);
  const reads = await harness.test.readsOf(async () => {
    await add();
    await until(
      () => subscribers.every(({ messages }, i) => messages.length > before[i]!),
      'everyone has been told',
    );
  });
  const alone = await harness.test.readsOf(async () => {
    for (const subscriber of subscribers) await subscriber.stop();
    await add();
    await pause(100);
  });
  // The heads and the event are read once for all.
  return reads - alone - 2;
}

const latest = async () => (await harness.test.store.feeds.reach()).latest;
const same = (count: number, asked: Asked = {}) => Array.from({ length: count }, () => asked);

describe('a message is made once for', () => {
  it('all who asked for the same', async () => {
    expect(await roundsOf(await subscribed(...same(20)))).toBe(1);
  });

  it('each document, set of variables and caller', async () => {
    const filtered = 'subscription ($ids: [UUID!]) { segments(flowIds: $ids) { cursor flow { label } } }';
    const subscribers = await subscribed(
      ...same(3),
      ...same(3, { caller: BOB }),
      ...same(3, { query: `${FLOW} ` }),
      ...same(3, { query: filtered, variables: { ids: [uuid(1)] } }),
      ...same(3, { query: filtered, variables: { ids: [uuid(1), uuid(2)] } }),
    );
    expect(await roundsOf(subscribers)).toBe(5);
  });

  it('those who began elsewhere, when they have caught up', async () => {
    const query = 'subscription ($after: String) { segments(after: $after) { cursor flow { label } } }';
    const starts = [await latest()];
    for (let n = 0; n < 3; n += 1) {
      await add(2);
      starts.push(await latest());
    }
    const subscribers = await subscribed(...starts.map((after) => ({ query, variables: { after } })));
    expect(subscribers.map(({ messages }) => messages.length)).toEqual([6, 4, 2, 0]);
    expect(await roundsOf(subscribers)).toBe(1);
  });

  it('each, where the start is used for more than the start', async () => {
    const query = `subscription ($after: String) {
      segments(after: $after) { cursor flow { label segments(after: $after, first: 1) { nodes { objectId } } } }
    }`;
    const after = await latest();
    await add();
    const [one, other] = await subscribed(
      { query, variables: { after } },
      { query, variables: { after: await latest() } },
    );
    await add();
    await until(() => other!.messages.length === 1, 'it has been told');
    // A cursor of the log is none of segments: so says each message, to each with its own request.
    for (const { messages, requestId } of [one!, other!])
      expect(messages.at(-1).errors[0].extensions).toMatchObject({ code: 'BAD_CURSOR', requestId });
    await Promise.all([one!.stop(), other!.stop()]);
  });
});

it('errors are told to each with its own request, and all go on together', async () => {
  const query =
    'subscription { segments { cursor flow { segments(after: "nonsense") { nodes { objectId } } } } }';
  const subscribers = await subscribed(...same(3, { query }));
  await add();
  await add();
  await until(() => subscribers.every(({ messages }) => messages.length === 2), 'all have been told');
  for (const { messages, requestId } of subscribers)
    for (const { errors } of messages)
      expect(errors[0].extensions).toMatchObject({ code: 'BAD_CURSOR', requestId });
  for (const subscriber of subscribers) await subscriber.stop();
});

it('one who stands before what the group has been told is not taken in, and reads it by itself', async () => {
  const { feeds } = harness.test.store;
  const filter = { flowIds: null, sourceIds: null, collectedBy: null, formats: null, timerange: null };
  const source: GroupSource = {
    read: (behind, signal) => feeds.segmentChanges(behind, filter, signal),
    placeAt: (cursor) => feeds.placeAt(cursor),
    textOf: ({ cursor }) => Promise.resolve(cursor),
  };
  const groups = new LiveGroups();
  const ending = new AbortController();
  const { signal } = ending;
  const told: string[] = [];
  const before = await feeds.placeOf({});
  const send = (text: string) => {
    told.push(text);
    return null;
  };
  const first = groups.follow('key', { place: before, send, signal }, source);
  await add();
  await until(() => told.length === 1, 'the first has been told');
  const behind = await groups.follow('key', { place: before, send, signal }, source);
  expect(behind).toEqual(before);
  ending.abort();
  expect(feeds.cursor(await first)).toBe(told[0]);
});

it('one who takes nothing delays nobody, and then goes on from where it was', async () => {
  let release!: () => void;
  const taken = new Promise<void>((resolve) => (release = resolve));
  const [slow, ...others] = await subscribed({ takes: () => taken }, ...same(5));
  for (let n = 0; n < 20; n += 1) await add(10);
  await until(() => others.every(({ messages }) => messages.length === 200), 'the others have been told');
  expect(slow!.messages).toHaveLength(1);
  release();
  await until(() => slow!.messages.length === 200, 'the slow one has caught up');
  expect(slow!.cursors).toEqual(others[0]!.cursors);
  expect(await roundsOf([slow!, ...others])).toBe(1);
});

it('those who take each message in their own time, some long, are told the same in the same order', async () => {
  const random = new Random(SEED);
  process.stderr.write(`live groups: TEST_SEED=${SEED}\n`);
  const query =
    'subscription ($after: String, $ids: [UUID!]) { segments(after: $after, flowIds: $ids) { cursor flowId } }';
  const after = await latest();
  const callers = [ALICE, BOB];
  const kinds = [null, [uuid(1)], [uuid(2)], [uuid(1), uuid(2)]];
  /** One that is cut again and again and continues behind its last message. */
  const readers = Array.from({ length: 40 }, (_, n) => {
    const ids = kinds[n % kinds.length]!;
    const caller = callers[n % callers.length]!;
    const takes = () => {
      const dice = random.below(100);
      if (n < 10 || dice < 90) return null;
      return dice < 97 ? Promise.resolve() : pause(random.below(n < 20 ? 100 : 5));
    };
    const told: string[] = [];
    let cursor = after;
    const begin = () => new Subscriber({ query, variables: { after: cursor, ids }, caller, takes });
    let current = begin();
    const cut = async () => {
      await current.stop();
      told.push(...current.cursors);
      cursor = told.at(-1) ?? after;
      current = begin();
    };
    const all = () => [...told, ...current.cursors];
    return { ids, all, cut, stop: () => current.stop() };
  });
  for (let n = 0; n < 150; n += 1) {
    await add(random.below(10) === 0 ? 200 : 1 + random.below(3), 1 + random.below(2));
    for (let cuts = random.below(3); cuts > 0; cuts -= 1) await random.pick(readers).cut();
    await pause(random.below(6));
  }
  const expected = await Promise.all(kinds.map((ids) => cursorsBehind(after, ids)));
  const expectedOf = ({ ids }: { ids: readonly string[] | null }) => expected[kinds.indexOf(ids as never)]!;
  await until(
    () => readers.every((reader) => reader.all().at(-1) === expectedOf(reader).at(-1)),
    'all have been told the last',
  );
  for (const reader of readers) expect(reader.all()).toEqual(expectedOf(reader));
  for (const reader of readers) await reader.stop();
}, 120_000);

/** What the domain's feed tells, read in one go. */
async function cursorsBehind(after: string, flowIds: readonly string[] | null): Promise<string[]> {
  const { feeds } = harness.test.store;
  const filter = { flowIds, sourceIds: null, collectedBy: null, formats: null, timerange: null };
  const cursors: string[] = [];
  const { signal } = new AbortController();
  for await (const { items } of feeds.segmentChanges(await feeds.placeOf({ after }), filter, signal, false))
    cursors.push(...items.map(({ cursor }) => cursor));
  return cursors;
}
