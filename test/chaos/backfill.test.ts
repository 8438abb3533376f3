import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addSegments, allocate, putFlow, segment } from '../bench/dataset';
import { ask } from '../bench/load';
import { openRawSocket, type RawSocket } from '../support/raw-socket';
import { residentMiB, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { openStream, pause, until, type Stream, type Transport } from '../support/stream-client';
import { textFrame } from '../support/web-socket-frames';
import { writeBacklog } from './backlog';

const BACKLOG = 100_000;
/** What memory may rise by beyond that of a server that has read the backlog once: what 20 clients are owed is some 500. */
const MOST_GROWTH_MIB = 150;
const SEGMENTS = `subscription ($after: String) {
  segments(after: $after) { cursor at kind flowId timerange segment { objectId timerange } }
}`;

let folder: string;
let server: ServerProcess;
let oldest: string;
let added = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-backfill-'));
  await writeBacklog(folder, BACKLOG);
  server = await startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder });
  oldest = (await ask<{ eventLog: { oldest: string } }>(server.url, '{ eventLog { oldest } }')).eventLog
    .oldest;
}, 120_000);
afterAll(async () => {
  await server.process.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Counts what it is told; anything but the next number is wrong. */
class Reader {
  sequence = 0;
  wrong: string | null = null;
  readonly objects: string[] = [];
  readonly stream: Stream;

  constructor(transport: Transport, after: string) {
    this.stream = openStream(
      transport,
      server.url,
      { query: SEGMENTS, variables: { after } },
      {
        onData: ({ segments }) => this.take(segments as { cursor: string; segment: { objectId: string } }),
        onErrors: (errors) => (this.wrong ??= JSON.stringify(errors)),
      },
    );
  }

  private take({ cursor, segment: { objectId } }: { cursor: string; segment: { objectId: string } }): void {
    const sequence = Number(cursor.split('-')[1]);
    if (sequence <= this.sequence) this.wrong ??= `${cursor} behind ${this.sequence}`;
    if (sequence <= BACKLOG && objectId !== `object-${sequence - 1}`)
      this.wrong ??= `${cursor} tells of ${objectId}`;
    this.sequence = sequence;
    this.objects.push(objectId);
  }
}

/** The highest resident memory until it is stopped. */
function watchMemory() {
  let highest = residentMiB(server.process.pid);
  const timer = setInterval(() => (highest = Math.max(highest, residentMiB(server.process.pid))), 100);
  return () => {
    clearInterval(timer);
    return highest;
  };
}

/** What memory comes to while one client reads everything and nobody writes: V8 lets garbage gather to well over 100 MiB. */
async function memoryOfReading(transport: Transport): Promise<number> {
  const highest = watchMemory();
  const reader = new Reader(transport, oldest);
  await until(() => reader.sequence >= BACKLOG, 'the server is warm', 120_000);
  reader.stream.cut();
  return highest();
}

function expectFlat(what: string, warm: number, highest: number): void {
  process.stderr.write(`${what}: at most ${highest.toFixed(0)} MiB, ${warm.toFixed(0)} when it was warm\n`);
  expect(highest - warm).toBeLessThan(MOST_GROWTH_MIB);
}

/** Adds single segments until it is told to stop; gives the objects in their order. */
function startWriter(): () => Promise<string[]> {
  const writing = { goesOn: true };
  const written: string[] = [];
  const work = (async () => {
    const flow = await putFlow(server.url, 1);
    while (writing.goesOn) {
      for (const object of await allocate(server.url, flow, 20)) {
        await addSegments(server.url, flow, [segment(object, added++)]);
        written.push(object);
        await pause(5);
      }
    }
  })();
  return async () => {
    writing.goesOn = false;
    await work;
    return written;
  };
}

describe('a log of 100,000 events', () => {
  it.each(['websocket', 'sse'] as const)(
    'is read from its beginning over %s while writers go on, and memory stays flat',
    async (transport) => {
      const warm = await memoryOfReading(transport);
      const highest = watchMemory();
      const stopWriting = startWriter();
      const fast = new Reader(transport, oldest);
      const slow = new Reader(transport, oldest);
      await until(() => slow.sequence > 30_000, 'the slow reader is in the middle');
      slow.stream.pause();
      await until(() => fast.sequence >= BACKLOG, 'the backlog has been read', 120_000);
      await pause(1_000);
      const reachedByTheSlow = slow.sequence;
      await pause(1_000);
      expect(slow.sequence).toBe(reachedByTheSlow);
      slow.stream.resume();
      const written = await stopWriting();
      const isLast = ({ objects }: Reader) => objects.at(-1) === written.at(-1);
      await until(() => isLast(fast) && isLast(slow), 'both have read everything', 120_000);
      for (const reader of [fast, slow]) {
        reader.stream.cut();
        expect(reader.wrong).toBeNull();
        expect(reader.objects.slice(-written.length)).toEqual(written);
        expect(new Set(reader.objects).size).toBe(reader.objects.length);
        expect(reader.objects.length).toBeGreaterThanOrEqual(BACKLOG + written.length);
      }
      expectFlat(`backfill over ${transport}`, warm, highest());
    },
    300_000,
  );

  it('costs nothing for clients that never read, and they are let go in the end', async () => {
    const warm = await memoryOfReading('websocket');
    const highest = watchMemory();
    const deaf = await Promise.all(
      Array.from({ length: 20 }, () => subscribeAndNeverRead(server.url, oldest)),
    );
    const other = new Reader('websocket', oldest);
    await until(() => other.sequence >= BACKLOG, 'another client reads on', 120_000);
    // Two rounds of pings, which the server makes every 15 s.
    await until(() => deaf.every(({ isOver }) => isOver()), 'all of them have been let go', 60_000);
    expect(other.wrong).toBeNull();
    other.stream.cut();
    expectFlat('20 clients that never read', warm, highest());
  }, 240_000);
});

/** It subscribes to everything ten times over and reads no answer. */
async function subscribeAndNeverRead(url: string, after: string): Promise<RawSocket> {
  const raw = await openRawSocket(url);
  const { socket, isOver } = raw;
  socket.pause();
  for (let id = 0; id < 10; id += 1)
    socket.write(
      textFrame({ id: String(id), type: 'subscribe', payload: { query: SEGMENTS, variables: { after } } }),
    );
  // A socket that is paused is not told that its other end has gone; writing to it is.
  const timer = setInterval(() => {
    if (isOver()) clearInterval(timer);
    else socket.write(textFrame({ type: 'pong' }));
  }, 1_000);
  return raw;
}
