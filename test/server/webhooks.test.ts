import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idOf, putFlow } from '../bench/dataset';
import { ask } from '../bench/load';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { subjectOf, until, WebhookReceiver } from '../support/webhook-receiver';
import { startGateway } from './gateway';

let folder: string;
let receiver: WebhookReceiver;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-webhooks-'));
  receiver = await WebhookReceiver.open();
});
afterEach(async () => {
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

const ENV = { TAMS_WEBHOOK_ALLOW: '127.0.0.1' };
const serve = (env: Record<string, string> = {}): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder, ...ENV, ...env });

async function register(url: string, input: Record<string, unknown> = {}): Promise<void> {
  const mutation = 'mutation ($input: WebhookInput!) { putWebhook(input: $input) { id } }';
  await ask(url, mutation, { input: { url: receiver.url(), events: ['flows/created'], ...input } });
}

interface Delivery {
  readonly lag: number;
  readonly failures: number;
  readonly lastError: string | null;
}

async function delivery(url: string): Promise<Delivery> {
  const query = '{ webhooks { delivery { lag failures lastError } } }';
  return (await ask<{ webhooks: { delivery: Delivery }[] }>(url, query)).webhooks[0]!.delivery;
}

async function makeFlows(url: string, from: number, to: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = from; n < to; n += 1) {
    await putFlow(url, n);
    ids.push(idOf('flow', n));
  }
  return ids;
}

/** The flows that the accepted messages tell of, each once, in the order in which they first came. */
const flowsTold = (): string[] => [...new Set(receiver.accepted.map(({ body }) => subjectOf(body.event)))];

it('goes on where it was when the server is killed, and loses nothing', async () => {
  const first = await serve();
  await register(first.url);
  const flows = await makeFlows(first.url, 0, 10);
  await until(() => flowsTold().length === 10);
  // From here on some are taken, and then nothing any more, when the kill comes.
  let left = 5;
  receiver.reply = () => (left-- > 0 ? 204 : 500);
  flows.push(...(await makeFlows(first.url, 10, 40)));
  await until(() => left < 0);
  await first.process.stop('SIGKILL');
  expect(flowsTold().length).toBeLessThan(40);
  receiver.reply = () => 204;
  const second = await serve();
  await until(() => flowsTold().length === 40);
  expect(flowsTold()).toEqual(flows);
  flows.push(...(await makeFlows(second.url, 40, 42)));
  await until(() => flowsTold().length === 42);
  expect(flowsTold()).toEqual(flows);
  expect((await second.process.stop()).status).toBe(0);
}, 120_000);

it('goes on when another gateway opens the same folder, and repeats nothing after an orderly stop', async () => {
  const first = await startGateway({ dataDir: folder, env: ENV });
  await register(first.url);
  const flows = await makeFlows(first.url, 0, 20);
  await until(() => receiver.received.length >= 5);
  await first.close();
  const second = await startGateway({ dataDir: folder, env: ENV });
  flows.push(...(await makeFlows(second.url, 20, 25)));
  await until(async () => (await delivery(second.url)).lag === 0);
  expect(receiver.accepted).toHaveLength(25);
  expect(flowsTold()).toEqual(flows);
  await second.close();
  await until(() => receiver.open === 0);
}, 120_000);

it.each(['a receiver that fails', 'a receiver that does not answer'])(
  'a stop is not held up by %s, and ends cleanly',
  async (which) => {
    receiver.reply = () => (which === 'a receiver that fails' ? 500 : 'hang');
    const { url, process: server } = await serve();
    await register(url);
    await makeFlows(url, 0, 2);
    await until(() => receiver.received.length > 0);
    const { status, errors } = await server.stop();
    expect(errors).not.toContain('still open');
    expect(status).toBe(0);
  },
  60_000,
);

it('writes no key and no URL to its log, and shows none in the graph', async () => {
  const { url, process: server } = await serve({ TAMS_LOG_LEVEL: 'trace' });
  receiver.reply = () => 500;
  await register(url, {
    url: receiver.url('/path-hush?token=query-hush'),
    apiKeyName: 'X-Key',
    apiKeyValue: 'key-hush',
  });
  await makeFlows(url, 0, 1);
  await until(async () => (await delivery(url)).failures > 0);
  const shown = await delivery(url);
  expect(shown.lastError).toBe('it answered with status 500');
  expect(receiver.received[0]?.headers['x-key']).toBe('key-hush');
  await receiver.close();
  await until(async () => (await delivery(url)).lastError === 'it could not be reached (ECONNREFUSED)');
  const { output, errors } = await server.stop();
  expect(output.length).toBeGreaterThan(0);
  expect(output + errors).not.toContain('hush');
}, 60_000);
