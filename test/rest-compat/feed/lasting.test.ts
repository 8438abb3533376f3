import { connect, type Socket } from 'node:net';
import { makeFlow, newId } from '../documents';
import { RestHarness } from '../harness';
import {
  ALL,
  askFeed,
  cursorNow,
  FEED_PATH,
  openStream,
  poll,
  sequenceOf,
  serveFeed,
  type PolledEvents,
} from './feed-harness';
import { SseParser, type Block } from './sse-parser';
import { StreamClient } from './stream-client';

let api: RestHarness;
beforeEach(async () => {
  api = await RestHarness.open();
});
afterEach(() => api.close());

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Events that no buffer of the operating system holds: some megabytes are on their way before a client must read. */
async function manyLargeEvents(to: RestHarness, count: number): Promise<void> {
  const flow = await makeFlow(to);
  for (let n = 0; n < count; n += 1)
    await to.put(`/flows/${flow.id}/description`, `${n}${'x'.repeat(500_000)}`);
}

/** A client that asks for everything and reads nothing until it is resumed. */
function lazyClient(url: string): Socket {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) }, () => {
    socket.write(`GET ${pathname}?${ALL} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n`);
  });
  socket.on('error', () => undefined).pause();
  return socket;
}

/** Reads on: the blocks that a raw answer in chunked coding (RFC 9112, 7.1) has, as they come. */
function reading(socket: Socket): { readonly blocks: Block[]; readonly closed: Promise<unknown> } {
  const blocks: Block[] = [];
  const parser = new SseParser();
  let coded = Buffer.alloc(0);
  let inBody = false;
  socket.on('data', (bytes: Buffer) => {
    coded = Buffer.concat([coded, bytes]);
    const headEnd = coded.indexOf('\r\n\r\n');
    if (!inBody && headEnd < 0) return;
    if (!inBody) coded = coded.subarray(headEnd + 4);
    inBody = true;
    for (let end; (end = coded.indexOf('\r\n')) >= 0;) {
      const size = parseInt(coded.toString('latin1', 0, end), 16);
      const next = end + 2 + size + 2;
      if (coded.length < next) return;
      blocks.push(...parser.push(coded.subarray(end + 2, end + 2 + size)));
      coded = coded.subarray(next);
    }
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  return { blocks, closed };
}

describe('a stream that lasts', () => {
  it('moves a narrow filter on with its keep-alives, and nothing is lost behind them', async () => {
    const own = await serveFeed(api, { keepAliveMs: 20 });
    try {
      const wanted = newId();
      const client = await StreamClient.open(`${own.url}?flow_id=${wanted}`);
      for (let n = 0; n < 5; n += 1) await makeFlow(api);
      const cursor = await cursorNow(api);
      await client.until(() => client.lastId === cursor);
      expect(client.blocks.slice(1).map((block) => Object.keys(block))).toEqual(
        client.blocks.slice(1).map(() => ['id']),
      );
      const places = client.blocks.map(({ id }) => sequenceOf(id!));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      client.close();
      await api.put(`/flows/${wanted}`, { ...(await makeFlow(api)), id: wanted });
      const resumed = await StreamClient.open(`${own.url}?flow_id=${wanted}`, { 'last-event-id': cursor });
      expect((await resumed.take(1))[0]!.message.event.flow.id).toBe(wanted);
      resumed.close();
    } finally {
      await own.close();
    }
  });

  it('that lags behind the log is told so, and ends', async () => {
    const own = await serveFeed(api, {});
    try {
      await manyLargeEvents(api, 40);
      const lazy = lazyClient(own.url);
      await until(() => own.responses[0]?.writableNeedDrain === true);
      Object.assign(api.gateway.store.context.options.eventRetention, { maxCount: 3 });
      await api.gateway.store.housekeeping.runOnce();
      const { blocks, closed } = reading(lazy);
      await closed;
      const error = blocks.at(-1)!;
      expect([error.event, error.id]).toEqual(['error', undefined]);
      const { type, oldest_cursor } = JSON.parse(error.data!);
      expect(type).toBe('CursorExpired');
      expect((await poll(api, `after=${oldest_cursor}`)).events).toHaveLength(3);
      const told = blocks.filter(({ data }) => data !== undefined).slice(0, -1);
      expect(told.map(({ id }) => sequenceOf(id!))).toEqual(told.map((_, index) => index + 1));
    } finally {
      await own.close();
    }
  });
});

describe('a client that does not read', () => {
  it('costs a slice, holds up nobody, and is cut off', async () => {
    const own = await serveFeed(api, { stallMs: 3_000 });
    try {
      await manyLargeEvents(api, 40);
      const lazy = lazyClient(own.url);
      await until(() => own.responses[0]?.writableNeedDrain === true);
      const [stalled] = own.responses;
      let most = 0;
      const watching = setInterval(() => {
        most = Math.max(most, stalled!.writableLength + (stalled!.socket?.writableLength ?? 0));
      }, 1);
      const reading = await StreamClient.open(`${own.url}?${ALL}`);
      const events = (await api.events()).length;
      expect((await reading.take(events)).length).toBe(events);
      await until(() => stalled!.destroyed);
      clearInterval(watching);
      expect(most).toBeGreaterThan(0);
      // A slice in two layers, with what frames it.
      expect(most).toBeLessThan(3 * 64 * 1024);
      // Who reads goes on.
      await makeFlow(api);
      await reading.take(events + 2);
      reading.close();
      lazy.destroy();
    } finally {
      await own.close();
    }
  });

  it('but reads at last finds everything, in order', async () => {
    const own = await serveFeed(api, { stallMs: 60_000 });
    try {
      await manyLargeEvents(api, 20);
      const lazy = lazyClient(own.url);
      await until(() => own.responses[0]?.writableNeedDrain === true);
      const last = (await api.events()).length;
      const { blocks } = reading(lazy);
      const seen = () => blocks.filter(({ data }) => data !== undefined).map(({ id }) => sequenceOf(id!));
      await until(() => seen().length >= last);
      expect(seen()).toEqual(Array.from({ length: last }, (_, index) => index + 1));
      lazy.destroy();
    } finally {
      await own.close();
    }
  });
});

describe('the most that may be open', () => {
  it('is for streams and waiting polls together; others are told to come later', async () => {
    const own = await RestHarness.open({ env: { TAMS_MAX_FEEDS: '2' } });
    const streamStatus = async () => (await askFeed(own, '', { accept: 'text/event-stream' }, 'HEAD')).status;
    try {
      const [one, two] = [await openStream(own), await openStream(own)];
      for (const headers of [{}, { accept: 'text/event-stream' }]) {
        const { status, headers: told, text } = await askFeed(own, 'wait=60', headers);
        expect([status, told['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)]);
        expect(JSON.parse(text).type).toBe('TooManyFeeds');
      }
      // Polls that need not wait are answers like any other.
      await poll(own, ALL);
      one.close();
      const waiting = admittedPoll(own, `after=${await cursorNow(own)}&wait=60`);
      await until(async () => (await streamStatus()) === 503);
      await makeFlow(own);
      expect((await waiting).events.length).toBeGreaterThan(0);
      await until(async () => (await streamStatus()) === 200);
      two.close();
    } finally {
      await own.close();
    }
  });
});

/** A poll that comes again as long as there is no place for it. */
async function admittedPoll(own: RestHarness, query: string): Promise<PolledEvents> {
  for (;;) {
    const { status, text } = await askFeed(own, query);
    if (status !== 503) return JSON.parse(text) as PolledEvents;
  }
}

describe('when the server stops', () => {
  it('streams end, waiting polls answer, and a client that does not read holds nothing up', async () => {
    const own = await RestHarness.open({ env: { TAMS_MAX_FEEDS: '3' } });
    await manyLargeEvents(own, 20);
    const lazy = lazyClient(`${own.gateway.url}${FEED_PATH}`);
    const gone = new Promise((resolve) => lazy.once('close', resolve));
    const stream = await openStream(own);
    await stream.until(() => stream.blocks.length > 0);
    const waiting = askFeed(own, 'wait=60');
    // A look by HEAD takes a place for a moment, which the poll must have taken before.
    await until(() => own.gateway.store.context.log.followers.of('feed', 0).count === 3);
    expect((await askFeed(own, '', { accept: 'text/event-stream' }, 'HEAD')).status).toBe(503);
    await own.gateway.close();
    await stream.ended;
    const { status, headers, text } = await waiting;
    expect([status, JSON.parse(text).events, headers.connection]).toEqual([200, [], 'close']);
    expect(stream.lastId).toBe(JSON.parse(text).cursor);
    lazy.resume();
    await gone;
    await own.close();
  });
});
