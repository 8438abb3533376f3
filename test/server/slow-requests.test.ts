import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type TestGateway } from './gateway';

let gateway: TestGateway;
beforeAll(
  async () =>
    (gateway = await startGateway({ env: { TAMS_HEADER_TIMEOUT: '400ms', TAMS_BODY_TIMEOUT: '400ms' } })),
);
afterAll(() => gateway.close());

/** A connection, and what came over it until its end. */
function open(): { socket: Socket; ended: Promise<string> } {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  return { socket, ended: once(socket, 'close').then(() => text) };
}

/** Writes a letter now and then until the connection is over. */
async function drip(socket: Socket, text: string): Promise<void> {
  for (const letter of text) {
    if (socket.destroyed) return;
    socket.write(letter);
    await sleep(50);
  }
}

const alive = async () => (await fetch(`${gateway.url}/livez`)).status;

it.each([
  ['nothing at all', ''],
  [
    'a head that never ends, letter by letter',
    `GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ${'a'.repeat(500)}`,
  ],
])('who sends %s is cut off', async (_what, head) => {
  const { socket, ended } = open();
  await once(socket, 'connect');
  void drip(socket, head);
  expect(await ended).toMatch(/^(HTTP\/1\.1 408 |$)/);
  expect(await alive()).toBe(200);
});

it.each([
  ['REST', 'PUT /tams/v7.0/sources/00000000-0000-4000-8000-00000000000a/label'],
  ['the graph', 'POST /graphql'],
])('whoever brings the body of a request to %s letter by letter is cut off', async (_what, line) => {
  const { socket, ended } = open();
  const head = `${line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
  socket.write(head);
  void drip(socket, '"'.padEnd(500, 'a'));
  await ended;
  expect(await alive()).toBe(200);
});

it('who sends one request after another in time is not', async () => {
  const { socket, ended } = open();
  for (let n = 0; n < 4; n += 1) {
    socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
    await sleep(200);
  }
  socket.end('GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect((await ended).match(/HTTP\/1\.1 200 /g)).toHaveLength(5);
});

it('0 lets everything take as long as it takes', async () => {
  const none = { TAMS_HEADER_TIMEOUT: '0', TAMS_BODY_TIMEOUT: '0', TAMS_REQUEST_TIMEOUT: '0' };
  const patient = await startGateway({ env: none });
  try {
    const body = JSON.stringify({ query: '{ sources { nodes { id } } }' });
    const response = await fetch(`${patient.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new ReadableStream({
        async start(controller) {
          for (const half of [body.slice(0, 10), body.slice(10)]) {
            controller.enqueue(new TextEncoder().encode(half));
            await sleep(100);
          }
          controller.close();
        },
      }),
      duplex: 'half',
    });
    expect(await response.json()).toEqual({
      data: { sources: { nodes: [] } },
      extensions: expect.anything() as unknown,
    });
  } finally {
    await patient.close();
  }
});
