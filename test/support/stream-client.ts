import { request as httpRequest, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

export type Transport = 'websocket' | 'sse';

export interface StreamRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** One subscription over a connection of its own. */
export interface Stream {
  /** Resolves when the connection is over, however it ended. */
  readonly ended: Promise<void>;
  /** Ends the connection without a word, as a network does. Nothing is told after it. */
  cut(): void;
  /** Stops reading from the network. */
  pause(): void;
  resume(): void;
}

/** Told the data of each message; errors of the server are thrown into it by way of `onErrors`. */
export interface StreamReader {
  readonly onData: (data: Record<string, unknown>) => void;
  readonly onErrors: (errors: unknown) => void;
}

/** Subscribes at a gateway. Both transports are spoken as their protocols write them, without a client library. */
export function openStream(
  transport: Transport,
  url: string,
  request: StreamRequest,
  reader: StreamReader,
): Stream {
  return transport === 'websocket'
    ? overWebSocket(url, request, reader)
    : overEventStream(url, request, reader);
}

interface Message {
  readonly type: string;
  readonly payload?: unknown;
}

interface Result {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: unknown;
}

function tell({ data, errors }: Result, { onData, onErrors }: StreamReader): void {
  if (errors || !data) onErrors(errors);
  else onData(data);
}

function overWebSocket(url: string, request: StreamRequest, reader: StreamReader): Stream {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  let cut = false;
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // Refused and reset connections end too.
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('message', (text: Buffer) => {
    if (cut) return;
    const { type, payload } = JSON.parse(text.toString()) as Message;
    if (type === 'connection_ack')
      socket.send(JSON.stringify({ id: 'feed', type: 'subscribe', payload: request }));
    else if (type === 'next') tell(payload as Result, reader);
    else if (type === 'error') reader.onErrors(payload);
  });
  return {
    ended,
    cut: () => {
      cut = true;
      socket.terminate();
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}

function overEventStream(url: string, request: StreamRequest, reader: StreamReader): Stream {
  let response: IncomingMessage | null = null;
  let cut = false;
  let rest = '';
  const read = (text: string) => {
    const events = (rest + text).split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      const data = /^event: next\ndata: (.*)$/.exec(event)?.[1];
      if (data !== undefined && !cut) tell(JSON.parse(data) as Result, reader);
    }
  };
  const sent = httpRequest(`${url}/graphql/stream`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  const ended = new Promise<void>((resolve) => sent.once('close', () => resolve()));
  sent.on('error', () => undefined);
  sent.on('response', (answer) => {
    response = answer;
    answer.setEncoding('utf8').on('data', read);
    answer.on('error', () => undefined);
  });
  sent.end(JSON.stringify(request));
  return {
    ended,
    cut: () => {
      cut = true;
      sent.destroy();
    },
    pause: () => response?.pause(),
    resume: () => response?.resume(),
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until it holds. @throws Error when it does not in time */
export async function until(holds: () => boolean, what: string, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await pause(20);
  }
}
