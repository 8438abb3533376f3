import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { AddressPolicy } from '../../../src/tams/webhooks/addresses';
import { DEFAULT_DELIVERY, type DeliveryOptions } from '../../../src/tams/webhooks/delivery-options';
import { Sender, type Receiver } from '../../../src/tams/webhooks/sender';
import { until, WebhookReceiver } from '../../support/webhook-receiver';

let receiver: WebhookReceiver;
let senders: Sender[] = [];
beforeEach(async () => (receiver = await WebhookReceiver.open()));
afterEach(async () => {
  for (const sender of senders) sender.close();
  senders = [];
  await receiver.close();
});

const LOOPBACK = ['127.0.0.1'];
const never = new AbortController().signal;
const NOT_ALLOWED = 'it has no address that webhooks may reach';

function senderTo(
  url: string,
  allowed: readonly string[] = LOOPBACK,
  options: Partial<DeliveryOptions> = {},
  apiKey: Receiver['apiKey'] = null,
): Sender {
  const sender = new Sender({ url, apiKey }, new AddressPolicy(allowed), { ...DEFAULT_DELIVERY, ...options });
  senders.push(sender);
  return sender;
}

const resolvingTo =
  (...addresses: string[]): DeliveryOptions['resolve'] =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('a message', () => {
  it('is posted as JSON, with the key in its header, over one connection', async () => {
    const sender = senderTo(receiver.url('/a?b=c'), LOOPBACK, {}, { name: 'X-Api-Key', value: 'sécret' });
    for (let n = 0; n < 3; n += 1)
      expect(await sender.send(`{"event_type":"é${n}"}`, never)).toEqual({ status: 204, error: null });
    expect(receiver.received).toMatchObject(
      [0, 1, 2].map((n) => ({
        method: 'POST',
        path: '/a?b=c',
        body: { event_type: `é${n}` },
        connection: 1,
        headers: { 'content-type': 'application/json', 'x-api-key': 'sécret' },
      })),
    );
  });

  it.each([200, 201, 202, 204, 299])('is taken with %i', async (status) => {
    receiver.reply = () => status;
    expect(await senderTo(receiver.url()).send('{}', never)).toEqual({ status, error: null });
  });

  it.each([301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 503])('is not taken with %i', async (status) => {
    receiver.reply = () => (response) =>
      response.writeHead(status, { location: receiver.url('/elsewhere') }).end('no');
    const outcome = await senderTo(receiver.url()).send('{}', never);
    expect(outcome?.status).toBe(status);
    expect(outcome?.error).toContain(String(status));
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('is taken by a receiver that answers more than anybody reads', async () => {
    receiver.reply = () => (response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', write);
      };
      write();
    };
    const sender = senderTo(receiver.url());
    expect(await sender.send('{}', never)).toEqual({ status: 200, error: null });
    await until(() => receiver.open === 0);
    receiver.reply = () => 204;
    expect(await sender.send('{}', never)).toEqual({ status: 204, error: null });
  });

  it('is not taken by one that does not answer in time', async () => {
    receiver.reply = () => 'hang';
    const sender = senderTo(receiver.url(), LOOPBACK, { timeoutMs: 100 });
    expect(await sender.send('{}', never)).toEqual({
      status: null,
      error: 'it did not answer within 100 ms',
    });
    await until(() => receiver.open === 0);
  });

  it('is not taken when the name takes too long to resolve', async () => {
    const sender = senderTo('http://slow.example/', LOOPBACK, {
      timeoutMs: 100,
      resolve: () => new Promise(() => undefined),
    });
    expect((await sender.send('{}', never))?.error).toBe('it did not answer within 100 ms');
  });

  it('is not taken by one that hangs up, or is not there', async () => {
    receiver.reply = () => 'drop';
    expect(await senderTo(receiver.url()).send('{}', never)).toEqual({
      status: null,
      error: 'it could not be reached (ECONNRESET)',
    });
    const gone = await WebhookReceiver.open();
    await gone.close();
    expect((await senderTo(gone.url()).send('{}', never))?.error).toBe(
      'it could not be reached (ECONNREFUSED)',
    );
  });

  it('is not taken by what does not speak HTTP', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.end('SSH-2.0-x\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect((await senderTo(`http://127.0.0.1:${port}/`).send('{}', never))?.error).toMatch(/\(HPE_/);
    expect((await senderTo(`https://127.0.0.1:${port}/`).send('{}', never))?.error).toMatch(/reached \(/);
    await new Promise((resolve) => server.close(resolve));
  });

  it('is not taken by one that would rather speak something else', async () => {
    receiver.reply = () => (response) =>
      response.writeHead(101, { connection: 'upgrade', upgrade: 'websocket' }).end();
    const outcome = await senderTo(receiver.url()).send('{}', never);
    expect(outcome?.error).toMatch(/^it /);
  });

  it('is taken when the receiver says more than once that it has begun', async () => {
    receiver.reply = () => (response) => {
      response.writeContinue();
      response.writeProcessing();
      response.writeHead(200).end();
    };
    expect(await senderTo(receiver.url()).send('{}', never)).toEqual({ status: 200, error: null });
  });

  it('goes again at once when the connection had been closed behind its back', async () => {
    const sender = senderTo(receiver.url());
    await sender.send('{}', never);
    receiver.reply = ({ connection }) => (connection === 1 ? 'drop' : 204);
    expect(await sender.send('{}', never)).toEqual({ status: 204, error: null });
    expect(receiver.received.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  it('is given up when told to', async () => {
    receiver.reply = () => 'hang';
    const stop = new AbortController();
    const sent = senderTo(receiver.url()).send('{}', stop.signal);
    await until(() => receiver.received.length === 1);
    stop.abort();
    expect(await sent).toBeNull();
    expect(await senderTo(receiver.url()).send('{}', stop.signal)).toBeNull();
    expect(receiver.received).toHaveLength(1);
  });
});

describe('W6: what is connected to', () => {
  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '2130706433', '0x7f.1', 'localhost'])(
    'is judged although nothing is resolved: %s',
    async (host) => {
      expect((await senderTo(receiver.url('/', host), []).send('{}', never))?.error).toBe(NOT_ALLOWED);
      expect(receiver.everOpened).toBe(0);
    },
  );

  it('is a name that leads here: refused', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254']) {
      const options = { resolve: resolvingTo(address) };
      const sender = senderTo(receiver.url('/', 'inside.example'), ['127.0.0.2'], options);
      expect(await sender.send('{}', never)).toEqual({ status: null, error: NOT_ALLOWED });
    }
    expect(receiver.everOpened).toBe(0);
  });

  it('is a name that leads here, as the operator allows', async () => {
    for (const addresses of [['127.0.0.1'], ['10.0.0.1', '127.0.0.1'], ['::1', '127.0.0.1']]) {
      const options = { resolve: resolvingTo(...addresses) };
      const sender = senderTo(receiver.url('/', 'inside.example'), LOOPBACK, options);
      expect(await sender.send('{}', never)).toEqual({ status: 204, error: null });
    }
    expect(receiver.received.at(-1)?.headers.host).toBe(`inside.example:${receiver.port}`);
  });

  it('is what the system says of localhost, as far as that is allowed', async () => {
    expect((await senderTo(receiver.url('/', 'localhost')).send('{}', never))?.status).toBe(204);
  });

  it('is resolved and judged again at each connection', async () => {
    let asked = 0;
    const resolve: DeliveryOptions['resolve'] = () => {
      asked += 1;
      return resolvingTo(asked === 1 ? '127.0.0.1' : '127.0.0.2')('');
    };
    const sender = senderTo(receiver.url('/', 'rebinding.example'), LOOPBACK, { resolve });
    receiver.reply = () => (response) => response.writeHead(200, { connection: 'close' }).end();
    expect((await sender.send('{}', never))?.error).toBeNull();
    await until(() => receiver.open === 0);
    expect((await sender.send('{}', never))?.error).toBe(NOT_ALLOWED);
    expect([asked, receiver.received.length]).toEqual([2, 1]);
  });
});

it('says nothing secret when it fails', async () => {
  const secret = 'hush-hush';
  const url = (host: string) => `http://${host}:1/${secret}?token=${secret}`;
  const key = { name: 'X-Key', value: secret };
  const outcomes = [
    await senderTo(url('127.0.0.1'), LOOPBACK, {}, key).send('{}', never),
    await senderTo(url('127.0.0.1'), [], {}, key).send('{}', never),
    await senderTo(url(`${secret}.invalid`), [], {}, key).send('{}', never),
    await senderTo(url('x.example'), [], { resolve: () => Promise.reject(new Error(secret)) }, key).send(
      '{}',
      never,
    ),
    await senderTo(receiver.url(), LOOPBACK, {}, { name: 'X-Key', value: `${secret}\n` }).send('{}', never),
  ];
  expect(outcomes.every((outcome) => outcome?.error)).toBe(true);
  expect(JSON.stringify(outcomes)).not.toContain(secret);
});
