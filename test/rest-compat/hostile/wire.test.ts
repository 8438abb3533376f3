import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFlow, type FlowBody } from '../documents';
import { BASE_PATH, RestHarness } from '../harness';
import { RawConnection } from './raw-connection';

let api: RestHarness;
let flow: FlowBody;
let wire: RawConnection;
let host: string;
beforeAll(async () => {
  api = await RestHarness.open();
  flow = await makeFlow(api);
  const url = new URL(api.gateway.url);
  host = url.host;
  wire = new RawConnection(url.hostname, Number(url.port));
});
afterAll(async () => {
  wire.close();
  await api.close();
});

const label = () => `${BASE_PATH}/flows/${flow.id}/label`;
const statusesOf = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

it('[H12] a body may come in chunks', async () => {
  const head = `PUT ${label()} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const all = await wire.exchangeAll(Buffer.from(`${head}${chunk('"in ')}${chunk('chunks"')}0\r\n\r\n`));
  expect(statusesOf(all)).toEqual([204]);
  expect((await api.get(`/flows/${flow.id}/label`)).json).toBe('in chunks');
});

it('[H13] chunks that never end are cut off', async () => {
  const head = `PUT ${label()} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const { status } = await wire.exchange(Buffer.from(head + chunk(' '.repeat(65_536)).repeat(17)), false);
  wire.close();
  expect(status).toBe(413);
});

it('[H13] who waits for leave to send too much does not get it', async () => {
  const head = `PUT ${label()} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n`;
  const all = await wire.exchangeAll(Buffer.from(head), false);
  expect(statusesOf(all).at(-1)).toBe(413);
});

it('[H12] who waits for leave to send gets it', async () => {
  const head = `PUT ${label()} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n`;
  const all = await wire.exchangeAll(Buffer.from(`${head}"waited"`));
  expect(statusesOf(all)).toEqual([100, 204]);
});

it('[H4] requests on one connection are answered in their order', async () => {
  const one = (method: string, target: string) =>
    `${method} ${BASE_PATH}${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const all = await wire.exchangeAll(
    Buffer.from(
      one('GET', '/flows') + one('GET', '/nothing') + one('PATCH', '/flows') + one('HEAD', '/service'),
    ),
  );
  expect(statusesOf(all)).toEqual([200, 404, 405, 200]);
});

it('[H4] methods that nobody knows are told apart from paths', async () => {
  for (const method of ['PROPFIND', 'TRACE', 'LINK', 'QUERY', 'PURGE']) {
    const all = await wire.exchangeAll(
      Buffer.from(`${method} ${BASE_PATH}/flows HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    // A method that Node's parser does not know is no HTTP to it.
    expect([400, 405]).toContain(statusesOf(all)[0]);
  }
});

it('[H28] clients that go away in the middle of a body harm nobody', async () => {
  const { hostname, port } = new URL(api.gateway.url);
  const before = await api.dump();
  for (let n = 0; n < 20; n += 1) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`PUT ${label()} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\n"half`);
    await pause(n % 5);
    socket.destroy();
  }
  await pause(100);
  expect(await api.dump()).toEqual(before);
  expect((await api.send('GET', '/readyz')).status).toBe(200);
});

it('[H28] clients that go away before their answer harm nobody', async () => {
  const { hostname, port } = new URL(api.gateway.url);
  for (let n = 0; n < 20; n += 1) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`GET ${BASE_PATH}/flows HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(5));
    await pause(n % 5);
    socket.resetAndDestroy();
  }
  expect((await api.get('/flows')).status).toBe(200);
});

it('[H28] who closes its side has its answer, and a stream that nobody reads ends', async () => {
  const ask = (target: string, more = '') =>
    wire.exchangeAll(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`));
  const [flows, stream] = await Promise.all([
    ask(`${BASE_PATH}/flows`),
    ask(`${BASE_PATH}-ext/events`, 'Accept: text/event-stream\r\n'),
  ]);
  expect(statusesOf(flows)).toEqual([200]);
  expect(statusesOf(stream)).toEqual([200]);
});
