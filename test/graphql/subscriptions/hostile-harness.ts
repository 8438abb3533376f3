import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { addSegments, allocate, putFlow, segment } from '../../bench/dataset';
import { residentMiB, startServer, TAMS_GRAPH, type ServerProcess } from '../../support/server-process';
import { openStream, until, type Stream } from '../../support/stream-client';

export const SEGMENTS = 'subscription { segments { cursor segment { objectId } } }';
/** What memory may rise by under attack. */
const MOST_GROWTH_MIB = 150;

/** A gateway in a process of its own with low limits, and a client that behaves and must not notice anything. */
export class HostileGround {
  private readonly seen: string[] = [];
  private readonly bystander: Stream;
  private readonly baseline: number;
  private objects: string[] = [];
  private added = 0;

  private constructor(
    private readonly folder: string,
    readonly server: ServerProcess,
    private readonly flow: string,
  ) {
    this.bystander = openStream(
      'websocket',
      server.url,
      { query: SEGMENTS },
      {
        onData: ({ segments }) =>
          this.seen.push((segments as { segment: { objectId: string } }).segment.objectId),
        onErrors: (errors) => this.seen.push(JSON.stringify(errors)),
      },
    );
    this.baseline = residentMiB(server.process.pid);
  }

  static async open(env: Record<string, string>): Promise<HostileGround> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tams-hostile-'));
    const server = await startServer([TAMS_GRAPH, 'serve'], {
      TAMS_PORT: '0',
      TAMS_DATA_DIR: folder,
      ...env,
    });
    return new HostileGround(folder, server, await putFlow(server.url, 1));
  }

  get url(): string {
    return this.server.url;
  }

  /** The server is up, its memory bounded, and the bystander is told of a segment that is added now, over its old connection. */
  async expectUndisturbed(): Promise<void> {
    if (this.objects.length === 0) this.objects = await allocate(this.url, this.flow, 1_000);
    const before = this.seen.length;
    const object = this.objects.pop()!;
    // The bystander may not have subscribed yet when the first one is added.
    if (this.added === 0) await until(() => this.connected(), 'the bystander has connected');
    await addSegments(this.url, this.flow, [segment(object, this.added++)]);
    await until(() => this.seen.length > before, 'the bystander has been told');
    expect(this.seen.slice(before)).toEqual([object]);
    expect(residentMiB(this.server.process.pid) - this.baseline).toBeLessThan(MOST_GROWTH_MIB);
  }

  private connectedSince: number | null = null;
  private connected(): boolean {
    this.connectedSince ??= performance.now();
    return performance.now() - this.connectedSince > 2_000;
  }

  async close(): Promise<void> {
    this.bystander.cut();
    await this.server.process.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A connection of graphql-transport-ws that says what it is told to say. */
export class Talker {
  readonly messages: { type: string; id?: string; payload?: any }[] = [];
  closed: { code: number; reason: string } | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (text: Buffer) => this.messages.push(JSON.parse(text.toString()) as never));
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
  }

  static async open(url: string, { protocol = true, init = true } = {}): Promise<Talker> {
    const target = `${url.replace('http', 'ws')}/graphql`;
    const talker = new Talker(
      protocol ? new WebSocket(target, 'graphql-transport-ws') : new WebSocket(target),
    );
    await once(talker.socket, 'open');
    if (init) {
      talker.say({ type: 'connection_init' });
      await talker.until(() => talker.messages.length > 0);
    }
    return talker;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query = SEGMENTS): void {
    this.say({ id, type: 'subscribe', payload: { query } });
  }

  /** The messages of a type so far. */
  of(type: string) {
    return this.messages.filter((message) => message.type === type);
  }

  async until(holds: () => boolean): Promise<void> {
    await until(() => holds() || this.closed !== null, 'an answer, or the end of the connection');
  }

  async untilClosed(): Promise<{ code: number; reason: string }> {
    await until(() => this.closed !== null, 'the end of the connection');
    return this.closed!;
  }

  /** After an answer to a ping, everything that was said before has been handled, in so far as it needs no waiting. */
  async settled(): Promise<void> {
    const before = this.of('pong').length;
    this.say({ type: 'ping' });
    await this.until(() => this.of('pong').length > before);
  }

  close(): void {
    this.socket.terminate();
  }
}
